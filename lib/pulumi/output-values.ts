import * as pulumi from '@pulumi/pulumi';
import type { App, IResolver, ResolutionContext } from 'cdk8s';
import { type Fields, isLateText, latePartsOf, type ReadObject } from '../core';
import { escaped, escapesOf } from './json-texts';
import { checkedValue } from './output-checks';
import { fieldIn, isSecretContent, type LatePlace, placesOf } from './output-places';
import { heldOutput, isOutput, markOf, OutputForm } from './output-registry';
import { refuseSecrets } from './secret-refusals';

const TAKING = new WeakSet<App>();

/**
 * Has an app of cdk8s take outputs of Pulumi, and promises, that stand in fields of its objects: before `readAppFor`.
 * cdk8s asks its resolvers for every value that is neither in a JSON patch nor a part of a text. Once is enough; more
 * do no harm.
 */
export function takeOutputs(app: App): void {
  if (TAKING.has(app)) return;
  TAKING.add(app);
  app.resolvers.unshift(new TextOfOutput());
}

class TextOfOutput implements IResolver {
  public resolve(context: ResolutionContext): void {
    const value: unknown = context.value;
    if (isOutput(value) || value instanceof Promise) context.replaceValue(markOf(value, OutputForm.ANY));
  }
}

/**
 * A manifest as Pulumi takes it: outputs in place of what stands for them, with what they depend on, and the content of
 * a Secret as a secret. An output that turns out to be a secret, or of the wrong type, rejects the inputs of the object
 * that it stands in: neither that object nor what waits for it is ever registered.
 */
export function resolveOutputs(object: ReadObject, manifest: Fields): pulumi.Inputs {
  const places = placesOf(object, manifest);
  const inputs = places.length === 0 ? manifest : withOutputs(object, manifest, places);
  const entries = Object.entries(inputs).map(([field, value]) =>
    [field, isSecretContent(object, field) ? pulumi.secret(value) : value] as const);
  return Object.fromEntries(entries);
}

/** Two places can hold the same text, one of a Secret's content and one beside it. */
function withOutputs(object: ReadObject, manifest: Fields, places: readonly LatePlace[]): Fields {
  const open = places.filter(({ isInSecret }) => !isInSecret);
  const refused = open.length === 0 ? undefined : refuseSecrets(object, open);
  const entries = Object.entries(manifest).map(([field, value]) =>
    [field, new Resolution(object, isSecretContent(object, field) ? undefined : refused).of(value, field)] as const);
  return Object.fromEntries(entries);
}

/** Puts outputs in the place of what stands for them, in one field of an object. */
class Resolution {
  /** @param refused rejects where one of the outputs is a secret */
  constructor(private readonly object: ReadObject, private readonly refused: Promise<void> | undefined) {}

  public of(value: unknown, field: string): unknown {
    if (typeof value === 'string') return isLateText(value) ? this.text(value, field) : value;
    if (typeof value === 'number') return heldOutput(String(value)) === undefined ? value : this.output(String(value), field);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return this.list(value, field);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.of(each, fieldIn(field, key))]));
  }

  private list(list: readonly unknown[], field: string): unknown {
    const [first] = list;
    const [{ key = '' } = {}] = typeof first === 'string' ? latePartsOf(first) : [];
    // It is alone in its list: what is not was refused before.
    if (heldOutput(key)?.form === OutputForm.LIST) return this.output(key, field);
    return list.map((each, index) => this.of(each, `${field}[${index}]`));
  }

  private text(text: string, field: string): unknown {
    const parts = latePartsOf(text);
    const [first] = parts;
    if (parts.length === 1 && first?.key !== undefined && heldOutput(first.key)?.form !== OutputForm.NUMBER) {
      return this.output(first.key, field);
    }
    const escapes = escapesOf(text);
    return pulumi.all(parts.map(({ text: part, key }) => key === undefined ? part : this.output(key, field)))
      .apply((all) => all.map((part, index) => escaped(String(part), escapes[index] ?? 0)).join(''));
  }

  private output(key: string, field: string): unknown {
    const held = heldOutput(key);
    // Keys of other engines were refused before.
    if (held === undefined) return key;
    const checked = held.output.apply((value) => checkedValue(this.object, field, held, value));
    return this.refused === undefined ? checked : pulumi.output(this.refused.then(() => checked));
  }
}
