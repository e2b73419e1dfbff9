import type { KubernetesObject } from '../control-plane/api-server';
import type { PlaneName } from '../control-plane/plane';
import { readRelease } from '../control-plane/release';
import { type Inventory, inventoryOf, nameOf } from '../handler/inventory';
import { PlayedOperator } from '../handler/played-operator';
import { inTurns } from '../judge/in-turns';
import { makeNamespaces } from '../judge/namespaces';
import { planeFor, planeNamed } from '../judge/planes';
import { deployment } from '../apply/installation';
import { type Deployed, destroy, type Destroyed } from './destroy';
import { type Next, PlayedProvider, type Put } from './played-provider';
import { lookupsAmong } from './references';
import { type Answer, keyOf, type StackProgram, type Update, update } from './stack';

/** A program as it was run on a cluster. */
export interface Up extends Update {
  readonly put: readonly Put[];
  readonly deployed: readonly Deployed[];
  /** What an earlier run had, and this one has not: it is deleted in the end. */
  readonly gone: Destroyed;
  /** What the webhooks of Knative said to objects that the server took. */
  readonly notAdmitted: readonly string[];
}

/** What is left when all of a stack is deleted. */
export interface Down extends Destroyed {
  readonly left: readonly string[];
}

export interface UpOptions {
  /** What an earlier run registered; without it the program is run once more before. */
  readonly plan?: Update;
  /** @default Next.FIRST */
  readonly next?: Next;
  /**
   * Whether the provider waits for anything.
   * @default true
   */
  readonly waits?: boolean;
  /**
   * What an earlier run of the stack put on the cluster.
   * @default - the stack is new
   */
  readonly before?: Up;
  /**
   * Whether it sends what is the same.
   * @default false
   */
  readonly sendsAll?: boolean;
}

const OF_KNATIVE = /^(serving|eventing|messaging|flows|sources|sinks|bindings|networking\.internal)\.knative\.dev\//;
const DEFINITIONS = readRelease({}).definitions;
const OPERATOR: readonly KubernetesObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'knative-operator' } }, deployment('knative-operator', 'knative-operator'),
];

/** Kinds by when they are removed: what is asked about others first, what others are in, or are of, last. */
const REMOVED = [/WebhookConfiguration$/, /^(?!CustomResourceDefinition$|Namespace$)/, /^/];

/** Every resource is at once what the program says. */
const PLAN: Answer = (_resource, object) => Promise.resolve(object === undefined ? undefined
  : { status: { url: 'http://planned.example.com', address: { url: 'http://planned.example.com' } } });

/**
 * What a program registers, without a cluster.
 * @throws where the program fails, or registers nothing: all that it did not do would be right
 */
export async function planOf(program: StackProgram): Promise<Update> {
  const plan = await update(program, PLAN);
  if (plan.errors.length > 0) throw new Error(`${program.name}: ${plan.errors.join('\n')}`);
  if (plan.objects.size === 0) throw new Error(`${program.name} registers nothing`);
  return plan;
}

/** An empty server on which the engine of Pulumi, its provider and Knative's operator are played. */
export class JudgedCluster {
  public readonly api = planeNamed('pulumi');
  private readonly operator = new PlayedOperator('pulumi');
  private readonly namespaces = new Map<PlaneName, Set<string>>();
  private before: Inventory = new Map();

  public start(): Promise<void> {
    return this.operator.start();
  }

  public stop(): Promise<void> {
    return this.operator.stop();
  }

  /** Brings the kinds of cert-manager, as the cluster of a program has it. */
  public async bringCertManager(): Promise<void> {
    await this.operator.bring(DEFINITIONS.filter(({ metadata: { name } }) => name.endsWith('cert-manager.io')));
    this.api.forgetKinds();
  }

  /** Brings all kinds that programs expect of a cluster, those of Knative too. */
  public async bringAll(): Promise<void> {
    await this.operator.bring(DEFINITIONS);
    this.api.forgetKinds();
  }

  /** Keeps in mind what is there before anything is put. */
  public async remember(): Promise<void> {
    this.before = await inventoryOf(this.api);
  }

  /** What is there now that was not before, and that nobody else brought. */
  public async added(): Promise<readonly string[]> {
    const now = await inventoryOf(this.api);
    return [...now.keys()].filter((name) => !this.before.has(name) && !this.operator.brought.has(name)).sort();
  }

  /** Runs a program, and puts what it registers on the server. */
  public async up(program: StackProgram, { plan, next, waits, before, sendsAll }: UpOptions = {}): Promise<Up> {
    const { objects } = plan ?? await planOf(program);
    const lookups = lookupsAmong([...objects.values()]);
    const { api, operator: { writer } } = this;
    const provider = new PlayedProvider({
      api, writer, lookups, ...next === undefined ? {} : { pick: next }, ...waits === undefined ? {} : { waits },
      ...sendsAll === undefined ? {} : { sendsAll }, ...before === undefined ? {} : { before: before.objects },
    });
    const done = await update(program, async (resource, object) => {
      if (resource.type === 'kubernetes:yaml/v2:ConfigFile') await this.bringFile();
      return object === undefined ? undefined : provider.bring(keyOf(resource), object, resource.ignoreChanges);
    });
    provider.end();
    const deployed = done.registered.flatMap((registered) => {
      const object = done.objects.get(keyOf(registered));
      return object === undefined ? [] : [{ registered, object }];
    });
    const taken = provider.put.filter(({ refused }) => refused === undefined).map(({ object }) => object);
    const old = (before?.deployed ?? []).filter(({ registered }) => !done.objects.has(keyOf(registered)));
    const gone = await destroy(api, old);
    return { ...done, put: provider.put, deployed, gone, notAdmitted: await this.notAdmitted(taken) };
  }

  /** Deletes what a program brought. */
  public async down(deployed: readonly Deployed[]): Promise<Down> {
    const destroyed = await destroy(this.api, deployed);
    // The controller of Kubernetes that aggregates roles applies such a role once more when one that it is made of goes
    // in the same moment.
    for (const { object } of destroyed.gone) if ('aggregationRule' in object) await this.api.deleteWhole(object);
    this.api.forgetKinds();
    const retained = new Set(destroyed.retained.map(({ object }) => nameOf(object)));
    return { ...destroyed, left: (await this.added()).filter((name) => !retained.has(name)) };
  }

  /** Puts objects on the server in an order, and gives those that it refused. */
  public async refusedOf(objects: readonly KubernetesObject[]): Promise<readonly string[]> {
    const refused: string[] = [];
    for (const object of objects) {
      this.api.forgetKinds();
      const { accepted, words } = await this.api.apply(object);
      if (!accepted) refused.push(`${nameOf(object)}: ${words}`);
    }
    return refused;
  }

  /** Removes objects, whatever state they are in. */
  public async remove(objects: readonly KubernetesObject[]): Promise<void> {
    for (const step of REMOVED) {
      const now = objects.filter(({ kind }) => (REMOVED.find((pattern) => pattern.test(kind)) === step));
      await inTurns(now, (each) => this.api.deleteWhole(each));
    }
    this.api.forgetKinds();
  }

  /** Takes away the kinds that the operator brought. */
  public async takeAwayKnative(): Promise<void> {
    await inTurns(DEFINITIONS.filter(isByOperator), (each) => this.api.deleteWhole(each));
    this.api.forgetKinds();
  }

  /** A file with the operator: of the program it is one resource, whose objects the provider knows. */
  private async bringFile(): Promise<void> {
    await this.operator.bring([...DEFINITIONS.filter((each) => !isByOperator(each)), ...OPERATOR]);
    this.api.forgetKinds();
  }

  private async notAdmitted(objects: readonly KubernetesObject[]): Promise<readonly string[]> {
    const plane = planeFor(objects);
    const api = planeNamed(plane);
    const known = this.namespaces.get(plane) ?? new Set<string>();
    this.namespaces.set(plane, known);
    const asked = objects.filter(({ apiVersion }) => OF_KNATIVE.test(apiVersion));
    await makeNamespaces(api, asked, known);
    const words: string[] = [];
    for (const object of asked) {
      const verdict = await api.apply(object, { dryRun: true, force: true });
      if (!verdict.accepted) words.push(`${nameOf(object)}: ${verdict.words}`);
    }
    return words;
  }
}

/** Whether Knative's operator brings a definition. */
function isByOperator({ metadata: { name } }: KubernetesObject): boolean {
  return /(?<!operator)\.knative\.dev$/.test(name);
}
