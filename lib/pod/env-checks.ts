import { type Problem, show } from '../core';
import { checkKey, checkReferenceName } from './reference-checks';

/**
 * Variables that Knative sets in every container of a service; follows `reservedEnvVars` in k8s_validation.go.
 * @internal
 */
export const KNATIVE_ENV: readonly string[] = ['K_SERVICE', 'K_CONFIGURATION', 'K_REVISION'];

/**
 * Checks the name of a variable. Since Kubernetes 1.34 any printable ASCII but the equals sign is one; follows
 * `IsRelaxedEnvVarName` in apimachinery's validation.go.
 * @internal
 */
export function checkEnvName(name: string): Problem | undefined {
  if (/^[ -<>-~]+$/.test(name)) return undefined;
  return {
    code: 'KN-POD-004',
    message: `${show(name)} is no name of an environment variable`,
    received: name,
    allowed: 'printable ASCII characters but the equals sign, one at least',
    fix: 'write a name such as `LOG_LEVEL`',
  };
}

/**
 * Checks the form of a value, which JavaScript or an object of other origin may have got wrong.
 * @internal
 */
export function checkEnvValue(name: string, value: unknown, valueFrom: unknown): Problem | undefined {
  const sources = sourcesOf(valueFrom);
  const one = value === undefined ? sources.length === 1 : typeof value === 'string' && sources.length === 0;
  if (one) return checkKeyReference('Secret', valueFrom, 'secretKeyRef')
    ?? checkKeyReference('ConfigMap', valueFrom, 'configMapKeyRef');
  return {
    code: 'KN-POD-007',
    message: `the environment variable ${show(name)} has no single text or source`,
    received: value ?? valueFrom,
    allowed: 'a text, or one source: a key of a Secret or ConfigMap, a field, a resource',
    fix: "write `Env.value('the text')` or `Env.fromSecret(secret, 'key')`",
  };
}

/** Values that did not come from `Env` are looked at here: Serving takes references without name or key. */
function checkKeyReference(kind: string, valueFrom: unknown, source: string): Problem | undefined {
  const reference = fieldOf(valueFrom, source);
  if (reference === undefined) return undefined;
  const [name, key] = [fieldOf(reference, 'name'), fieldOf(reference, 'key')];
  return checkReferenceName(kind, typeof name === 'string' ? name : '')
    ?? checkKey(kind, typeof key === 'string' ? key : '');
}

function fieldOf(object: unknown, field: string): unknown {
  return typeof object === 'object' && object !== null ? new Map(Object.entries(object)).get(field) : undefined;
}

/**
 * Names of the sources in a `valueFrom`.
 * @internal
 */
export function sourcesOf(valueFrom: unknown): string[] {
  if (typeof valueFrom !== 'object' || valueFrom === null) return [];
  return Object.entries(valueFrom).filter(([, source]) => source !== undefined).map(([name]) => name);
}

/**
 * What a message needs of a variable that a program must not set.
 * @internal
 */
export function reservedEnv(name: string, setBy: string): Problem {
  return {
    code: 'KN-POD-005',
    message: `the environment variable ${show(name)} is set by ${setBy}, so a program cannot set it`,
    received: name,
    allowed: `every other name; the value of ${show(name)} is there when the container runs`,
    fix: name === 'PORT' ? 'leave it out, and write the number as the `port` of the container' : 'leave it out',
  };
}
