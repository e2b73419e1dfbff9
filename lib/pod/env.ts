import { isQualifiedKey, type Problem, raise, show, showAll } from '../core';
import type { IConfigMapReference } from './config-map-reference';
import { checkQuantity } from './quantity';
import { checkKey, checkReferenceName, type NamedObject } from './reference-checks';
import type { ISecretReference } from './secret-reference';

/** Options for a value that is read from a key of a Secret or ConfigMap. */
export interface EnvKeyOptions {
  /**
   * Whether the container starts without the variable where the object or its key is missing.
   * @default false
   */
  readonly optional?: boolean;
}

/** Options for `Env.fromResource`. */
export interface EnvResourceOptions {
  /**
   * Container whose resource is read; one that the pod lacks is refused with `KN-POD-052`.
   * @default - the container that has the variable
   */
  readonly containerName?: string;
  /**
   * Unit of the value, as a quantity: `1Mi` gives mebibytes.
   * @default - `1`, that is whole cores and bytes
   */
  readonly divisor?: string;
}

/**
 * The value of an environment variable: a text, or where the text is found when the container starts. It and an
 * `EnvValue` of cdk8s-plus can stand for each other.
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
 */
export class Env {
  /** A text. Secrets do not belong here: use `fromSecret`. */
  public static value(text: string): Env {
    return new Env({ value: text });
  }

  /**
   * The value of one key of a Secret.
   * @throws KnativeError `KN-POD-008` for a key that a Secret cannot have
   */
  public static fromSecret(secret: ISecretReference, key: string, options: EnvKeyOptions = {}): Env {
    raise(checkReferenceName('Secret', secret.name), checkKey('Secret', key));
    const secretKeyRef = { name: secret.name, key, optional: options.optional };
    return new Env({ valueFrom: { secretKeyRef } }, { kind: 'Secret', object: secret });
  }

  /**
   * The value of one key of a ConfigMap.
   * @throws KnativeError `KN-POD-008` for a key that a ConfigMap cannot have
   */
  public static fromConfigMap(configMap: IConfigMapReference, key: string, options: EnvKeyOptions = {}): Env {
    raise(checkReferenceName('ConfigMap', configMap.name), checkKey('ConfigMap', key));
    const configMapKeyRef = { name: configMap.name, key, optional: options.optional };
    return new Env({ valueFrom: { configMapKeyRef } }, { kind: 'ConfigMap', object: configMap });
  }

  /**
   * A field of the pod: `metadata.name`, `metadata.labels['app']`, `status.podIP`. On a Knative service it needs the
   * feature `kubernetes.podspec-fieldref`.
   * @throws KnativeError `KN-POD-009` for a field that variables cannot have
   */
  public static fromField(fieldPath: string): Env {
    raise(checkEnvField(fieldPath));
    return new Env({ valueFrom: { fieldRef: { fieldPath } } });
  }

  /**
   * A request or limit of a container: `limits.cpu`, `requests.memory`. On a Knative service it needs the feature
   * `kubernetes.podspec-fieldref`.
   * @throws KnativeError `KN-POD-009` for a resource that variables cannot have
   */
  public static fromResource(resource: string, options: EnvResourceOptions = {}): Env {
    const { containerName, divisor } = options;
    raise(checkResourceField(resource), checkDivisor(resource, divisor));
    return new Env({ valueFrom: { resourceFieldRef: { resource, containerName, divisor } } });
  }

  /** The text, where the value is one. */
  public readonly value?: string;
  /** The source in the form of a manifest, where the value is not a text. */
  public readonly valueFrom?: Readonly<Record<string, unknown>>;
  /** @internal */
  public readonly _source?: EnvSource;

  private constructor(form: Pick<Env, 'value' | 'valueFrom'>, source?: EnvSource) {
    this.value = form.value;
    this.valueFrom = form.valueFrom;
    this._source = source;
  }
}

/**
 * The object that a value is read from.
 * @internal
 */
export interface EnvSource {
  readonly kind: string;
  readonly object: NamedObject;
}

const ENV_FIELDS = [
  'metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP',
  'status.hostIPs', 'status.podIP', 'status.podIPs',
];
const SUBSCRIPT = /^metadata\.(labels|annotations)\['([^']+)'\]$/;
const RESOURCE = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-[0-9]+[KMGTPE]i)$/;

/**
 * Checks a field path of a variable; follows `validEnvDownwardAPIFieldPathExpressions` of Kubernetes.
 * @internal
 */
export function checkEnvField(fieldPath: string): Problem | undefined {
  if (ENV_FIELDS.includes(fieldPath) || isSubscript(fieldPath)) return undefined;
  return {
    code: 'KN-POD-009',
    message: `${show(fieldPath)} is no field that an environment variable can have`,
    received: fieldPath,
    allowed: `${showAll(ENV_FIELDS)}, ${show("metadata.labels['KEY']")}, ${show("metadata.annotations['KEY']")}`,
    fix: 'write one of them',
  };
}

/**
 * Whether a field path is one label or annotation; follows `validateObjectFieldSelector` of Kubernetes.
 * @internal
 */
export function isSubscript(fieldPath: string): boolean {
  const [, map, key = ''] = SUBSCRIPT.exec(fieldPath) ?? [];
  return isQualifiedKey(map === 'annotations' ? key.toLowerCase() : key);
}

const CPU_UNITS = ['1', '1m'];
const BYTE_UNITS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/**
 * Checks the unit of a resource of the downward API; follows `validateContainerResourceDivisor` of Kubernetes.
 * @internal
 */
export function checkDivisor(resource: string, divisor: string | undefined): Problem | undefined {
  const units = resource.endsWith('.cpu') ? CPU_UNITS : BYTE_UNITS;
  const problem = checkQuantity('divisor', divisor);
  if (divisor === undefined || problem !== undefined || units.includes(divisor)) return problem;
  return {
    code: 'KN-POD-009',
    message: `the divisor ${show(divisor)} is no unit that ${show(resource)} is read in`,
    received: divisor,
    allowed: showAll(units),
    fix: 'write one of them, or leave the divisor out',
  };
}

/**
 * Checks a resource of the downward API.
 * @internal
 */
export function checkResourceField(resource: string): Problem | undefined {
  if (RESOURCE.test(resource)) return undefined;
  return {
    code: 'KN-POD-009',
    message: `${show(resource)} is no resource that the downward API offers`,
    received: resource,
    allowed: '`limits.` or `requests.` before `cpu`, `memory`, `ephemeral-storage` or a size of huge pages',
    fix: 'write `limits.memory`, for example',
  };
}
