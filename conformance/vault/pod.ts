import type { Manifest } from '../generated/interpreter';
import type { Account } from './vault';

/** The parts of a container that are looked at. */
export interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

/** The parts of a volume that are looked at. */
export interface Volume {
  readonly name: string;
  readonly secret?: { readonly secretName: string };
  readonly projected?: { readonly sources: readonly TokenSource[] };
}

interface TokenSource {
  readonly serviceAccountToken?: { readonly path: string; readonly audience?: string };
}

interface Template {
  readonly metadata?: Pod['metadata'];
  readonly spec: PodSpec;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
}

/** A pod. */
export interface Pod {
  readonly metadata: { readonly namespace?: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: PodSpec;
}

const TOKEN_VOLUME = 'kube-api-access';
const TOKEN_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Knative's container next to ours, which must not see secrets. */
export const QUEUE_PROXY = 'queue-proxy';

/**
 * The pod that Knative makes of a Service, as the injector sees it: with the queue proxy, and with the token of the
 * service account, which Kubernetes' own admission mounts before any webhook is called.
 */
export function podOf(service: Manifest, manifests: readonly Manifest[]): Pod {
  const { template } = service['spec'] as { template: Template };
  const { spec } = template;
  const containers: Container[] = [
    ...spec.containers.map((container) => ({ ...container, name: nameOf(container) })), { name: QUEUE_PROXY },
  ];
  const pod: Pod = {
    metadata: { ...template.metadata, namespace: service.metadata.namespace },
    spec: { ...spec, containers },
  };
  return mountsToken(service, spec, manifests) ? withToken(pod) : pod;
}

/** The container of the service. */
export function ownContainerOf({ spec }: Pod): Container {
  const [container] = spec.containers;
  if (container === undefined) throw new Error('the pod has no container');
  return container;
}

/** The account that the token of a path in a container is of. */
export function accountOf({ metadata, spec }: Pod, { volumeMounts = [] }: Container, tokenPath: string): Account {
  const cut = tokenPath.lastIndexOf('/');
  const [folder, file] = [tokenPath.slice(0, cut), tokenPath.slice(cut + 1)];
  const mount = volumeMounts.find(({ mountPath }) => mountPath === folder);
  const volume = spec.volumes?.find(({ name }) => name === mount?.name);
  const source = volume?.projected?.sources.map((one) => one.serviceAccountToken).find((one) => one?.path === file);
  if (source === undefined) throw new Error(`no service account token is mounted at ${tokenPath}`);
  return {
    namespace: metadata.namespace ?? 'default', name: spec.serviceAccountName ?? 'default',
    audiences: source.audience === undefined ? [] : [source.audience],
  };
}

/** Follows the defaults of Knative Serving: the one container may go without a name. */
function nameOf({ name }: Partial<Container>): string {
  return name ?? 'user-container';
}

/** What the pod says counts, then what the account says. */
function mountsToken(service: Manifest, spec: PodSpec, manifests: readonly Manifest[]): boolean {
  const account = manifests.find(({ kind, metadata }) => kind === 'ServiceAccount'
    && metadata.name === spec.serviceAccountName && metadata.namespace === service.metadata.namespace);
  const said = spec.automountServiceAccountToken ?? account?.['automountServiceAccountToken'];
  return said !== false;
}

function withToken({ metadata, spec }: Pod): Pod {
  const mount = { name: TOKEN_VOLUME, mountPath: TOKEN_FOLDER };
  return {
    metadata,
    spec: {
      ...spec,
      containers: spec.containers.map((one) => ({ ...one, volumeMounts: [...one.volumeMounts ?? [], mount] })),
      volumes: [
        ...spec.volumes ?? [], { name: TOKEN_VOLUME, projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
      ],
    },
  };
}
