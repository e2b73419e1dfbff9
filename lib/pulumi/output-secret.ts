import type * as pulumi from '@pulumi/pulumi';
import type { Construct } from 'constructs';
import {
  DNS_1123_SUBDOMAIN, type Fields, fieldsOf, isBase64, isLateText, isSpoilt, type Kind, type Problem, raise, refuse,
  Resource, type ResourceProps, show, showAll,
} from '../core';
import { checkKey, Env, type EnvKeyOptions, type ISecretReference } from '../pod';
import { isMadeText } from './output-checks';
import { isOutput, markOf, OutputForm } from './output-registry';

/** Properties of `OutputSecret`. */
export interface OutputSecretProps extends ResourceProps {
  /**
   * What the Secret holds: outputs of Pulumi, secret ones above all, promises and texts, by their keys. Pulumi keeps
   * all of it as secrets, in its state too, and no file ever has it.
   *
   * Wrong: none at all, in `data` neither, a value that is no text (`KN-PUL-045`), a key that no Secret can have
   * (`KN-POD-008`).
   * @default - `data` only
   */
  readonly stringData?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * The same, of bytes in standard base64, such as a key store: what resources return as base64 stands here as it is.
   *
   * Wrong, besides that: what is no base64, known now (`KN-PUL-048`) or at the deployment (`KN-PUL-044`), and a key
   * that `stringData` has too (`KN-PUL-048`).
   * @default - `stringData` only
   */
  readonly data?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Type of the Secret. The API server asks for the keys of a type of its own: `tls.crt` and `tls.key`,
   * `.dockerconfigjson` and so on; without them the type is refused (`KN-PUL-046`).
   * @default 'Opaque'
   * @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
   */
  readonly type?: string;
}

const SECRET: Kind = { apiVersion: 'v1', kind: 'Secret', nameRule: DNS_1123_SUBDOMAIN };
const DEFAULT_TYPE = 'Opaque';

/** Keys that a type asks for. Follows `ValidateSecret` in pkg/apis/core/validation/validation.go of Kubernetes. */
const KEYS_OF_TYPE: ReadonlyMap<string, readonly string[]> = new Map([
  ['kubernetes.io/dockercfg', ['.dockercfg']],
  ['kubernetes.io/dockerconfigjson', ['.dockerconfigjson']],
  ['kubernetes.io/ssh-auth', ['ssh-privatekey']],
  ['kubernetes.io/tls', ['tls.crt', 'tls.key']],
]);
/** One of these is enough. */
const BASIC_AUTH = 'kubernetes.io/basic-auth';
const BASIC_AUTH_KEYS: readonly string[] = ['username', 'password'];

/**
 * A Secret of Kubernetes that Pulumi fills: with secrets of its configuration, and with what other resources make, such
 * as the password of a database. The values stay marked as secrets all the way, and stand in this object only.
 *
 * ```ts
 * const database = new OutputSecret(chart, 'database', { stringData: { password: config.requireSecret('password') } });
 * new KnativeService(chart, 'web', { image, env: { PASSWORD: database.env('password') } });
 * ```
 *
 * It can stand wherever this library takes a Secret: `Env.fromSecret`, `EnvFrom.secret`, volumes; and
 * `PullSecret.fromSecretName(secret.name)` for the passwords of registries.
 * @see https://www.pulumi.com/docs/iac/concepts/secrets/
 */
export class OutputSecret extends Resource implements ISecretReference {
  private readonly keys: readonly string[];
  private readonly content: Fields;
  private readonly type: string | undefined;

  constructor(scope: Construct, id: string, props: OutputSecretProps) {
    super(scope, id, SECRET, props, ['type', 'stringData', 'data']);
    const { type } = props;
    const [stringData, data] = [contentOf(props.stringData), contentOf(props.data)];
    this.type = type;
    this.keys = [...new Set([...Object.keys(stringData), ...Object.keys(data)])];
    const keyProblems = this.keys.map((key) => checkKey('Secret', key));
    refuse(this, ...keyProblems, ...checkContent(id, stringData, data), checkType(this.keys, type));
    this.content = {
      ...Object.keys(stringData).length === 0 ? {} : { stringData: heldIn(stringData, OutputForm.TEXT) },
      ...Object.keys(data).length === 0 ? {} : { data: heldIn(data, OutputForm.BASE64) },
    };
  }

  /**
   * The value of a key as an environment variable.
   * @throws KnativeError `KN-PUL-047` for a key that this Secret does not have
   */
  public env(key: string, options: EnvKeyOptions = {}): Env {
    raise(this.checkHas(key));
    return Env.fromSecret(this, key, options);
  }

  /** @internal */
  protected _render(): Record<string, unknown> {
    return { type: this.type ?? DEFAULT_TYPE, ...this.content };
  }

  private checkHas(key: string): Problem | undefined {
    if (this.keys.includes(key)) return undefined;
    return {
      code: 'KN-PUL-047',
      message: `the Secret ${show(this.name)} has no key ${show(key)}`,
      received: key,
      allowed: showAll(this.keys),
      fix: 'write one of its keys, or add it to `stringData` or `data`',
    };
  }
}

/** Programs in JavaScript pass an output of all of it, whose own fields are none of the Secret's. */
function contentOf(content: unknown): Fields {
  return isOutput(content) ? {} : fieldsOf(content);
}

function heldIn(content: Fields, form: OutputForm): Fields {
  return Object.fromEntries(Object.entries(content).map(([key, value]) => [key, held(value, form)]));
}

/**
 * What stands for a value. A text of the program is held as well, so that no manifest in a file has it; one with
 * outputs in it is kept, and no file has it either.
 */
function held(value: unknown, form: OutputForm): unknown {
  if (typeof value === 'string' && isLateText(value)) return value;
  return isText(value) ? markOf(value, form) : undefined;
}

/** Programs in JavaScript pass anything. */
function isText(value: unknown): value is pulumi.Input<string> {
  return typeof value === 'string' || isOutput(value) || value instanceof Promise;
}

/**
 * Checks what a Secret holds.
 * @internal
 */
export function checkContent(name: string, stringData: Fields, data: Fields): (Problem | undefined)[] {
  const entries = [...Object.entries(stringData), ...Object.entries(data)];
  if (entries.length === 0) return [checkFilled(name)];
  const texts = entries.filter(([, value]) => !isText(value)).map(([key, value]): Problem => ({
    code: 'KN-PUL-045',
    message: `the Secret ${show(name)} has at ${show(key)} what is no text: ${show(typeof value)}`,
    received: undefined,
    allowed: 'outputs and promises of texts, and texts',
    fix: 'write `pulumi.jsonStringify(value)` for an object, `output.apply(String)` for an output of a number',
  }));
  const keys = Object.keys(stringData);
  return [
    ...texts,
    ...entries.flatMap(([key, value]) => [checkMadeText(name, key, value), checkWhole(name, key, value)]),
    ...Object.entries(data).map(([key, value]) => checkBytes(name, key, value, keys.includes(key))),
  ];
}

/** Programs write it in template literals, and nobody would see it: all that the object holds is masked. */
function checkMadeText(name: string, key: string, value: unknown): Problem | undefined {
  if (typeof value !== 'string' || !isMadeText(value)) return undefined;
  return {
    code: 'KN-PUL-041',
    message: `the Secret ${show(name)} has at ${show(key)} an output of Pulumi that was made a text when the program ran`,
    received: undefined,
    allowed: 'outputs as they are, and texts that `pulumi.interpolate` or `PulumiOutput.asString(output)` make',
    fix: 'write `pulumi.interpolate` before the template literal, `pulumi.jsonStringify(value)` for JSON, or '
      + '`PulumiOutput.asString(output)` in the text',
  };
}

/** The check of all manifests sees none of the texts here. */
function checkWhole(name: string, key: string, value: unknown): Problem | undefined {
  if (typeof value !== 'string' || !isSpoilt(value)) return undefined;
  return {
    code: 'KN-LAT-005',
    message: `the Secret ${show(name)} has at ${show(key)} what was a value that only the deployment knows, before the program `
      + 'cut or encoded it',
    received: undefined,
    allowed: 'such values as they are, or with texts before and after them',
    fix: 'do that to the output, with `apply`',
  };
}

function checkFilled(name: string): Problem {
  return {
    code: 'KN-PUL-045',
    message: `the Secret ${show(name)} holds nothing that is known by its key`,
    received: undefined,
    allowed: 'one key or more, each with its output',
    fix: "write `stringData: { password: config.requireSecret('password') }`, and `{ password: output.password }` for an "
      + 'output of an object',
  };
}

function checkBytes(name: string, key: string, value: unknown, isTwice: boolean): Problem | undefined {
  if (isTwice) {
    return {
      code: 'KN-PUL-048',
      message: `the Secret ${show(name)} has ${show(key)} in \`data\` and in \`stringData\`, of which the text wins`,
      received: key,
      allowed: 'each key once',
      fix: 'take it out of one of them',
    };
  }
  if (typeof value !== 'string' || isLateText(value) || isBase64(value)) return undefined;
  return {
    code: 'KN-PUL-048',
    message: `the Secret ${show(name)} has in \`data\` at ${show(key)} what is no base64`,
    received: undefined,
    allowed: 'standard base64, `A-Z a-z 0-9 + /`, padded with `=`',
    fix: "write it in `stringData`, or encode it, `Buffer.from(bytes).toString('base64')`",
  };
}

/**
 * Checks the keys that the type of a Secret asks for.
 * @internal
 */
export function checkType(keys: readonly string[], type: string | undefined): Problem | undefined {
  if (type === undefined) return undefined;
  const missing = (KEYS_OF_TYPE.get(type) ?? []).filter((key) => !keys.includes(key));
  const isBasic = type !== BASIC_AUTH || BASIC_AUTH_KEYS.some((key) => keys.includes(key));
  if (missing.length === 0 && isBasic) return undefined;
  return {
    code: 'KN-PUL-046',
    message: `a Secret of the type ${show(type)} lacks ${isBasic ? showAll(missing) : BASIC_AUTH_KEYS.map(show).join(' and ')}`,
    received: keys,
    allowed: isBasic ? `a Secret with ${showAll(KEYS_OF_TYPE.get(type) ?? [])}` : `one of ${showAll(BASIC_AUTH_KEYS)}, or both`,
    fix: 'add the key to `stringData`, or leave the type out',
  };
}
