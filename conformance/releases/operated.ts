import { KNATIVE_EVENTING, KNATIVE_SERVING, Wave } from '../../lib/core';
import type { KubernetesObject } from '../control-plane/api-server';
import { istioDefinitions } from '../control-plane/release';
import { inTurns } from '../judge/in-turns';
import { Operator } from '../platform/operator';
import { madeByOperator } from './both-ways';
import { type Applied, Cluster } from './cluster';
import type { Synthesized } from './synthesized';

const PATIENCE_MS = 120_000;
const SETTLING_MS = 500;
const OPERATED = { apiVersion: 'operator.knative.dev/v1beta1' };
const INSTALLATIONS: readonly KubernetesObject[] = [
  { ...OPERATED, kind: 'KnativeServing', metadata: { name: KNATIVE_SERVING, namespace: KNATIVE_SERVING } },
  { ...OPERATED, kind: 'KnativeEventing', metadata: { name: KNATIVE_EVENTING, namespace: KNATIVE_EVENTING } },
];
const DEPLOYMENT: KubernetesObject = {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'knative-operator', namespace: 'knative-operator' },
};
/** Jobs stay when their owner is deleted from outside, and their templates never change. */
const LEFT: Readonly<Record<string, string>> = {
  ConfigMap: '/api/v1/configmaps', Job: '/apis/batch/v1/jobs', Deployment: '/apis/apps/v1/deployments',
};

/** A cluster in which the real operator installs Knative, and the workloads of it become ready. */
export class OperatedCluster extends Cluster {
  private readonly operator = new Operator('operated');
  private operates = false;

  constructor() {
    super('operated');
    // These it is that tells how far they are.
    for (const { kind, metadata } of INSTALLATIONS) this.writer.withhold(kind, metadata.name);
  }

  public override async start(): Promise<void> {
    await super.start();
    for (const object of istioDefinitions()) await this.api.applyOrThrow(object, { fieldManager: 'judge' });
    for (const name of ['istio-system', 'kourier-system']) {
      await this.api.applyOrThrow({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, { fieldManager: 'judge' });
    }
    this.api.forgetKinds();
  }

  public override async stop(): Promise<void> {
    await this.operator.kill();
    await super.stop();
  }

  /** Applies a program; the operator starts when its Deployment is there. */
  public async install(program: Synthesized): Promise<Applied> {
    return this.applyInOrder(program, async (wave) => {
      if (wave !== String(Wave.CONTROLLERS) || this.operates) return;
      this.operator.start();
      this.operates = true;
      await Promise.resolve();
    });
  }

  /** Waits for somebody else who applies a program; the operator starts when its Deployment is there. */
  public async whileApplied<T>(applying: Promise<T>): Promise<T> {
    let over = false;
    const ended = applying.finally(() => {
      over = true;
    });
    while (!over && !this.operates) {
      if (await this.api.get(DEPLOYMENT) !== undefined) {
        this.operator.start();
        this.operates = true;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const result = await ended;
    this.api.forgetKinds();
    return result;
  }

  /** Takes away what the operator installed, and all that it leaves. */
  public async remove(): Promise<void> {
    const made = [...(await madeByOperator(this.api)).values()].filter(({ kind }) => kind !== 'CustomResourceDefinition');
    for (const object of INSTALLATIONS) await this.api.deleteWhole(object);
    // Who collects what has no owner any more must not find what the next program installs.
    await inTurns(made, (object) => this.api.deleteWhole(object));
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
    // Roles that are made of others may come back, empty: their controller applies rules to what was just deleted. The
    // operator stops at such a role.
    await inTurns(made, (object) => this.api.deleteWhole(object));
    for (const [kind, path] of Object.entries(LEFT)) {
      const apiVersion = path.split('/').slice(2, -1).join('/');
      for (const { metadata } of await this.api.list(path)) {
        if (!OF_KNATIVE.includes(metadata.namespace ?? '') || metadata.name === 'kube-root-ca.crt') continue;
        await this.api.deleteWhole({ apiVersion, kind, metadata });
      }
    }
  }

  /** Takes away objects that a program brought itself. */
  public async discard(objects: readonly KubernetesObject[]): Promise<void> {
    await inTurns(objects, (object) => this.api.deleteWhole(object));
  }

  /** The definitions that the operator made, as they are compared. */
  public async definitions(): Promise<ReadonlySet<string>> {
    return new Set([...(await madeByOperator(this.api)).keys()].filter((id) => id.startsWith('CustomResourceDefinition ')));
  }

  /** What the operator made, once it has done all that it is told. */
  public async made(): Promise<Map<string, KubernetesObject>> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const live = await Promise.all(INSTALLATIONS.map((object) => this.api.get(object)));
      if (live.every((object) => object === undefined || isDone(object))) return madeByOperator(this.api);
      if (Date.now() > until) throw new Error(`the operator is not done: ${JSON.stringify(live.map((each) => each?.status))}\n${this.operator.complaints()}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

const OF_KNATIVE: readonly string[] = [KNATIVE_SERVING, KNATIVE_EVENTING, 'kourier-system'];

interface Status {
  readonly observedGeneration?: number;
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
}

function isDone({ metadata, status }: KubernetesObject): boolean {
  const { observedGeneration, conditions = [] } = (status ?? {}) as Status;
  return observedGeneration === metadata.generation
    && conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True');
}
