import type * as pulumi from '@pulumi/pulumi';
import { addLateSource } from '../core';

/** What a text, list or number stands for. */
export enum OutputForm {
  TEXT = 'text',
  NUMBER = 'number',
  LIST = 'list',
  /** An output that a field of an object has as it is; whatever it resolves to. */
  ANY = 'any',
}

/** An output that something in an app stands for. */
export interface HeldOutput {
  readonly output: pulumi.Output<unknown>;
  readonly form: OutputForm;
  /** As a message names it, by the resource that it is of: `output arn of queue`. */
  readonly name: string;
}

/** By the key of the text, or by the number as a text. */
const HELD = new Map<string, HeldOutput>();
/** By the output, and the form, what stands for it: the same output is the same text. */
const MARKS = new WeakMap<object, Map<OutputForm, string>>();
/** The first bits of a number that AWS CDK encodes; follows core/lib/private/encoding.ts of aws-cdk-lib. */
const NUMBER_MARKER = 0xfbff0000;
/** AWS CDK counts upwards from zero, and this library from here: both can be in one process. */
const FIRST_NUMBER = 0x8000;

/** Whether something stands for an output, in this process. */
export function hasOutputs(): boolean {
  return HELD.size > 0;
}

addLateSource({
  isUsed: hasOutputs,
  nameOf: (key) => HELD.get(key)?.name,
  objectName: (value) => isOutput(value) ? `an output of Pulumi${inBrackets(originOf(value))}` : undefined,
  trace: '[Output<T>]',
  fix: 'write `PulumiOutput.asString(output)`, `asNumber` or `asList`, of `cdk8s-knative/pulumi`, where the program '
    + 'passes the output; a secret goes into an `OutputSecret`',
});

/**
 * Whether a value is an output of Pulumi, of whichever copy of its SDK. A mark tells it, as Pulumi's own `isInstance`
 * does, which would load the SDK.
 */
export function isOutput(value: unknown): value is pulumi.Output<unknown> {
  return typeof value === 'object' && value !== null && Reflect.get(value, '__pulumiOutput') === true;
}

/** What stands for an output until the deployment, in a text or as a text. */
export function markOf(output: pulumi.Output<unknown>, form: OutputForm): string {
  const known = MARKS.get(output)?.get(form);
  if (known !== undefined) return known;
  const origin = originOf(output);
  const key = form === OutputForm.NUMBER ? String(encoded(HELD.size)) : keyOf(origin);
  HELD.set(key, { output, form, name: nameOf(origin) });
  const mark = markWith(key, form);
  MARKS.set(output, (MARKS.get(output) ?? new Map<OutputForm, string>()).set(form, mark));
  return mark;
}

/** The output behind a key; nothing where another engine, or another process, wrote it. */
export function heldOutput(key: string): HeldOutput | undefined {
  return HELD.get(key);
}

/** What AWS CDK calls a hint, so that a person who meets the text knows what it is of. */
function keyOf(origin: Origin): string {
  const hint = origin.filter((part) => part !== undefined).join('.');
  return `pulumi.${(hint === '' ? 'output' : hint).replace(/[^A-Za-z0-9:._-]/g, '-')}.${HELD.size}`;
}

function markWith(key: string, form: OutputForm): string {
  if (form === OutputForm.NUMBER) return key;
  return `${form === OutputForm.LIST ? '#' : '$'}{Token[${key}]}`;
}

function encoded(count: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, NUMBER_MARKER + FIRST_NUMBER);
  view.setUint32(4, count);
  return view.getFloat64(0);
}

function nameOf([resource, property]: Origin): string {
  const attribute = property === undefined ? 'output' : `output ${property}`;
  return resource === undefined ? attribute : `${attribute} of ${resource}`;
}

function inBrackets([resource, property]: Origin): string {
  if (resource === undefined) return '';
  return property === undefined ? ` (of ${resource})` : ` (${property} of ${resource})`;
}

/** The resource that an output comes from, and which of its outputs it is. */
type Origin = readonly [resource?: string, property?: string];

/** The property is known of what the resource has, and not of what a program made of it. */
function originOf(output: pulumi.Output<unknown>): Origin {
  const { resources } = output as Partial<Pick<HeldResources, 'resources'>>;
  if (typeof resources !== 'function') return [];
  for (const resource of resources()) {
    const name: unknown = Reflect.get(resource, '__name');
    if (typeof name !== 'string') continue;
    const property = Object.keys(resource).find((key) => Reflect.get(resource, key) === output);
    return property === undefined ? [name] : [name, property];
  }
  return [];
}

/** What an output knows of where it comes from; not a part of its public type. */
interface HeldResources {
  readonly resources: () => ReadonlySet<object>;
}
