import { type Problem, raise, show, showAll } from '../core';
import { checkDivisor, checkResourceField, isSubscript } from './env';
import { checkFilePath, checkMode } from './path-checks';

/** Options for a file of the downward API. */
export interface DownwardApiFileOptions {
  /**
   * Mode of the file, in octal.
   * @default - the default mode of the volume
   */
  readonly mode?: number;
}

/** Options for `DownwardApiFile.resource`. */
export interface DownwardApiResourceOptions extends DownwardApiFileOptions {
  /**
   * Unit of the value, as a quantity: `1Mi` gives mebibytes.
   * @default - `1`, that is whole cores and bytes
   */
  readonly divisor?: string;
}

const FIELDS = ['metadata.name', 'metadata.namespace', 'metadata.uid', 'metadata.labels', 'metadata.annotations'];

/**
 * A file that says something about the pod it lies in.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
 */
export class DownwardApiFile {
  /**
   * A file with a field of the pod: `metadata.labels`, `metadata.annotations['team']`.
   * @throws KnativeError `KN-POD-009` for a field that files cannot have, `KN-POD-028` for a path outside of the volume
   */
  public static field(path: string, fieldPath: string, options: DownwardApiFileOptions = {}): DownwardApiFile {
    raise(checkFileField(fieldPath));
    return new DownwardApiFile(path, { fieldRef: { fieldPath } }, options.mode);
  }

  /**
   * A file with a request or limit of a container: `limits.memory`.
   * @throws KnativeError `KN-POD-009` for a resource that files cannot have
   */
  public static resource(
    path: string, containerName: string, resource: string, options: DownwardApiResourceOptions = {},
  ): DownwardApiFile {
    const { divisor, mode } = options;
    raise(checkResourceField(resource), checkDivisor(resource, divisor));
    return new DownwardApiFile(path, { resourceFieldRef: { resource, containerName, divisor } }, mode);
  }

  private constructor(
    private readonly path: string, private readonly source: Record<string, unknown>, private readonly mode?: number,
  ) {
    raise(checkFilePath('path', path), checkMode('mode', mode));
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    return { path: this.path, ...this.source, mode: this.mode };
  }
}

/** Follows `validVolumeDownwardAPIFieldPathExpressions` of Kubernetes. */
function checkFileField(fieldPath: string): Problem | undefined {
  if (FIELDS.includes(fieldPath) || isSubscript(fieldPath)) return undefined;
  return {
    code: 'KN-POD-009',
    message: `${show(fieldPath)} is no field that a file of the downward API can have`,
    received: fieldPath,
    allowed: `${showAll(FIELDS)}, ${show("metadata.labels['KEY']")}, ${show("metadata.annotations['KEY']")}`,
    fix: 'write one of them',
  };
}
