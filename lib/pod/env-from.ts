import { type Problem, raise } from '../core';
import type { IConfigMapReference } from './config-map-reference';
import type { EnvSource } from './env';
import { checkEnvName } from './env-checks';
import { checkReferenceName } from './reference-checks';
import type { ISecretReference } from './secret-reference';

/** Options for `EnvFrom`. */
export interface EnvFromOptions {
  /**
   * Text in front of every key: `DB_` makes `DB_USER` of `USER`.
   * @default - none
   */
  readonly prefix?: string;
  /**
   * Whether the container starts without the variables where the object is missing.
   * @default false
   */
  readonly optional?: boolean;
}

/**
 * Every key of a Secret or ConfigMap as an environment variable. Keys that are no variable names are left out by
 * Kubernetes; a variable that the container names itself wins over one from here.
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/
 */
export class EnvFrom {
  /** All keys of a Secret. */
  public static secret(secret: ISecretReference, options: EnvFromOptions = {}): EnvFrom {
    raise(checkReferenceName('Secret', secret.name), checkPrefix(options));
    const secretRef = { name: secret.name, optional: options.optional };
    return new EnvFrom({ secretRef, prefix: options.prefix }, { kind: 'Secret', object: secret });
  }

  /** All keys of a ConfigMap. */
  public static configMap(configMap: IConfigMapReference, options: EnvFromOptions = {}): EnvFrom {
    raise(checkReferenceName('ConfigMap', configMap.name), checkPrefix(options));
    const configMapRef = { name: configMap.name, optional: options.optional };
    return new EnvFrom({ configMapRef, prefix: options.prefix }, { kind: 'ConfigMap', object: configMap });
  }

  private constructor(
    private readonly form: Readonly<Record<string, unknown>>,
    /** @internal */
    public readonly _source: EnvSource,
  ) {}

  /** @internal */
  public _render(): Record<string, unknown> {
    return { ...this.form };
  }
}

function checkPrefix(options: EnvFromOptions): Problem | undefined {
  return options.prefix === undefined || options.prefix === '' ? undefined : checkEnvName(options.prefix);
}
