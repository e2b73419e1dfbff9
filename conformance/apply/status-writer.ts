import { readinessOf } from '../../lib/core';
import { ApiServer, type KubernetesObject } from '../control-plane/api-server';
import { type Plane, webhookSocket } from '../control-plane/plane';
import { WebhookServer } from './webhook-server';

/** How a status writer works. */
export interface StatusWriterOptions {
  /**
   * Milliseconds that each object takes to become ready.
   * @default 0
   */
  readonly eachTakes?: number;
}

/** Milliseconds between two looks at everything. */
const BETWEEN_LOOKS = 50;
/** What a server without nodes and controllers leaves undone, and where it is listed. */
const BUILT_IN: readonly string[] = [
  '/apis/apps/v1/deployments', '/apis/apps/v1/statefulsets', '/apis/apps/v1/daemonsets', '/apis/batch/v1/jobs',
];
const WEBHOOKS: readonly string[] = ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations']
  .map((plural) => `/apis/admissionregistration.k8s.io/v1/${plural}`);
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/**
 * Plays all that would run in a cluster: it marks workloads and custom resources ready, one after the other, writes
 * certificates into webhooks, and answers them. One that is withheld never becomes ready.
 */
export class StatusWriter {
  private readonly api: ApiServer;
  private readonly webhooks: WebhookServer;
  private readonly withheld = new Set<string>();
  /** What is listed at a path. */
  private readonly kinds = new Map<string, { readonly apiVersion: string; readonly kind: string }>();
  private running: Promise<void> | undefined;
  private stopped = false;
  /** What became ready, as `Kind name`, in that order. */
  public readonly done: string[] = [];

  constructor(plane: Pick<Plane, 'access' | 'kubeconfig'>, private readonly options: StatusWriterOptions = {}) {
    this.api = new ApiServer(plane.access);
    this.webhooks = new WebhookServer(webhookSocket(plane));
  }

  /** Paths that webhooks were called at. */
  public get calls(): readonly string[] {
    return this.webhooks.calls;
  }

  public async start(): Promise<void> {
    await this.webhooks.start();
    this.stopped = false;
    this.running = this.run();
  }

  public async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    await this.webhooks.stop();
    this.api.close();
  }

  /**
   * Keeps an object from becoming ready.
   * @param name a name in any namespace, or `namespace/name`
   */
  public withhold(kind: string, name: string): void {
    this.withheld.add(`${kind} ${name}`);
  }

  /** Lets an object become ready after all. */
  public release(kind: string, name: string): void {
    this.withheld.delete(`${kind} ${name}`);
  }

  private isWithheld(object: KubernetesObject): boolean {
    const { kind, metadata: { namespace = '', name } } = object;
    return this.withheld.has(nameOf(object)) || this.withheld.has(`${kind} ${namespace}/${name}`);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.look();
      } catch {
        // The server may be gone for a while: that is what some suites are about.
      }
      await pause(BETWEEN_LOOKS);
    }
  }

  private async look(): Promise<void> {
    for (const path of WEBHOOKS) for (const each of await this.open(path)) await this.writeCertificates(path, each);
    const definitions = await this.api.list(DEFINITIONS);
    for (const each of definitions) await this.writeConversion(each as Definition);
    for (const path of [...BUILT_IN, ...definitions.flatMap((each) => pathOf(each as Definition))]) {
      for (const each of await this.open(path)) await this.markReady(path, each);
    }
  }

  /** What is at a path and not ready; lists leave the kinds of their items out. */
  private async open(path: string): Promise<readonly KubernetesObject[]> {
    const kinds = await this.kindOf(path);
    return (await this.api.list(path)).map((item) => ({ ...item, ...kinds }))
      .filter((item) => !readinessOf(item).ready && !this.isWithheld(item));
  }

  private async kindOf(path: string): Promise<{ readonly apiVersion: string; readonly kind: string }> {
    const known = this.kinds.get(path);
    if (known !== undefined) return known;
    const { apiVersion, kind } = await this.api.read(`${path}?limit=1`) as { apiVersion: string; kind: string };
    const read = { apiVersion, kind: kind.replace(/List$/, '') };
    this.kinds.set(path, read);
    return read;
  }

  private async markReady(path: string, object: KubernetesObject): Promise<void> {
    await this.take(object, () => this.api.patch(`${at(path, object)}/status`, { status: statusOf(object) }));
  }

  private async writeCertificates(path: string, object: KubernetesObject): Promise<void> {
    const { webhooks = [] } = object as unknown as { readonly webhooks?: readonly object[] };
    const change = webhooks.map((_, index) => (
      { op: 'add', path: `/webhooks/${index}/clientConfig/caBundle`, value: this.webhooks.caBundle }));
    await this.take(object, () => this.api.patch(at(path, object), change, 'application/json-patch+json'));
  }

  private async writeConversion(definition: Definition): Promise<void> {
    const clientConfig = definition.spec.conversion?.webhook?.clientConfig;
    // Of one version there is nothing to convert, and Knative's webhooks leave such a definition alone.
    if (definition.spec.versions.length < 2) return;
    if (clientConfig === undefined || (clientConfig.caBundle ?? '') !== '') return;
    const change = { spec: { conversion: { webhook: { clientConfig: { caBundle: this.webhooks.caBundle } } } } };
    await this.api.patch(at(DEFINITIONS, definition), change);
  }

  private async take(object: KubernetesObject, change: () => Promise<string | undefined>): Promise<void> {
    if (this.stopped) return;
    await pause(this.options.eachTakes ?? 0);
    if (this.isWithheld(object)) return;
    const refused = await change();
    if (refused === undefined) this.done.push(nameOf(object));
    else if (!/not found|modified/.test(refused)) this.done.push(`${nameOf(object)} cannot become ready: ${refused}`);
  }
}

type Definition = KubernetesObject & {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly conversion?: { readonly webhook?: { readonly clientConfig: { readonly caBundle?: string } } };
    readonly versions: readonly {
      readonly name: string;
      readonly storage: boolean;
      readonly served: boolean;
      readonly subresources?: { readonly status?: object };
    }[];
  };
};

/** Where the objects of a definition are listed whose status controllers write. */
function pathOf(definition: Definition): string[] {
  const { group, names, versions } = definition.spec;
  const version = versions.find(({ storage, served }) => storage && served);
  const established = readinessOf({
    ...definition, apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition',
  }).ready;
  if (version?.subresources?.status === undefined || !established) return [];
  return [`/apis/${group}/${version.name}/${names.plural}`];
}

function at(path: string, { metadata }: KubernetesObject): string {
  const { name, namespace } = metadata;
  const plural = path.slice(path.lastIndexOf('/'));
  return `${path.slice(0, -plural.length)}${namespace === undefined ? '' : `/namespaces/${namespace}`}${plural}/${name}`;
}

function nameOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.name}`;
}

/** The status that the controller of an object would write in the end. */
function statusOf({ apiVersion, kind, spec, metadata }: KubernetesObject): object {
  const { replicas = 1, completions = 1, version } = (spec ?? {}) as {
    replicas?: number; completions?: number; version?: string;
  };
  const observedGeneration = metadata.generation;
  const now = new Date().toISOString().replace(/\.\d+/, '');
  const isTrue = (type: string, reason = 'Judged') => (
    { type, status: 'True', reason, message: '', lastTransitionTime: now });
  switch (kind) {
    case 'Deployment': return {
      observedGeneration, replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas,
      conditions: [isTrue('Available', 'MinimumReplicasAvailable'), isTrue('Progressing', 'NewReplicaSetAvailable')],
    };
    case 'StatefulSet': return {
      observedGeneration, replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas,
      currentReplicas: replicas, currentRevision: 'judged', updateRevision: 'judged',
    };
    case 'DaemonSet': return {
      observedGeneration, desiredNumberScheduled: 1, currentNumberScheduled: 1, updatedNumberScheduled: 1,
      numberReady: 1, numberAvailable: 1, numberMisscheduled: 0,
    };
    case 'Job': return {
      startTime: now, completionTime: now, succeeded: completions,
      conditions: [isTrue('SuccessCriteriaMet', 'CompletionsReached'), isTrue('Complete', 'CompletionsReached')],
    };
    case 'KnativeServing': case 'KnativeEventing': return { observedGeneration, version, conditions: [isTrue('Ready')] };
    default: return {
      observedGeneration,
      // cert-manager has the generation in its conditions.
      conditions: [{ ...isTrue('Ready'), observedGeneration }],
      ...apiVersion.startsWith('serving.knative.dev/') ? addressOf(metadata) : {},
      // The Vault Secrets Operator writes these in place of a generation.
      ...apiVersion.startsWith('secrets.hashicorp.com/') ? { valid: true, lastGeneration: observedGeneration } : {},
    };
  }
}

/** Where a service is reached: Knative knows it before anything runs. */
export function addressOf({ name, namespace = 'default' }: KubernetesObject['metadata']): object {
  return { url: `http://${name}.${namespace}.example.com`, address: { url: `http://${name}.${namespace}.svc.cluster.local` } };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
