import { StatusWriter } from '../apply/status-writer';
import type { ApiServer, KubernetesObject } from '../control-plane/api-server';
import { readRelease } from '../control-plane/release';
import { inTurns } from '../judge/in-turns';
import { accessTo, planeNamed } from '../judge/planes';
import { nameOf } from './inventory';

/** Milliseconds between two looks. */
const BETWEEN_LOOKS = 100;
/** Milliseconds until what is switched on is there: more than the handler takes to go on. */
const SWITCHING_ON = 4000;
const HOME = '/apis/operator.knative.dev/v1beta1';
const PLURALS = ['knativeservings', 'knativeeventings'] as const;
const NAMES = [['KnativeServing', 'knative-serving'], ['KnativeEventing', 'knative-eventing']] as const;
/** What keeps a resource there until the operator has cleaned up. */
const FINALIZER = 'knativeservings.operator.knative.dev';

/** Conditions that are true when the operator is done, and what it writes of them before. */
const CONDITIONS = ['DependenciesInstalled', 'DeploymentsAvailable', 'InstallSucceeded', 'Ready', 'VersionMigrationEligible'];
const OF_PODS = ['DeploymentsAvailable', 'Ready'];

interface Installed extends KubernetesObject {
  readonly spec?: { readonly version?: string; readonly source?: { readonly kafka?: { readonly enabled?: boolean } } };
  readonly status?: { readonly version?: string; readonly observedGeneration?: number };
}

/**
 * Plays nodes and controllers as `StatusWriter` does, but of Knative's operator it plays more: while its Deployment is
 * available, it brings the kinds of Knative, writes the version when they are there, brings what is switched on later a
 * while after it noted the generation, and cleans up when a resource is deleted. Where the Deployment is gone before,
 * the resource stays for good, as it would in a cluster.
 */
export class PlayedOperator {
  public readonly writer: StatusWriter;
  /** What it brought, by name. */
  public readonly brought = new Set<string>();
  private readonly api: ApiServer;
  private readonly definitions: readonly KubernetesObject[];
  private readonly offered: KubernetesObject[] = [];
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(plane: 'handler' | 'pulumi') {
    this.api = planeNamed(plane);
    this.writer = new StatusWriter(accessTo(plane));
    for (const [kind, name] of NAMES) this.writer.withhold(kind, name);
    this.definitions = readRelease({}).definitions
      .filter(({ metadata: { name } }) => /(?<!operator)\.knative\.dev$/.test(name));
  }

  public async start(): Promise<void> {
    await this.writer.start();
    this.running = this.run();
  }

  /** Brings a kind when the source of Kafka is switched on. */
  public offer(definition: KubernetesObject): void {
    this.offered.push(definition);
  }

  public async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    await this.writer.stop();
  }

  /** Brings the kinds of Knative, or other ones. */
  public async bring(definitions = this.definitions): Promise<void> {
    await inTurns(definitions, (each) => this.api.applyOrThrow(each, { fieldManager: 'operator', force: true }));
    for (const each of definitions) this.brought.add(nameOf(each));
    // Served by now.
    await new Promise((resolve) => setTimeout(resolve, 10 * BETWEEN_LOOKS));
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        for (const plural of PLURALS) await this.look(plural);
      } catch {
        // Its kinds are not there yet.
      }
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
    }
  }

  private async look(plural: string): Promise<void> {
    const all = await this.api.list(`${HOME}/${plural}`) as readonly Installed[];
    if (all.length === 0 || !await this.runs()) return;
    for (const { metadata, spec, status } of all) {
      const at = `${HOME}/namespaces/${metadata.namespace ?? ''}/${plural}/${metadata.name}`;
      if (metadata.deletionTimestamp !== undefined) {
        await this.api.patch(at, { metadata: { finalizers: null } });
        continue;
      }
      const isInstalled = status?.version !== undefined && status.version.startsWith(spec?.version ?? '');
      if (isInstalled && status.observedGeneration === metadata.generation) continue;
      if (!isInstalled) await this.api.patch(at, { metadata: { finalizers: [FINALIZER] } });
      await this.note(at, metadata.generation, status?.version, OF_PODS);
      if (!isInstalled) await this.bring();
      if (spec?.source?.kafka?.enabled === true) {
        await new Promise((resolve) => setTimeout(resolve, SWITCHING_ON));
        await this.bring(this.offered);
      }
      await this.note(at, metadata.generation, spec?.version ?? 'latest');
    }
  }

  /** Writes how far it is with a generation. */
  private async note(
    at: string, observedGeneration: unknown, version: string | undefined, not: readonly string[] = [],
  ): Promise<void> {
    const lastTransitionTime = new Date().toISOString().replace(/\.\d+/, '');
    const conditions = CONDITIONS.map((type) => ({ type, status: not.includes(type) ? 'False' : 'True', lastTransitionTime }));
    await this.api.patch(`${at}/status`, { status: { version, observedGeneration, conditions } });
  }

  /** Whether the operator has pods that work. */
  private async runs(): Promise<boolean> {
    const deployments = await this.api.list('/apis/apps/v1/deployments');
    return deployments.some(({ metadata: { name }, status }) => name === 'knative-operator'
      && ((status as { readonly availableReplicas?: number } | undefined)?.availableReplicas ?? 0) > 0);
  }
}
