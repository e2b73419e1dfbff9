import { readinessOf } from '../../lib/core';
import { StatusWriter } from '../apply/status-writer';
import type { ApiServer, KubernetesObject } from '../control-plane/api-server';
import type { EmptyPlaneName } from '../control-plane/plane';
import { inTurns } from '../judge/in-turns';
import { accessTo, planeNamed } from '../judge/planes';
import { entryId, type Synthesized } from './synthesized';

/** Longer than everything of a step takes to become ready. */
const PATIENCE_MS = 90_000;
const DEFINITION = 'CustomResourceDefinition';

const nothing = () => Promise.resolve();

/** What came of applying a program. */
export interface Applied {
  readonly objects: number;
  readonly refused: readonly string[];
  readonly warnings: readonly string[];
}

/** A server that nothing is installed on but what is applied here, and somebody who plays its nodes. */
export class Cluster {
  public readonly api: ApiServer;
  public readonly writer: StatusWriter;

  constructor(private readonly plane: EmptyPlaneName) {
    this.api = planeNamed(plane);
    this.writer = new StatusWriter(accessTo(plane));
  }

  public get kubeconfig(): string {
    return accessTo(this.plane).kubeconfig;
  }

  public start(): Promise<void> {
    return this.writer.start();
  }

  public stop(): Promise<void> {
    return this.writer.stop();
  }

  /** Takes away all namespaces but those that every server has. */
  public async removeNamespaces(): Promise<void> {
    const all = await this.api.list('/api/v1/namespaces');
    await inTurns(all.filter(({ metadata: { name } }) => name !== 'default' && !name.startsWith('kube-')),
      ({ metadata }) => this.api.deleteWhole({ apiVersion: 'v1', kind: 'Namespace', metadata }));
  }

  /**
   * Applies what a program wrote in the order of its index, one step after the other, and waits after each that is
   * awaited.
   * @param after what happens when a step is applied, before it is waited for
   */
  public async applyInOrder(
    { index, objects }: Synthesized, after: (wave: string) => Promise<void> = nothing,
  ): Promise<Applied> {
    const refused: string[] = [];
    const warnings: string[] = [];
    for (const { name, awaited } of index.waves) {
      const ids = index.objects.filter(({ wave }) => wave === name).map(entryId);
      const own = ids.map((id) => {
        const object = objects.get(id);
        if (object === undefined) throw new Error(`the index has ${id}, and no file has it`);
        return object;
      });
      for (const { object, verdict } of await this.applyAll(own)) {
        if (!verdict.accepted) refused.push(`${object.kind} ${object.metadata.name} in ${name}: ${verdict.words}`);
        warnings.push(...verdict.warnings.map((warning) => `${object.kind} ${object.metadata.name}: ${warning}`));
      }
      if (own.some(({ kind }) => kind === DEFINITION)) await this.served(own);
      await after(name);
      // What was refused never becomes ready.
      if (refused.length > 0) break;
      if (awaited) await this.allReady(name, own);
    }
    return { objects: index.objects.length, refused, warnings };
  }

  private applyAll(objects: readonly KubernetesObject[]) {
    return inTurns(objects, async (object) => ({ object, verdict: await this.api.apply(object) }));
  }

  private async served(objects: readonly KubernetesObject[]): Promise<void> {
    await this.allReady('definitions', objects.filter(({ kind }) => kind === DEFINITION));
    this.api.forgetKinds();
  }

  private async allReady(wave: string, objects: readonly KubernetesObject[]): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    let open = objects;
    for (;;) {
      const states = await inTurns(open, async (object) => {
        const live = await this.api.get(object);
        return { object, state: live === undefined ? { ready: false, reason: 'it is not there' } : readinessOf(live) };
      });
      const waiting = states.filter(({ state }) => !state.ready);
      if (waiting.length === 0) return;
      if (Date.now() > until) {
        throw new Error(`${wave} is not ready: ${waiting.map(({ object, state }) => (
          `${object.kind} ${object.metadata.name}: ${state.reason ?? ''}`)).join('; ')}`);
      }
      open = waiting.map(({ object }) => object);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
