import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { ApiServer, KubernetesObject } from '../control-plane/api-server';
import { objectsInText } from '../control-plane/release';
import { pythonPrograms } from '../judge/python';
import { accessTo, planeNamed } from '../judge/planes';
import { programPath } from '../judge/programs';
import { type Assembly, chartsIn, publish } from './assembly';
import { type Action, CloudFormation, type StackChange, type StackEvent } from './cloudformation';
import { ProviderFramework } from './framework';
import { contentOf, inventoryOf, type Inventory, nameOf } from './inventory';
import { Lambda } from './lambda';
import type { Template } from './template';

/** What a step did, and what it left. */
export interface Step {
  readonly name: string;
  readonly status: string;
  readonly events: readonly StackEvent[];
  /** What the templates describe now, by what it is called. */
  readonly described: ReadonlyMap<string, KubernetesObject>;
  /** What is on the server now and was not there before the first step. */
  readonly there: Inventory;
  /** Described, and not there. */
  readonly lost: readonly string[];
  /** There, and not described. */
  readonly left: readonly string[];
  /** There before and after, and not the same object any more: it was deleted in between. */
  readonly remade: readonly string[];
  readonly seconds: number;
}

/** The plane that all of this is played on. */
const PLANE = 'handler';
const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';
/** What Helm keeps of a release while it is there. */
const RECORD = /^Secret [^/]+\/sh\.helm\.release\.v1\./;
/** More than all of a chart. */
const MOST_BYTES = 1 << 28;
/** As many events at a time as this machine has use for. */
const AT_A_TIME = 3;

/** An account of AWS on this machine: CloudFormation is played, and what aws-cdk-lib ships runs as it is. */
export class Cloud {
  public readonly api: ApiServer = planeNamed(PLANE);
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-cloud-'));
  private readonly buckets = path.join(this.folder, 'buckets');
  private readonly python = path.join(pythonPrograms('boto3'), 'python');
  private readonly lambda: Lambda;
  private readonly cloudFormation: CloudFormation;
  private readonly deployed = new Map<string, Template>();
  /** What the charts of Helm bring, by the keys of their assets. */
  private readonly charts = new Map<string, readonly KubernetesObject[]>();
  private before: Inventory = new Map();
  private last: Inventory = new Map();
  public readonly steps: Step[] = [];

  /**
   * @param cdk folder of the package aws-cdk-lib
   * @param byOthers names of what others bring, who are no part of a program
   */
  constructor(cdk: string, private readonly byOthers: ReadonlySet<string>) {
    fs.mkdirSync(this.buckets);
    this.lambda = new Lambda({
      code: path.join(cdk, 'custom-resource-handlers', 'dist', 'aws-eks-v2', 'kubectl-handler'),
      python: this.python,
      programs: { kubectl: programPath('kubectl'), helm: programPath('helm') },
      folder: this.folder,
      kubeconfig: accessTo(PLANE).kubeconfig,
      buckets: this.buckets,
      environments: AT_A_TIME,
    });
    this.cloudFormation = new CloudFormation(new ProviderFramework(cdk, this.lambda));
  }

  /** Keeps in mind what is there before anything is deployed. */
  public async start(): Promise<void> {
    this.before = await inventoryOf(this.api);
    this.last = this.before;
  }

  public end(): void {
    this.lambda.end();
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Deploys all stacks of a program as `cdk deploy --all` does: one after the other, until one is rolled back. */
  public deploy(name: string, assembly: Assembly): Promise<Step> {
    return this.step(name, async () => {
      for (const [key, folder] of publish(assembly, this.buckets, this.python)) this.charts.set(key, rendered(folder));
      const changes: StackChange[] = [];
      for (const [stack, template] of assembly.stacks) {
        const change = await this.cloudFormation.deploy(stack, template);
        changes.push(change);
        if (change.status.includes('ROLLBACK')) break;
        this.deployed.set(stack, template);
      }
      return changes;
    });
  }

  /** Deletes stacks, the last first. */
  public destroy(name: string, stacks: readonly string[] = [...this.deployed.keys()].reverse()): Promise<Step> {
    return this.step(name, async () => {
      const changes: StackChange[] = [];
      for (const stack of stacks) {
        changes.push(await this.cloudFormation.delete(stack));
        this.deployed.delete(stack);
      }
      return changes;
    });
  }

  private async step(name: string, work: () => Promise<readonly StackChange[]>): Promise<Step> {
    const started = Date.now();
    const changes = await work();
    this.api.forgetKinds();
    const all = await inventoryOf(this.api);
    const there = new Map([...all].filter(([id]) => !this.before.has(id) && !this.byOthers.has(id)));
    const described = this.described();
    const hasCharts = [...this.deployed.values()].flatMap(chartsIn).length > 0;
    const step: Step = {
      name, there, described,
      status: changes.at(-1)?.status ?? 'nothing to do',
      events: changes.flatMap(({ events }) => events),
      lost: [...described.keys()].filter((id) => !all.has(id)).sort(),
      left: [...there.keys()].filter((id) => !described.has(id) && !(hasCharts && RECORD.test(id))).sort(),
      remade: [...all].filter(([id, { metadata }]) => {
        const old = this.last.get(id);
        return old !== undefined && old.metadata.uid !== metadata.uid;
      }).map(([id]) => id).sort(),
      seconds: (Date.now() - started) / 1000,
    };
    this.last = all;
    this.steps.push(step);
    return step;
  }

  /** What the templates describe: the objects of manifests, and those of charts of Helm. */
  private described(): Map<string, KubernetesObject> {
    const templates = [...this.deployed.values()];
    const manifests = templates.flatMap(({ Resources }) => Object.values(Resources))
      .filter(({ Type }) => Type === MANIFEST)
      .flatMap(({ Properties }) => JSON.parse(textOf(Properties?.Manifest)) as KubernetesObject[]);
    const charts = templates.flatMap(chartsIn).flatMap(({ Properties }) => {
      const url = JSON.stringify(Properties?.ChartAssetURL);
      return [...this.charts].find(([key]) => url.includes(key))?.[1] ?? [];
    });
    return new Map([...manifests, ...charts].map((object) => [nameOf(object), object]));
  }
}

/** How many resources something happened to. */
export function countOf({ events }: Step, action: Action): number {
  return events.filter((event) => event.action === action).length;
}

/** What is different between two inventories, besides status and bookkeeping. */
export function changedBetween(one: Inventory, other: Inventory): string[] {
  const ids = new Set([...one.keys(), ...other.keys()]);
  const text = (object: KubernetesObject | undefined) => (object === undefined ? '' : JSON.stringify(contentOf(object)));
  return [...ids].filter((id) => text(one.get(id)) !== text(other.get(id))).sort();
}

/** The objects of a chart, as Helm makes them of its files. */
function rendered(folder: string): readonly KubernetesObject[] {
  const args = ['template', folder];
  const { status, stdout, stderr } = spawnSync(programPath('helm'), args, { encoding: 'utf8', maxBuffer: MOST_BYTES });
  if (status !== 0) throw new Error(`helm template failed: ${stderr}`);
  return objectsInText(stdout);
}

/** A text of a template, where what only the deployment knows stands as itself. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = (value as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] })['Fn::Join'];
  if (join === undefined) throw new Error(`no text: ${JSON.stringify(value).slice(0, 200)}`);
  return join[1].map((part) => (typeof part === 'string' ? part : 'late')).join(join[0]);
}
