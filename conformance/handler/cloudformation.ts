import { isDeepStrictEqual } from 'node:util';
import type { ProviderFramework, Response } from './framework';
import { asTexts, dependenciesOf, importsOf, isThere, type Resource, resolved, type Surroundings, type Template } from './template';

/** What happens to a resource. */
export type Action = 'Create' | 'Update' | 'Delete' | 'Retain';

/** The part of a change that something happens in. */
export type Phase = 'change' | 'rollback' | 'cleanup';

/** Something that happened to a resource. */
export interface StackEvent {
  readonly phase: Phase;
  readonly action: Action;
  readonly logicalId: string;
  readonly type: string;
  readonly succeeded: boolean;
  readonly reason: string;
  /** What the provider said of what it made. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly commands: readonly (readonly string[])[];
  /** Length of what the provider of the resource got; 0 for resources of AWS, which are not played. */
  readonly bytes: number;
}

/** What a stack is in after a change. */
export type StackStatus =
  'CREATE_COMPLETE' | 'ROLLBACK_COMPLETE' | 'UPDATE_COMPLETE' | 'UPDATE_ROLLBACK_COMPLETE' | 'DELETE_COMPLETE'
  | 'DELETE_FAILED';

/** How a change of a stack ended. */
export interface StackChange {
  readonly status: StackStatus;
  readonly events: readonly StackEvent[];
}

/** What has to be done before each. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>;

interface Deployed {
  readonly resource: Resource;
  readonly physicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly after: ReadonlySet<string>;
}

interface Stack {
  readonly template: Template;
  readonly resources: Map<string, Deployed>;
  readonly exports: ReadonlyMap<string, unknown>;
  readonly imports: readonly string[];
}

/** What this player sends to the handler; all else is made by AWS, and is taken as made. */
const PLAYED = /^Custom::AWSCDK-EKS-/;
const MOST_RESOURCES = 500;
const LARGEST_TEMPLATE = 1_000_000;
/** Where and by whom stacks are made. */
export const PSEUDO = {
  'AWS::Region': 'us-east-1', 'AWS::AccountId': '123456789012', 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com',
} as const;

/**
 * Creates, updates and deletes stacks in the order of CloudFormation: what is new or changed in the order of its
 * dependencies, then a clean-up that deletes what is no longer in the template, the other way round. Where something
 * fails, what was changed is changed back, and the clean-up deletes what was new. A retained resource is left alone.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks.html
 */
export class CloudFormation {
  private readonly stacks = new Map<string, Stack>();

  constructor(private readonly framework: ProviderFramework) {}

  /** Creates a stack, or updates it. */
  public async deploy(name: string, template: Template): Promise<StackChange> {
    checkTemplate(name, template);
    const exported = (each: string) => this.exported(each);
    return new Change(this.framework, name, template, this.stacks.get(name), exported).run(this.stacks);
  }

  /** Deletes a stack. */
  public async delete(name: string): Promise<StackChange> {
    const stack = this.stacks.get(name);
    if (stack === undefined) throw new Error(`there is no stack ${name}`);
    const users = [...this.stacks].filter(([, { imports }]) => imports.some((each) => stack.exports.has(each)));
    if (users.length > 0) throw new Error(`what ${name} exports is in use by ${users.map(([user]) => user).join(', ')}`);
    const empty: Template = { Resources: {} };
    const change = await new Change(this.framework, name, empty, stack, (each) => this.exported(each)).delete();
    this.stacks.delete(name);
    return change;
  }

  private exported(name: string): unknown {
    const owner = [...this.stacks.values()].find(({ exports }) => exports.has(name));
    if (owner === undefined) throw new Error(`no stack exports ${name}`);
    return owner.exports.get(name);
  }
}

/** What CloudFormation looks at before anything happens. */
function checkTemplate(name: string, template: Template): void {
  const bytes = Buffer.byteLength(JSON.stringify(template));
  if (bytes > LARGEST_TEMPLATE) throw new Error(`the template of ${name} has ${bytes} bytes, and ${LARGEST_TEMPLATE} are allowed`);
  const count = Object.keys(template.Resources).length;
  if (count > MOST_RESOURCES) throw new Error(`the template of ${name} has ${count} resources, and ${MOST_RESOURCES} are allowed`);
  const placed = new Set<string>();
  const graph = graphOf(Object.entries(template.Resources), template);
  for (let more = true; more;) {
    const next = [...graph].filter(([id, after]) => !placed.has(id) && [...after].every((each) => placed.has(each)));
    for (const [id] of next) placed.add(id);
    more = next.length > 0;
  }
  const round = [...graph.keys()].filter((id) => !placed.has(id));
  if (round.length > 0) throw new Error(`Circular dependency between resources: [${round.join(', ')}]`);
}

/** Some resources of a template, and what each comes after. */
function graphOf(resources: readonly (readonly [string, Resource])[], template: Template): Graph {
  return new Map(resources.map(([id, resource]) => [id, dependenciesOf(resource, template)]));
}

/** One change of one stack. */
class Change {
  private readonly events: StackEvent[] = [];
  private readonly resources: Map<string, Deployed>;
  private readonly before: ReadonlyMap<string, Deployed>;
  private readonly around: Surroundings;
  /** What was sent something, in that order. */
  private readonly created: string[] = [];
  private readonly updated: string[] = [];
  private phase: Phase = 'change';

  constructor(
    private readonly framework: ProviderFramework, private readonly name: string, private readonly template: Template,
    private readonly stack: Stack | undefined, exported: (name: string) => unknown,
  ) {
    this.before = new Map(stack?.resources);
    this.resources = new Map(stack?.resources);
    this.around = {
      template, exported,
      physicalId: (id) => this.deployed(id).physicalId,
      attribute: (id, attribute) => this.attributeOf(id, attribute),
      pseudo: { ...PSEUDO, 'AWS::StackName': name, 'AWS::StackId': this.stackId },
    };
  }

  public async run(stacks: Map<string, Stack>): Promise<StackChange> {
    const own = Object.entries(this.template.Resources).filter(([, resource]) => isThere(resource, this.around));
    const failed = await this.inOrder(graphOf(own, this.template), (id) => this.bring(id));
    if (failed) return { status: await this.rollBack(stacks), events: this.events };
    const gone = [...this.before.keys()].filter((id) => !own.some(([each]) => each === id));
    await this.cleanUp(gone);
    const { template, resources } = this;
    stacks.set(this.name, { template, resources, exports: this.exports(), imports: importsOf(template) });
    return { status: this.stack === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE', events: this.events };
  }

  public async delete(): Promise<StackChange> {
    const failed = await this.cleanUp([...this.before.keys()]);
    return { status: failed ? 'DELETE_FAILED' : 'DELETE_COMPLETE', events: this.events };
  }

  private get stackId(): string {
    return `arn:aws:cloudformation:us-east-1:123456789012:stack/${this.name}/00000000-0000-0000-0000-000000000000`;
  }

  private deployed(id: string): Deployed {
    const found = this.resources.get(id);
    if (found === undefined) throw new Error(`${this.name} has no ${id} yet`);
    return found;
  }

  private attributeOf(id: string, attribute: string): unknown {
    const { resource, attributes } = this.deployed(id);
    if (!PLAYED.test(resource.Type)) return `${id}.${attribute}`;
    if (!(attribute in attributes)) throw new Error(`Vendor response doesn't contain ${attribute} attribute for resource ${id}`);
    return attributes[attribute];
  }

  private exports(): ReadonlyMap<string, unknown> {
    return new Map(Object.values(this.template.Outputs ?? {}).filter((output) => output.Export !== undefined)
      .map((output) => [output.Export?.Name ?? '', resolved(output.Value, this.around)]));
  }

  /** Does something to all of a graph, each as soon as what it depends on is done; whether something failed. */
  private async inOrder(graph: Graph, work: (id: string) => Promise<boolean>): Promise<boolean> {
    const open = new Set(graph.keys());
    const running = new Map<string, Promise<void>>();
    let failed = false;
    for (;;) {
      // What has begun is finished; nothing else begins.
      const ready = failed ? [] : [...open].filter((id) => !running.has(id)
        && [...graph.get(id) ?? []].every((each) => !open.has(each)));
      for (const id of ready) {
        running.set(id, work(id).then((succeeded) => {
          failed ||= !succeeded;
          open.delete(id);
          running.delete(id);
        }));
      }
      if (running.size === 0) return failed;
      await Promise.race(running.values());
    }
  }

  /** Creates or updates a resource of the template. */
  private async bring(id: string): Promise<boolean> {
    const resource = this.template.Resources[id];
    if (resource === undefined) throw new Error(`${id} is not in the template`);
    const after = dependenciesOf(resource, this.template);
    const old = this.before.get(id);
    if (!PLAYED.test(resource.Type)) {
      this.resources.set(id, { resource, physicalId: nameOf(id, resource), properties: {}, attributes: {}, after });
      return true;
    }
    if (old !== undefined && old.resource.Type !== resource.Type) {
      return this.tell({ action: 'Update', id, type: resource.Type }, 'Update of resource type is not permitted.');
    }
    const properties = asTexts(resolved(resource.Properties ?? {}, this.around)) as Deployed['properties'];
    const next: Deployed = { resource, after, properties, physicalId: old?.physicalId ?? '', attributes: old?.attributes ?? {} };
    if (old !== undefined && isDeepStrictEqual(old.properties, properties)) {
      this.resources.set(id, next);
      return true;
    }
    (old === undefined ? this.created : this.updated).push(id);
    return this.change(id, next, old);
  }

  private async change(id: string, next: Deployed, old: Deployed | undefined): Promise<boolean> {
    const action = old === undefined ? 'Create' : 'Update';
    const response = await this.send(action, id, next, old);
    const { physicalId, data: attributes } = response;
    // A create that failed has a physical id too, and is deleted by it.
    if (response.succeeded || old === undefined) this.resources.set(id, { ...next, physicalId, attributes });
    return response.succeeded;
  }

  private async send(action: 'Create' | 'Update' | 'Delete', id: string, to: Deployed, old?: Deployed): Promise<Response> {
    const response = await this.framework.send({
      RequestType: action, StackId: this.stackId, LogicalResourceId: id, ResourceType: to.resource.Type,
      ...to.physicalId === '' ? {} : { PhysicalResourceId: to.physicalId },
      ResourceProperties: to.properties,
      ...action === 'Update' && old !== undefined ? { OldResourceProperties: old.properties } : {},
    });
    this.events.push({ phase: this.phase, action, logicalId: id, type: to.resource.Type, ...response });
    return response;
  }

  private tell({ action, id, type }: { action: Action; id: string; type: string }, failure?: string): boolean {
    const event = { phase: this.phase, action, logicalId: id, type, data: {}, commands: [], bytes: 0 };
    this.events.push({ ...event, succeeded: failure === undefined, reason: failure ?? '' });
    return failure === undefined;
  }

  private async rollBack(stacks: Map<string, Stack>): Promise<StackStatus> {
    this.phase = 'rollback';
    await this.inOrder(this.reachOf(this.updated, this.before), async (id) => {
      const [now, old] = [this.resources.get(id), this.before.get(id)];
      if (old === undefined) throw new Error(`${id} was not there`);
      const { succeeded, data } = await this.send('Update', id, old, now);
      this.resources.set(id, { ...old, attributes: succeeded ? data : old.attributes });
      // What cannot be changed back is told, and the rest is changed back all the same.
      return true;
    });
    await this.cleanUp(this.created);
    if (this.stack === undefined) return 'ROLLBACK_COMPLETE';
    const kept = new Map([...this.before.keys()].map((id) => [id, this.deployed(id)]));
    for (const [id, old] of this.before) if (!PLAYED.test(old.resource.Type)) kept.set(id, old);
    stacks.set(this.name, { ...this.stack, resources: kept });
    return 'UPDATE_ROLLBACK_COMPLETE';
  }

  /** Deletes resources, those first that others depend on least; whether something failed. */
  private async cleanUp(ids: readonly string[]): Promise<boolean> {
    this.phase = 'cleanup';
    let failed = false;
    const graph = this.reachOf(ids, this.resources);
    const reversed = new Map(ids.map((id) => [id, new Set(ids.filter((each) => graph.get(each)?.has(id) === true))]));
    await this.inOrder(reversed, async (id) => {
      const own = this.deployed(id);
      const { resource: { Type: type, DeletionPolicy: policy } } = own;
      if (policy === 'Retain') this.tell({ action: 'Retain', id, type });
      else if (PLAYED.test(type)) failed ||= !(await this.send('Delete', id, own)).succeeded;
      this.resources.delete(id);
      return true;
    });
    return failed;
  }

  /** Some resources, and what each comes after, also by way of others. */
  private reachOf(ids: readonly string[], all: ReadonlyMap<string, Deployed>): Graph {
    const reach = new Map<string, ReadonlySet<string>>();
    const from = (id: string): ReadonlySet<string> => {
      const known = reach.get(id);
      if (known !== undefined) return known;
      const found = new Set<string>();
      reach.set(id, found);
      for (const each of all.get(id)?.after ?? []) {
        found.add(each);
        for (const further of from(each)) found.add(further);
      }
      return found;
    };
    return new Map(ids.map((id) => [id, new Set(ids.filter((each) => from(id).has(each)))]));
  }
}

/** What `Ref` of a resource of AWS gives: its name where it has one. */
function nameOf(id: string, { Properties: properties = {} }: Resource): string {
  return typeof properties.Name === 'string' ? properties.Name : id;
}
