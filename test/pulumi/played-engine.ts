import * as net from 'net';
import * as grpc from '@grpc/grpc-js';
import * as pulumi from '@pulumi/pulumi';
import * as callbackProto from '@pulumi/pulumi/proto/callback_pb';
import * as engineProto from '@pulumi/pulumi/proto/engine_pb';
import * as resourceProto from '@pulumi/pulumi/proto/resource_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { type JavaScriptValue, Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { isObject } from './played-paths';
import {
  decide, type Decision, formerUrns, identityOf, nameIn, type PlayedOp, type PlayedResource, type PlayedState,
  type PlayedStep, urnOf,
} from './played-state';
import { readResource } from './played-requests';
import { removalOrder } from './played-removal';
import { recordRejections, UNKNOWN } from './support';

/** How a stack is brought about in a test. */
export interface PlayOptions {
  readonly project?: string;
  readonly stack?: string;
  /** Nothing is done, and the ids of what would be created are not known. */
  readonly preview?: boolean;
  /** What an earlier run left. @default nothing */
  readonly state?: PlayedState;
  /** Whether a failed step is only noted, and its resource taken for done. */
  readonly goesOn?: boolean;
  /** What the engine says that it does not support: `resourceHooks`, as an old one. */
  readonly without?: readonly string[];
  /** What a live object has in addition to its inputs, such as `{ status: {...} }`. */
  readonly live?: (resource: PlayedResource) => Record<string, unknown> | undefined;
}

/** What a program asked of the engine, and what that did. */
export interface Played {
  /** In the order in which they were registered. */
  readonly resources: readonly PlayedResource[];
  /** Without the stack, components and providers. */
  readonly objects: readonly PlayedResource[];
  readonly steps: readonly PlayedStep[];
  /** What was done to an object of a name. */
  readonly opOf: (name: string) => PlayedOp | undefined;
  /** Names of the components that said what comes out of them, which is the end of their making. */
  readonly completed: readonly string[];
  readonly logs: readonly { readonly severity: string; readonly text: string }[];
  readonly hooks: readonly { readonly name: string; readonly onDryRun: boolean }[];
  /** Why steps failed. The first ends the run, as it ends an update. */
  readonly failures: readonly string[];
  /** What the program failed with by itself. */
  readonly error: unknown;
  readonly state: PlayedState;
}

/** What the tests read of a request that a newer package sends. */
interface HookRequest {
  getName(): string;
  getOnDryRun(): boolean;
  getCallback(): callbackProto.Callback | undefined;
}

type Unary<Request, Response> = (
  call: { readonly request: Request }, answer: (error: Partial<grpc.StatusObject> | null, response?: Response) => void,
) => void;

const SEVERITIES = ['debug', 'info', 'warn', 'error'];

/**
 * Runs a program against an engine that is part of the test: it speaks with `@pulumi/pulumi` over loopback, as the
 * command line does, decides as the engine and the provider of Kubernetes do, and calls hooks back.
 */
export async function play(program: () => unknown, options: PlayOptions = {}): Promise<Played> {
  const restoreNetwork = allowLoopback();
  const { rejections, restore } = recordRejections();
  const engine = new PlayedEngine(options);
  const address = await engine.start();
  const { project = 'project', stack = 'stack', preview = false } = options;
  pulumi.runtime.resetOptions(project, stack, 16, address, address, preview, 'organization');
  let error: unknown;
  let isOver = false;
  const run = pulumi.runtime.runInPulumiStack(() => Promise.resolve(program()).then(() => undefined))
    .then(quiet)
    .catch((caught: unknown) => { error = caught; })
    .finally(() => { isOver = true; });
  await Promise.race([run, until(() => isOver || engine.hasEnded() || rejections.length > 0)]);
  if (error === undefined && rejections.length === 0) engine.finish();
  // Pulumi never logs again in this process once a message finds its channel closed.
  await pulumi.log.debug('the run is over');
  pulumi.runtime.disconnectSync();
  pulumi.runtime.resetOptions(project, stack, -1, '', '', false, '');
  engine.stop();
  // Of a run that failed, what was under way is refused now, and nobody waits for it.
  if (!isOver) await new Promise((resolve) => { setTimeout(resolve, 50); });
  restore();
  restoreNetwork();
  return engine.played(error ?? rejections[0]);
}

/** Until nothing is on its way to the engine, and nothing follows from what was. */
async function quiet(): Promise<void> {
  const { waitForRPCs } = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };
  for (let calm = 0; calm < 3; calm++) {
    await waitForRPCs();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Of a run that has failed, much is never answered; a real process would be ended. */
async function until(isReached: () => boolean): Promise<void> {
  while (!isReached()) await new Promise((resolve) => { setTimeout(resolve, 20); });
}

/** Tests open no connections, but for those within themselves. */
function allowLoopback(): () => void {
  const refusing = net.Socket.prototype.connect;
  if (jest.isMockFunction(refusing)) refusing.mockRestore();
  const connect = net.Socket.prototype.connect;
  const isOutside = (target: unknown): boolean =>
    !/"(?:host|address)":"(?:127\.0\.0\.1|localhost)"|"path":"127\.0\.0\.1/.test(JSON.stringify(target) ?? '');
  const spy = jest.spyOn(net.Socket.prototype, 'connect').mockImplementation(function (this: net.Socket, ...target: unknown[]) {
    if (isOutside(target)) throw new Error('a test opened a network connection');
    return Reflect.apply(connect, this, target) as net.Socket;
  });
  return () => {
    spy.mockRestore();
    jest.spyOn(net.Socket.prototype, 'connect').mockImplementation(() => {
      throw new Error('a test opened a network connection');
    });
  };
}

class PlayedEngine {
  private readonly server = new grpc.Server();
  private readonly hooks = new Map<string, HookRequest>();
  private readonly resources: PlayedResource[] = [];
  private readonly steps: PlayedStep[] = [];
  private readonly logs: { severity: string; text: string }[] = [];
  private readonly failures: string[] = [];
  private readonly completed: string[] = [];
  /** URNs that the run has come to. */
  private readonly done = new Set<string>();
  private readonly before: ReadonlyMap<string, PlayedResource>;
  /** URNs that resources had, by those that they have. */
  private readonly found = new Map<string, string>();
  private readonly cluster: Set<string>;
  private readonly project: string;
  private readonly stack: string;
  /** Steps happen one after the other, in the order of the registrations. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PlayOptions) {
    this.before = new Map((options.state?.resources ?? []).map((resource) => [resource.urn, resource]));
    this.cluster = new Set(options.state?.cluster ?? []);
    this.project = options.project ?? 'project';
    this.stack = options.stack ?? 'stack';
  }

  public async start(): Promise<string> {
    const { ResourceMonitorService } = services('resource');
    const { EngineService } = services('engine');
    this.server.addService(ResourceMonitorService ?? {}, this.monitor());
    this.server.addService(EngineService ?? {}, this.engine());
    const port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => {
        if (error === null) resolve(bound);
        else reject(error);
      });
    });
    return `127.0.0.1:${port}`;
  }

  public stop(): void {
    this.server.forceShutdown();
  }

  /** Whether a step failed, after which no other happens. */
  public hasEnded(): boolean {
    return this.failures.length > 0 && this.options.goesOn !== true;
  }

  /** What was not registered any more goes, each after what needs it. */
  public finish(): void {
    if (this.hasEnded()) return;
    const kept = new Set([...this.resources.map(({ urn }) => urn), ...this.found.values()]);
    for (const resource of removalOrder([...this.before.values()].filter(({ urn }) => !kept.has(urn)))) {
      const { name, type, urn, retainOnDelete } = resource;
      if (resource.protect) {
        this.failures.push(`resource "${urn}" cannot be deleted because it is protected`);
        if (this.hasEnded()) return;
      }
      this.steps.push({ op: retainOnDelete ? 'retain' : 'delete', name, type, urn, paths: [] });
      if (!retainOnDelete && this.options.preview !== true) this.cluster.delete(identityOf(resource));
    }
  }

  public played(error: unknown): Played {
    const { steps, resources, cluster } = this;
    return {
      resources,
      objects: resources.filter(({ custom, type }) => custom && !type.startsWith('pulumi:')),
      steps,
      opOf: (name) => steps.find((step) => step.name === name)?.op,
      completed: this.completed,
      logs: this.logs,
      hooks: [...this.hooks.values()].map((hook) => ({ name: hook.getName(), onDryRun: hook.getOnDryRun() })),
      failures: this.failures,
      error,
      state: this.options.preview === true
        ? this.options.state ?? { resources: [], cluster: new Set() }
        : { resources, cluster },
    };
  }

  private monitor(): grpc.UntypedServiceImplementation {
    const supportsFeature: Unary<resourceProto.SupportsFeatureRequest, resourceProto.SupportsFeatureResponse> =
      ({ request }, answer) => {
        const supported = this.options.without?.includes(request.getId()) !== true;
        answer(null, new resourceProto.SupportsFeatureResponse().setHassupport(supported));
      };
    const registerResource: Unary<resourceProto.RegisterResourceRequest, resourceProto.RegisterResourceResponse> =
      ({ request }, answer) => {
        const { resource, isKnown } = this.register(request);
        this.last = this.last.then(() => this.step(resource, isKnown)).then(
          () => { answer(null, this.response(resource)); },
          // A failed step ends the run: whatever else is asked of the engine finds no answer.
          (error: unknown) => {
            if (!this.hasEnded()) this.failures.push(error instanceof Error ? error.message : String(error));
            if (!this.hasEnded()) answer(null, this.response(resource));
          });
      };
    const registerResourceHook: Unary<HookRequest, Empty> = ({ request }, answer) => {
      const known = this.hooks.has(request.getName());
      if (!known) this.hooks.set(request.getName(), request);
      answer(known ? { code: grpc.status.UNKNOWN, details: `resource hook already registered for name ${request.getName()}` } : null,
        new Empty());
    };
    const registerResourceOutputs: Unary<resourceProto.RegisterResourceOutputsRequest, Empty> = (call, answer) => {
      this.completed.push(nameIn(call.request.getUrn()));
      answer(null, new Empty());
    };
    return {
      supportsFeature, registerResource, registerResourceHook, registerResourceOutputs,
      signalAndWaitForShutdown: empty, registerPackage: (_: unknown, answer: grpc.sendUnaryData<unknown>) => {
        answer({ code: grpc.status.UNIMPLEMENTED });
      },
    };
  }

  private engine(): grpc.UntypedServiceImplementation {
    const log: Unary<engineProto.LogRequest, Empty> = ({ request }, answer) => {
      this.logs.push({ severity: SEVERITIES[request.getSeverity()] ?? '', text: request.getMessage() });
      answer(null, new Empty());
    };
    const setRootResource: Unary<unknown, engineProto.SetRootResourceResponse> =
      (_, answer) => { answer(null, new engineProto.SetRootResourceResponse()); };
    return { log, setRootResource };
  }

  private register(
    request: resourceProto.RegisterResourceRequest,
  ): { readonly resource: PlayedResource; readonly isKnown: boolean } {
    const urn = urnOf(this.project, this.stack, request.getParent(), request.getType(), request.getName());
    const resource = readResource(request, urn, this.resources);
    const isKnown = this.resources.some((each) => each.urn === urn);
    if (!isKnown) this.resources.push(resource);
    return { resource, isKnown };
  }

  private async step(resource: PlayedResource, isKnown: boolean): Promise<void> {
    if (this.hasEnded()) throw new Error('the run has ended');
    const { urn, name, type } = resource;
    if (isKnown) throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    this.done.add(urn);
    const urns = [urn, ...formerUrns(resource, this.project, this.stack, this.found)];
    const formerUrn = urns.find((each) => this.before.has(each));
    this.checkAliases(urn, formerUrn);
    const before = formerUrn === undefined ? undefined : this.before.get(formerUrn);
    if (formerUrn !== undefined && formerUrn !== urn) this.found.set(urn, formerUrn);
    const decision = before === undefined ? { op: 'create' as const, paths: [] } : decide(before, resource);
    if (before !== undefined && decision.op === 'update') await this.runHooks('beforeUpdate', resource, before);
    const former = formerUrn === undefined || formerUrn === urn ? {} : { formerUrn };
    this.steps.push({ ...decision, name, type, urn, ...former });
    if (this.options.preview !== true) this.carryOut(resource, before, decision);
  }

  /** Follows getOldResource of pkg/resource/deploy/step_generator.go: what was there becomes one resource. */
  private checkAliases(urn: string, formerUrn: string | undefined): void {
    const claimedBy = (wanted: string): string | undefined =>
      [...this.found].find(([claiming, claimed]) => claimed === wanted && claiming !== urn)?.[0];
    const other = claimedBy(urn);
    const conflict = `conflicting with alias on resource with URN '${other}'`;
    if (other !== undefined) throw new Error(`Duplicate resource URN '${urn}' ${conflict}`);
    if (formerUrn === undefined || formerUrn === urn) return;
    const holder = this.done.has(formerUrn) ? urn : claimedBy(formerUrn);
    if (holder === undefined) return;
    throw new Error(`Duplicate resource alias '${formerUrn}' applied to resource with URN '${urn}' `
      + `conflicting with resource with URN '${holder}'`);
  }

  private carryOut(
    resource: PlayedResource, before: PlayedResource | undefined, decision: Decision | { op: 'create' },
  ): void {
    if (!resource.custom || resource.type.startsWith('pulumi:')) return;
    const remove = (): void => { if (before?.retainOnDelete === false) this.cluster.delete(identityOf(before)); };
    const isReplacement = decision.op === 'replace';
    if (isReplacement && decision.deletedFirst === true) remove();
    this.cluster.add(identityOf(resource));
    // What was made first under the name of the old one is the old one.
    if (isReplacement && decision.deletedFirst !== true) remove();
  }

  private async runHooks(moment: string, resource: PlayedResource, before: PlayedResource): Promise<void> {
    for (const name of resource.hooks[moment] ?? []) {
      const hook = this.hooks.get(name);
      if (hook === undefined) throw new Error(`hook "${name}" was not registered`);
      if (this.options.preview === true && !hook.getOnDryRun()) continue;
      const said = await call(hook, resource, before);
      if (said !== '') throw new Error(`before hook "${name}" failed: ${said}`);
    }
  }

  private response(resource: PlayedResource): resourceProto.RegisterResourceResponse {
    const isNew = !this.before.has(this.found.get(resource.urn) ?? resource.urn);
    const isUnknown = this.options.preview === true && isNew;
    const live = isUnknown ? {} : this.options.live?.(resource) ?? {};
    const response = new resourceProto.RegisterResourceResponse().setUrn(resource.urn);
    if (resource.custom) response.setId(isUnknown ? '' : resource.id);
    return response.setObject(struct({ ...resource.inputs, ...live }));
  }
}

function empty(_: unknown, answer: (error: null, response: Empty) => void): void {
  answer(null, new Empty());
}

function services(name: string): Record<string, grpc.ServiceDefinition | undefined> {
  return jest.requireActual(`@pulumi/pulumi/proto/${name}_grpc_pb`);
}

function struct(values: Readonly<Record<string, unknown>>): Struct {
  return Struct.fromJavaScript(values as Record<string, JavaScriptValue>);
}

/** What a hook says: nothing, or why the step must not happen. */
async function call(hook: HookRequest, resource: PlayedResource, before: PlayedResource): Promise<string> {
  const callback = hook.getCallback();
  const request = new resourceProto.ResourceHookRequest();
  request.setUrn(resource.urn);
  request.setId(before.id);
  request.setName(resource.name);
  request.setType(resource.type);
  request.setNewInputs(struct(resource.inputs));
  request.setOldInputs(struct(before.inputs));
  request.setOldOutputs(struct(before.outputs ?? before.inputs));
  const invoke = new callbackProto.CallbackInvokeRequest();
  invoke.setToken(callback?.getToken() ?? '');
  invoke.setRequest(request.serializeBinary());
  const { CallbacksService } = services('callback');
  const Client = grpc.makeGenericClientConstructor(CallbacksService ?? {}, 'Callbacks');
  const client = new Client(callback?.getTarget() ?? '', grpc.credentials.createInsecure());
  try {
    const response = await new Promise<callbackProto.CallbackInvokeResponse>((resolve, reject) => {
      const method: unknown = Reflect.get(client, 'invoke');
      if (typeof method !== 'function') throw new Error('the service of callbacks has no `invoke`');
      method.call(client, invoke, (error: Error | null, value: callbackProto.CallbackInvokeResponse) => {
        if (error === null) resolve(value);
        else reject(error);
      });
    });
    return resourceProto.ResourceHookResponse.deserializeBinary(response.getResponse_asU8()).getError();
  } finally {
    client.close();
  }
}

/** What a value that is not known yet is sent as. */
export const UNKNOWN_VALUE = UNKNOWN;

/** Whether inputs hold something that is not known yet. */
export function holdsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isObject(value) && Object.values(value).some(holdsUnknown);
}
