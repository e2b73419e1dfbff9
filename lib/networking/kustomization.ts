import { Yaml } from 'cdk8s';
import type { ReleaseComponent } from '../core';
import { filesOf } from '../releases';
import type { LoadBalancer } from './load-balancer';
import { LoadBalancerKind } from './load-balancer';

/** Objects of a manifest that somebody else wrote. */
export interface PatchTarget {
  readonly group?: string;
  readonly version: string;
  readonly kind: string;
  /** A regular expression, as that of the namespace; without dots and the like, the name itself. */
  readonly name: string;
  /** @default - all */
  readonly namespace?: string;
}

/** An operation of a JSON patch: `remove` of a field, or `add` to the end of a list, and none of the others. */
export interface JsonOperation {
  readonly op: 'add' | 'remove';
  /** That of `add` ends with `/-`, that of `remove` with the name of a field. */
  readonly path: string;
  /** @default - the operation has none */
  readonly value?: unknown;
}

/** A change of objects, for a kustomization and for objects that the program has itself: one of the two. */
export interface KustomizationPatch {
  readonly target: PatchTarget;
  /** @default - none: it has operations */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** @default - none: it has fields */
  readonly operations?: readonly JsonOperation[];
}

/** A manifest by its address, with changes. */
export interface Kustomization {
  readonly resource: string;
  readonly patches: readonly KustomizationPatch[];
}

const BACKEND_PROTOCOL = '/metadata/annotations/service.beta.kubernetes.io~1aws-load-balancer-backend-protocol';

/** The text of `kustomization.yaml`. */
export function renderKustomization({ resource, patches }: Kustomization): string {
  return Yaml.stringify({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [resource],
    ...patches.length === 0 ? {} : {
      // Of what is there twice YAML would write a reference.
      patches: patches.map(({ target, fields, operations }) => ({
        target: { ...target }, patch: Yaml.stringify(fields ?? operations?.map((operation) => ({ ...operation }))),
      })),
    },
  });
}

/** Where upstream has the one file of a component. */
export function addressOf(component: ReleaseComponent): string {
  return filesOf(component).map(({ url }) => url).join();
}

/**
 * Changes of the entry Service of a manifest.
 * @param withBackendProtocol whether the manifest has an annotation that is for Classic Load Balancers only
 */
export function servicePatches(
  service: { readonly namespace: string; readonly name: string }, loadBalancer: LoadBalancer | undefined,
  further: Readonly<Record<string, string>>, withBackendProtocol: boolean,
): KustomizationPatch[] {
  const target = { version: 'v1', kind: 'Service', name: service.name, namespace: service.namespace };
  const annotations = { ...loadBalancer?._annotations, ...further };
  const spec = loadBalancer === undefined ? {} : specOf(loadBalancer);
  const patches: KustomizationPatch[] = [];
  if (Object.keys(annotations).length + Object.keys(spec).length > 0) {
    const { namespace, name } = service;
    patches.push({ target, fields: {
      apiVersion: 'v1', kind: 'Service',
      metadata: { name, namespace, ...Object.keys(annotations).length === 0 ? {} : { annotations } },
      ...Object.keys(spec).length === 0 ? {} : { spec },
    } });
  }
  const keepsProtocol = loadBalancer === undefined || loadBalancer._kind === LoadBalancerKind.CLASSIC;
  // Kustomize reads `null` in place of an annotation as the text `null`.
  if (withBackendProtocol && !keepsProtocol) patches.push({ target, operations: [{ op: 'remove', path: BACKEND_PROTOCOL }] });
  return patches;
}

/** A policy for traffic from outside is refused on a Service that is reached from inside only. */
function specOf(loadBalancer: LoadBalancer): Record<string, unknown> {
  const { type, loadBalancerClass, externalTrafficPolicy, loadBalancerSourceRanges } = loadBalancer._spec;
  const { httpPort, httpsPort } = loadBalancer._spec;
  // Without a protocol kustomize finds no port of the manifest that it could be, and drops the one of the node.
  const ports = [
    ...httpPort === undefined ? [] : [{ port: 80, protocol: 'TCP', nodePort: httpPort }],
    ...httpsPort === undefined ? [] : [{ port: 443, protocol: 'TCP', nodePort: httpsPort }],
  ];
  return {
    ...type === 'LoadBalancer' ? {} : { type },
    ...type === 'ClusterIP' ? { externalTrafficPolicy: null } : {},
    ...loadBalancerClass === undefined ? {} : { loadBalancerClass },
    ...externalTrafficPolicy === undefined ? {} : { externalTrafficPolicy },
    ...loadBalancerSourceRanges === undefined ? {} : { loadBalancerSourceRanges: [...loadBalancerSourceRanges] },
    ...ports.length === 0 ? {} : { ports },
  };
}
