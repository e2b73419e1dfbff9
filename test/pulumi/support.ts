import { runInThisContext } from 'vm';
import * as pulumi from '@pulumi/pulumi';

/** A resource as the program registered it, as the engine of Pulumi would see it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** As the engine of a mock run gets them: secrets are wrapped, unknown values are absent. */
  readonly inputs: Record<string, unknown>;
  /** What is sent, secrets in their wrapping (see `SECRET`), unknown values as `UNKNOWN`. */
  readonly sent: Record<string, unknown>;
  readonly custom: boolean;
  readonly urn: string;
  readonly parent: string;
  /** `<urn of the provider>::<its id>`; empty where the program names none. */
  readonly provider: string;
  /** Names of the resources that it waits for, whatever says so: `dependsOn`, or its inputs. */
  readonly dependencies: readonly string[];
  /** URNs of the same. */
  readonly dependencyUrns: readonly string[];
  /** By top-level input, the URNs of the resources that it comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** What each alias says; what it does not say is absent. */
  readonly aliases: readonly WrittenAlias[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly replaceOnChanges: readonly string[];
  /** `undefined`: the provider decides. */
  readonly deleteBeforeReplace: boolean | undefined;
  readonly ignoreChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly customTimeouts: Readonly<Record<string, string>>;
  /** The id of the live object that it takes over. */
  readonly import: string;
  /** Its place among all resources, as the program made them: what waits for nothing new is registered side by side. */
  readonly position: number;
}

/** What an alias says of what a resource was called. */
export interface WrittenAlias {
  readonly urn?: string;
  readonly name?: string;
  readonly type?: string;
  readonly parent?: string;
}

export interface RecordOptions {
  readonly preview?: boolean;
  readonly project?: string;
  readonly stack?: string;
  /** How long a registration takes, in milliseconds. */
  readonly delay?: (resource: pulumi.runtime.MockResourceArgs) => number;
  /** What a registered resource has in addition to its inputs, such as `{ status: {...} }`. */
  readonly state?: (resource: pulumi.runtime.MockResourceArgs) => Record<string, unknown> | undefined;
  /** The same, of something that takes its time. */
  readonly laterState?: (resource: pulumi.runtime.MockResourceArgs) => Promise<Record<string, unknown> | undefined>;
  /** Has the registration fail with this text. */
  readonly fails?: (resource: pulumi.runtime.MockResourceArgs) => string | undefined;
}

export interface Log {
  readonly severity: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
}

/** What a program registered so far, in order. */
export interface Recording {
  readonly resources: readonly Registered[];
  /** Without components and providers. */
  readonly objects: () => readonly Registered[];
  readonly named: (name: string) => Registered;
  readonly logs: readonly Log[];
  /** Rejections that nobody handled: they fail an update. */
  readonly rejections: readonly unknown[];
  /** Until all that was asked of the engine is answered; the recording ends with it. */
  readonly settled: () => Promise<void>;
  /** The same for a run in which inputs are refused on their way: Pulumi waits for such a resource for ever. */
  readonly stopped: () => Promise<void>;
}

/** The key that Pulumi wraps values of its own kinds with, and what stands there for a secret. */
export const SIGNATURE = '4dabf18193072939515e22adb298388d';
export const SECRET = '1b47061264138c4ac30d75fd1eb44270';
/** What is sent in place of a value that is not known yet. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** What the tests read of a request to register a resource. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getCustom(): boolean;
  getImportid(): string;
  getObject(): { toJavaScript(): Record<string, unknown> };
  getDependenciesList(): string[];
  getPropertydependenciesMap(): { forEach(each: (value: { getUrnsList(): string[] }, key: string) => void): void };
  getAliasesList(): WireAlias[];
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getReplaceonchangesList(): string[];
  getDeletebeforereplace(): boolean;
  getDeletebeforereplacedefined(): boolean;
  getIgnorechangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getCustomtimeouts(): { toObject(): Record<string, string> } | undefined;
}

interface WireAlias {
  getUrn(): string;
  getSpec(): { getName(): string; getType(): string; getParenturn(): string; getNoparent(): boolean } | undefined;
}

interface Response { getUrn(): string }
type Callback = (error: unknown, response: Response | undefined) => void;
interface Monitor { registerResource(request: Request, callback: Callback): unknown }

/** Starts a mock run; what the program registers from here on is recorded. */
export function recordMocks(options: RecordOptions = {}): Recording {
  const resources: Registered[] = [];
  const { logs, made, restore: restoreLogs } = recordLogs();
  const { rejections, restore: restoreRejections } = recordRejections();
  const inputs = new Map<string, Record<string, unknown>>();
  const mocks: pulumi.runtime.Mocks = {
    call: (call) => call.inputs,
    newResource: async (resource) => {
      inputs.set(`${resource.type}::${resource.name}`, resource.inputs);
      const milliseconds = options.delay?.(resource) ?? 0;
      if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const failure = options.fails?.(resource);
      if (failure !== undefined) throw new Error(failure);
      return { id: `${resource.name}-id`, state: { ...resource.inputs, ...options.state?.(resource), ...await options.laterState?.(resource) } };
    },
  };
  // It does all that it does before it returns, so that programs can begin at once.
  void pulumi.runtime.setMocks(mocks, options.project ?? 'project', options.stack ?? 'stack', options.preview ?? false);

  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    // Read before it is answered, placed in the order in which it came.
    const position = made.indexOf(`t=${request.getType()}, name=${request.getName()},`);
    const seen = { ...read(request, resources), position };
    resources.push(seen);
    return register(request, (error, response) => {
      Object.assign(seen, {
        urn: response?.getUrn() ?? '', inputs: inputs.get(`${seen.type}::${seen.name}`) ?? {},
      });
      callback(error, response);
    });
  };
  return {
    resources,
    objects: () => resources.filter(({ custom, type }) => custom && !type.startsWith('pulumi:')),
    named: (name) => {
      const found = resources.find((resource) => resource.name === name);
      if (found === undefined) throw new Error(`${name} is none of ${resources.map((resource) => resource.name).join(', ')}`);
      return found;
    },
    logs,
    rejections,
    settled: async () => {
      await quiet();
      restoreRejections();
      restoreLogs();
    },
    stopped: async () => {
      await still(() => resources.length + rejections.length);
      restoreRejections();
      restoreLogs();
    },
  };
}

/** Until nothing is on its way to the engine, and nothing follows from what was. */
async function quiet(): Promise<void> {
  for (let calm = 0; calm < 3; calm++) {
    await pulumi.runtime.disconnect();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Until something has not changed for a while. */
async function still(count: () => number): Promise<void> {
  for (let before = -1; before !== count();) {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function read(request: Request, before: readonly Registered[]): Omit<Registered, 'position'> {
  const nameOf = (urn: string) => before.find((each) => each.urn === urn)?.name ?? urn;
  const propertyDependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((value, key) => { propertyDependencies[key] = value.getUrnsList(); });
  return {
    type: request.getType(),
    name: request.getName(),
    inputs: {},
    sent: request.getObject().toJavaScript(),
    custom: request.getCustom(),
    urn: '',
    parent: request.getParent(),
    provider: request.getProvider(),
    dependencies: request.getDependenciesList().map(nameOf),
    dependencyUrns: request.getDependenciesList(),
    propertyDependencies,
    aliases: request.getAliasesList().map(aliasOf),
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    replaceOnChanges: request.getReplaceonchangesList(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    customTimeouts: withoutEmpty(request.getCustomtimeouts()?.toObject() ?? {}),
    import: request.getImportid(),
  };
}

function aliasOf(alias: WireAlias): WrittenAlias {
  const spec = alias.getSpec();
  const parts: Readonly<Record<string, string>> = spec === undefined
    ? { urn: alias.getUrn() }
    : { name: spec.getName(), type: spec.getType(), parent: spec.getParenturn() };
  return withoutEmpty(parts);
}

function withoutEmpty(parts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ''));
}

/** Pulumi says at once which resource the program made, long before it registers it. */
const MADE = /^Registering resource: (t=.*, name=.*,) custom=/;

interface RecordedLogs {
  readonly logs: Log[];
  readonly made: string[];
  readonly restore: () => void;
}

function recordLogs(): RecordedLogs {
  const logs: Log[] = [];
  const made: string[] = [];
  const severities = ['debug', 'info', 'warn', 'error'] as const;
  const spies = severities.map((severity) => jest.spyOn(pulumi.log, severity).mockImplementation((...[text]) => {
    logs.push({ severity, text });
    const [, resource] = MADE.exec(text) ?? [];
    if (resource !== undefined) made.push(resource);
    return Promise.resolve();
  }));
  return { logs, made, restore: () => spies.forEach((spy) => { spy.mockRestore(); }) };
}

/**
 * Jest fails a test where nobody handles a rejection; a recorded run is one that may fail. The process that a test sees
 * is a copy of Jest's.
 */
export function recordRejections(): { readonly rejections: unknown[]; readonly restore: () => void } {
  const rejections: unknown[] = [];

  const process = runInThisContext('process') as NodeJS.Process;
  const before = process.listeners('unhandledRejection');
  const record = (error: unknown): void => { rejections.push(error); };
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', record);
  return {
    rejections,
    restore: () => {
      process.off('unhandledRejection', record);
      for (const listener of before) process.on('unhandledRejection', listener);
    },
  };
}

/** What a secret holds; `undefined` where a value is none. */
export function secretIn(sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Reflect.get(sent, SIGNATURE) !== SECRET) return undefined;
  return Reflect.get(sent, 'value');
}
