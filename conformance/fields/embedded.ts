import { groupOf } from '../../lib/core';
import type { Grafts, Schema } from './schema';
import type { Beyond } from './walk';

/** A type of Kubernetes, and the document of its API server that describes it. */
interface Embedded {
  readonly document: string;
  readonly type: string;
}

const POD_TEMPLATE: Embedded = { document: '/openapi/v3/api/v1', type: 'io.k8s.api.core.v1.PodTemplateSpec' };
const JOB: Embedded = { document: '/openapi/v3/apis/batch/v1', type: 'io.k8s.api.batch.v1.Job' };

/**
 * Parts of CRDs that take anything, because Knative reads a type of Kubernetes there, by `group/Kind`. Only parts that
 * the library types are here; others, such as the filters of a trigger, are fields of their own.
 */
const EMBEDDED: Readonly<Record<string, Readonly<Record<string, Embedded>>>> = {
  'sources.knative.dev/ContainerSource': { 'spec.template': POD_TEMPLATE },
  'sinks.knative.dev/JobSink': { 'spec.job': JOB },
};

interface OpenApi {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/**
 * What a walk of a kind needs beyond its CRD.
 * @param read what the API server says at a path
 */
export async function beyondOf(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  read: (path: string) => Promise<unknown>,
): Promise<Beyond> {
  const parts = Object.entries(EMBEDDED[`${groupOf(apiVersion)}/${kind}`] ?? {});
  const documents = await Promise.all([...new Set(parts.map(([, { document }]) => document))].map(read));
  const schemas = new Map(documents.flatMap((document) => Object.entries((document as OpenApi).components.schemas)));
  const grafts: Grafts = Object.fromEntries(parts.map(([path, { type }]) => [path, schemas.get(type) ?? {}]));
  return { grafts, resolve: (ref) => schemas.get(ref.slice(ref.lastIndexOf('/') + 1)) };
}
