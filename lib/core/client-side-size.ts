import { type Problem, show } from './problem';

/**
 * Bytes that all annotations of an object may have together. Follows `TotalAnnotationSizeLimitB` of
 * k8s.io/apimachinery/pkg/api/validation/objectmeta.go.
 */
export const MOST_ANNOTATION_BYTES = 262_144;
/** Where tools that apply on the client keep the whole object. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** A manifest, as far as its size is asked for. */
export interface SizedManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly annotations?: Readonly<Record<string, string>> };
}

/**
 * Bytes that the annotations of an object come to when a tool applies it on the client, which keeps a copy of it as an
 * annotation. Follows `GetModifiedConfiguration` of k8s.io/kubectl/pkg/util/apply.go.
 */
export function clientSideBytes(manifest: SizedManifest): number {
  const annotations = Object.entries(manifest.metadata.annotations ?? {}).filter(([key]) => key !== LAST_APPLIED);
  const own = annotations.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  return own + LAST_APPLIED.length + Buffer.byteLength(goJson(manifest)) + 1;
}

/** Go writes `<`, `>` and `&` as six characters. */
function goJson(manifest: SizedManifest): string {
  return JSON.stringify(manifest).replace(/[<>&\u2028\u2029]/g, '\\u0000');
}

/**
 * Whether tools that apply on the client can take an object; only those that apply on the server take any.
 * @param fix what to write so that it is applied on the server
 */
export function checkClientSideSize(manifest: SizedManifest, fix: string): Problem | undefined {
  const bytes = clientSideBytes(manifest);
  if (bytes <= MOST_ANNOTATION_BYTES) return undefined;
  return {
    code: 'KN-IDX-005',
    message: `${manifest.kind} ${show(manifest.metadata.name)} is too large for tools that apply on the client: its annotations would have ${bytes} bytes`,
    received: bytes,
    allowed: `at most ${MOST_ANNOTATION_BYTES} bytes, the copy of the object included`,
    fix,
  };
}
