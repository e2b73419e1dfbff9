import type * as pulumi from '@pulumi/pulumi';
import type { Construct } from 'constructs';
import {
  DNS_1123_SUBDOMAIN, fieldsOf, type Kind, type Problem, raise, refuse, Resource, type ResourceProps, show, showAll,
} from '../core';
import { checkKey, Env, type EnvKeyOptions, type ISecretReference } from '../pod';
import { outputOf } from './output-promises';
import { isOutput, markOf, OutputForm } from './output-registry';

/** Properties of `OutputSecret`. */
export interface OutputSecretProps extends ResourceProps {
  /**
   * What the Secret holds: outputs of Pulumi, secret ones above all, promises and texts, by their keys. Pulumi keeps
   * all of it as secrets, in its state too, and no file ever has it.
   *
   * Wrong: none at all, a value that is no text (`KN-PUL-045`), a key that no Secret can have (`KN-POD-008`).
   */
  readonly stringData: Readonly<Record<string, pulumi.Input<string>>>;
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
  private readonly content: Readonly<Record<string, unknown>>;
  private readonly type: string | undefined;

  constructor(scope: Construct, id: string, props: OutputSecretProps) {
    super(scope, id, SECRET, props, ['type', 'stringData']);
    const { type } = props;
    // Programs in JavaScript pass an output of all of it, whose own fields are none of the Secret's.
    const stringData = isOutput(props.stringData) ? {} : fieldsOf(props.stringData);
    const entries = Object.entries(stringData);
    this.type = type;
    this.keys = entries.map(([key]) => key);
    const keyProblems = this.keys.map((key) => checkKey('Secret', key));
    refuse(this, ...keyProblems, ...checkContent(id, stringData), checkType(this.keys, type));
    this.content = Object.fromEntries(entries.map(([key, value]) => [key, held(value)]));
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
    return { type: this.type ?? DEFAULT_TYPE, stringData: this.content };
  }

  private checkHas(key: string): Problem | undefined {
    if (this.keys.includes(key)) return undefined;
    return {
      code: 'KN-PUL-047',
      message: `the Secret ${show(this.name)} has no key ${show(key)}`,
      received: key,
      allowed: showAll(this.keys),
      fix: 'write one of its keys, or add it to `stringData`',
    };
  }
}

/** What stands for a value. A text of the program is held as well, so that no manifest in a file has it. */
function held(value: unknown): unknown {
  return isText(value) ? markOf(outputOf(value), OutputForm.TEXT) : undefined;
}

/** Programs in JavaScript pass anything. */
function isText(value: unknown): value is pulumi.Input<string> {
  return typeof value === 'string' || isOutput(value) || value instanceof Promise;
}

/**
 * Checks what a Secret holds.
 * @internal
 */
export function checkContent(name: string, stringData: Readonly<Record<string, unknown>>): (Problem | undefined)[] {
  const entries = Object.entries(stringData);
  if (entries.length === 0) {
    return [{
      code: 'KN-PUL-045',
      message: `the Secret ${show(name)} holds nothing that is known by its key`,
      received: undefined,
      allowed: 'one key or more, each with its output',
      fix: "write `stringData: { password: config.requireSecret('password') }`, and `{ password: output.password }` for an "
        + 'output of an object',
    }];
  }
  return entries.filter(([, value]) => !isText(value)).map(([key, value]) => ({
    code: 'KN-PUL-045',
    message: `the Secret ${show(name)} has at ${show(key)} what is no text: ${show(typeof value)}`,
    received: undefined,
    allowed: 'outputs and promises of texts, and texts',
    fix: 'write `pulumi.jsonStringify(value)` for an object, `output.apply(String)` for an output of a number',
  }));
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
