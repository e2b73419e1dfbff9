import * as pulumi from '@pulumi/pulumi';
import { type Fields, isFields } from '../core';

/** Inputs of a resource as plain values. */
export interface PlainInputs {
  readonly value: Fields;
  /** Whether a secret is among them, so that none of the values may be shown. */
  readonly secret: boolean;
}

/** What stands for a value that is not known yet. */
const NOT_KNOWN = Symbol('not known yet');

/** What Pulumi keeps of an output, and does not declare. */
interface Resolving {
  readonly isKnown: Promise<boolean>;
  promise(withUnknowns: boolean): Promise<unknown>;
}

/**
 * Inputs as a hook gets them, as plain values. Secrets come in three forms: as outputs, or wrapped, where
 * `@pulumi/pulumi` is older than 3.204.0; an engine may hand over outputs of any kind.
 */
export async function plainInputs(inputs: Fields): Promise<PlainInputs> {
  const seen = { secret: false };
  const entries = await Promise.all(Object.entries(inputs)
    .map(async ([key, value]) => [key, await plain(value, seen)] as const));
  return { value: Object.fromEntries(entries), secret: seen.secret };
}

/** Whether a plain value is, or holds, something that is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === NOT_KNOWN) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnknown);
}

/**
 * The inputs that an object had, with what it has live where they say nothing and the new ones do: after an import the
 * inputs of a custom resource are no more than its name. Follows Read of provider/pkg/provider/provider.go of
 * pulumi-kubernetes. What the new ones do not name is of no account, since defaults of the cluster are live as well.
 */
export function withLive(before: Fields, live: Fields, after: Fields): Fields {
  const found = Object.entries(after).flatMap(([key, wanted]) => {
    const [old, now] = [ownOf(before, key), ownOf(live, key)];
    if (old === undefined) return now === undefined ? [] : [[key, inShapeOf(wanted, now)] as const];
    return isFields(old) && isFields(now) && isFields(wanted) ? [[key, withLive(old, now, wanted)] as const] : [];
  });
  return { ...before, ...Object.fromEntries(found) };
}

/** A live value without what a wanted one does not name. */
function inShapeOf(wanted: unknown, live: unknown): unknown {
  if (Array.isArray(wanted) && Array.isArray(live)) {
    return live.map((item: unknown, index) => inShapeOf(wanted[index], item));
  }
  if (!isFields(wanted) || !isFields(live)) return live;
  return Object.fromEntries(Object.keys(wanted).filter((key) => ownOf(live, key) !== undefined)
    .map((key) => [key, inShapeOf(wanted[key], live[key])]));
}

function ownOf(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] ?? undefined : undefined;
}

async function plain(value: unknown, seen: { secret: boolean }): Promise<unknown> {
  if (pulumi.Output.isInstance(value)) return plainOutput(value, seen);
  if (pulumi.isUnknown(value) || value === pulumi.runtime.unknownValue) return NOT_KNOWN;
  if (pulumi.runtime.isRpcSecret(value)) {
    seen.secret = true;
    return plain(pulumi.runtime.unwrapRpcSecret(value), seen);
  }
  if (Array.isArray(value)) return Promise.all(value.map((item: unknown) => plain(item, seen)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = await Promise.all(Object.entries(value)
    .map(async ([key, each]) => [key, await plain(each, seen)] as const));
  return Object.fromEntries(entries);
}

async function plainOutput(output: pulumi.Output<unknown>, seen: { secret: boolean }): Promise<unknown> {
  if (await pulumi.isSecret(output)) seen.secret = true;
  const resolving = output as unknown as Resolving;
  return await resolving.isKnown ? plain(await resolving.promise(true), seen) : NOT_KNOWN;
}
