import { Duration } from 'cdk8s';
import { checkDuration, type Problem, raise, secondsOf, show } from '../core';
import type { IConfigMapReference } from './config-map-reference';
import type { DownwardApiFile } from './downward-api-file';
import type { EnvSource } from './env';
import { checkFilePath } from './path-checks';
import { checkReferenceName } from './reference-checks';
import type { ISecretReference } from './secret-reference';
import { checkItems, renderItems, type VolumeItemsOptions } from './volume-item';

/** Options for `ProjectedSource.serviceAccountToken`. */
export interface ServiceAccountTokenOptions {
  /**
   * Who the token is for.
   * @default - the API server
   */
  readonly audience?: string;
  /**
   * How long a token lives, in whole seconds; it is renewed in time. Less than ten minutes is refused with
   * `KN-POD-030`.
   * @default - one hour
   */
  readonly expiration?: Duration;
}

/** What the forms of all sources have of files. */
interface SourceForm {
  readonly path?: string;
  readonly items?: readonly { readonly path: string }[];
}

const TEN_MINUTES = Duration.minutes(10);
const SECOND = Duration.seconds(1);

/**
 * One of the sources that share a projected volume.
 * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/
 */
export class ProjectedSource {
  /** Files from a Secret. */
  public static secret(secret: ISecretReference, options: VolumeItemsOptions = {}): ProjectedSource {
    raise(checkReferenceName('Secret', secret.name), ...checkItems('Secret', options.items));
    const source = { name: secret.name, items: renderItems(options.items), optional: options.optional };
    return new ProjectedSource({ secret: source }, { kind: 'Secret', object: secret });
  }

  /** Files from a ConfigMap. */
  public static configMap(configMap: IConfigMapReference, options: VolumeItemsOptions = {}): ProjectedSource {
    raise(checkReferenceName('ConfigMap', configMap.name), ...checkItems('ConfigMap', options.items));
    const source = { name: configMap.name, items: renderItems(options.items), optional: options.optional };
    return new ProjectedSource({ configMap: source }, { kind: 'ConfigMap', object: configMap });
  }

  /**
   * A token of the pod's service account, in a file.
   * @param path relative path of the file in the volume
   */
  public static serviceAccountToken(path: string, options: ServiceAccountTokenOptions = {}): ProjectedSource {
    const { audience, expiration } = options;
    raise(checkFilePath('path', path), checkExpiration(expiration));
    const expirationSeconds = expiration === undefined ? undefined : secondsOf(expiration);
    return new ProjectedSource({ serviceAccountToken: { path, audience, expirationSeconds } });
  }

  /** Files that say something about the pod. */
  public static downwardApi(...files: DownwardApiFile[]): ProjectedSource {
    raise(files.length > 0 ? undefined : {
      code: 'KN-POD-024',
      message: 'a source of the downward API has no file',
      received: files,
      allowed: 'one file or several',
      fix: "write `ProjectedSource.downwardApi(DownwardApiFile.field('labels', 'metadata.labels'))`, for example",
    });
    return new ProjectedSource({ downwardAPI: { items: files.map((file) => file._render()) } });
  }

  private constructor(
    private readonly form: Readonly<Record<string, unknown>>,
    /** @internal */
    public readonly _source?: EnvSource,
  ) {}

  /**
   * The paths that it names; a Secret or ConfigMap without items names none.
   * @internal
   */
  public get _files(): string[] {
    const forms = Object.values(this.form) as readonly SourceForm[];
    return forms.flatMap(({ path, items = [] }) => path ?? items.map((item) => item.path));
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    return { ...this.form };
  }
}

/** Follows `validateProjectedVolumeSource` of Kubernetes. */
function checkExpiration(expiration: Duration | undefined): Problem | undefined {
  if (expiration !== undefined && secondsOf(expiration) < secondsOf(TEN_MINUTES)) {
    return {
      code: 'KN-POD-030',
      message: `a service account token that expires after ${show(`${secondsOf(expiration)}s`)} is too short-lived`,
      received: secondsOf(expiration),
      allowed: 'ten minutes or longer',
      fix: 'write `expiration: Duration.minutes(10)`, or leave it out for one hour',
    };
  }
  const year = Duration.seconds(2 ** 32);
  return checkDuration(expiration, { field: 'expiration', min: TEN_MINUTES, max: year, step: SECOND });
}
