import type { ApiServer, KubernetesObject } from '../control-plane/api-server';
import { makeNamespaces } from '../judge/namespaces';
import { planeNamed } from '../judge/planes';
import { Installed } from './installed';
import { KafkaManifests } from './kafka-manifests';
import { Operator } from './operator';

/** Longer than the operator takes for all manifests, on a machine that does something else too. */
const PATIENCE_MS = 45_000;
/** What the operator says when the API server itself wrote an object between its reading and writing. */
const CONFLICT = 'the object has been modified';
const AGAIN_MS = 3_000;
const OPERATED: readonly string[] = ['KnativeServing', 'KnativeEventing'];
/** Kinds that are looked at, by where they are served. */
const LISTED: Readonly<Record<string, string>> = {
  ConfigMap: '/api/v1/configmaps',
  Service: '/api/v1/services',
  Deployment: '/apis/apps/v1/deployments',
  StatefulSet: '/apis/apps/v1/statefulsets',
  Job: '/apis/batch/v1/jobs',
  PodDisruptionBudget: '/apis/policy/v1/poddisruptionbudgets',
  HorizontalPodAutoscaler: '/apis/autoscaling/v2/horizontalpodautoscalers',
};
/** Kinds that are gone before a program is installed anew. */
const FORGOTTEN: Readonly<Record<string, string>> = {
  Deployment: '/apis/apps/v1/deployments',
  HorizontalPodAutoscaler: '/apis/autoscaling/v2/horizontalpodautoscalers',
  PodDisruptionBudget: '/apis/policy/v1/poddisruptionbudgets',
  Job: '/apis/batch/v1/jobs',
};
const NAMESPACES: Readonly<Record<string, readonly string[]>> = {
  KnativeServing: ['knative-serving', 'kourier-system'], KnativeEventing: ['knative-eventing'],
};

interface Status {
  readonly observedGeneration?: number;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
}

/** A cluster in which the operator installs Knative. */
export class Installation {
  /** Where the manifests of Kafka's data planes are. */
  public mirror = '';
  private readonly operator = new Operator();
  private readonly manifests = new KafkaManifests('1.23.0');
  private readonly api: ApiServer = planeNamed('operator');
  private readonly namespaces = new Set<string>();

  public async start(): Promise<void> {
    this.mirror = await this.manifests.start();
    this.operator.start();
  }

  public async stop(): Promise<void> {
    await this.operator.kill();
    await this.manifests.stop();
  }

  /** Ends the operator, does something while it is not there, and starts it again. */
  public async restart(meanwhile: () => Promise<void>): Promise<void> {
    await this.operator.kill();
    await meanwhile();
    this.operator.start();
  }

  /**
   * Applies objects where nothing runs that an earlier program asked for. The operator removes what is no longer asked
   * for when all pods run, and the templates of its jobs never change: a cluster forgets those that are done after a
   * while.
   */
  public async installAnew(objects: readonly KubernetesObject[]): Promise<void> {
    await this.restart(async () => {
      for (const [kind, path] of Object.entries(FORGOTTEN)) {
        const apiVersion = path.split('/').slice(2, -1).join('/');
        for (const { metadata } of await this.api.list(path)) {
          await this.api.deleteWhole({ apiVersion, kind, metadata });
        }
      }
      await this.apply(objects);
    });
    await this.waitForAll(objects);
  }

  /** Applies objects, and waits until the operator has done what it is told. */
  public async install(objects: readonly KubernetesObject[]): Promise<void> {
    await this.apply(objects);
    await this.waitForAll(objects);
  }

  private async apply(objects: readonly KubernetesObject[]): Promise<void> {
    const namespaces = objects.filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1');
    for (const namespace of namespaces) await this.api.applyOrThrow(namespace, { force: true });
    await makeNamespaces(this.api, objects, this.namespaces);
    for (const object of objects) {
      if (!namespaces.includes(object)) await this.api.applyOrThrow(object, { force: true });
    }
  }

  private async waitForAll(objects: readonly KubernetesObject[]): Promise<void> {
    for (const object of objects.filter(({ kind }) => OPERATED.includes(kind))) await this.waitFor(object);
  }

  /** Applies an object as somebody else does. */
  public async edit(object: KubernetesObject): Promise<void> {
    await this.api.applyOrThrow(object, { fieldManager: 'somebody', force: true });
  }

  /** Waits until something is so. */
  public async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (!await isSo()) {
      if (Date.now() > until) throw new Error(`waited in vain: ${what}\n${this.operator.complaints()}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  public get(object: KubernetesObject): Promise<KubernetesObject | undefined> {
    return this.api.get(object);
  }

  /** What the operator made of one of its objects. */
  public async madeOf(kind: string): Promise<Installed> {
    const lists = await Promise.all(Object.entries(LISTED).map(async ([listed, path]) => (
      (await this.api.list(path)).map((object) => ({ ...object, kind: listed })))));
    return new Installed(lists.flat().filter(({ metadata }) => NAMESPACES[kind]?.includes(metadata.namespace ?? '')));
  }

  /**
   * Makes the operator look again: it does so when an object changes, here in something that nobody reads, and then
   * much later. What it said of an earlier attempt is forgotten: it takes that back itself only when all pods run.
   */
  private async wake({ apiVersion, kind, metadata: { name, namespace = '' } }: KubernetesObject): Promise<void> {
    const status = `/apis/${apiVersion}/namespaces/${namespace}/${kind.toLowerCase()}s/${name}/status`;
    const refused = await this.api.patch(status, { status: { conditions: [] } });
    if (refused !== undefined) throw new Error(`the status of ${kind} cannot be cleared: ${refused}`);
    const annotations = { 'example.com/looked-at': String(Date.now()) };
    await this.api.applyOrThrow({ apiVersion, kind, metadata: { name, namespace, annotations } }, { force: true, fieldManager: 'waiting' });
  }

  private async waitFor(object: KubernetesObject): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    let again = Date.now() + AGAIN_MS;
    for (;;) {
      const now = await this.api.get(object);
      const { observedGeneration, conditions = [] } = (now?.status ?? {}) as Status;
      const saidOf = (wanted: string) => conditions.find(({ type }) => type === wanted)?.message;
      // All is written then; without nodes no pod runs, and for pods the operator waits.
      const written = saidOf('DeploymentsAvailable')?.startsWith('Waiting on deployments') === true;
      if (observedGeneration === now?.metadata.generation && written && saidOf('InstallSucceeded') === undefined) return;
      if (saidOf('InstallSucceeded')?.includes(CONFLICT) === true && Date.now() > again) {
        again = Date.now() + AGAIN_MS;
        await this.wake(object);
      }
      if (Date.now() > until) {
        throw new Error(`${object.kind} is not installed: ${saidOf('InstallSucceeded') ?? 'nothing was said'}\n${this.operator.complaints()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
