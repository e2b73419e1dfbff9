import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import type { Answer, Lambda } from './lambda';

/** What CloudFormation sends for a resource of a type of its own. */
export interface ResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  readonly OldResourceProperties?: Readonly<Record<string, unknown>>;
}

/** What CloudFormation got for an event. */
export interface Response {
  readonly succeeded: boolean;
  readonly reason: string;
  readonly physicalId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly commands: readonly (readonly string[])[];
  /** Length of the event. */
  readonly bytes: number;
}

/** CloudFormation takes no longer answer, and then says nothing but that it was too long. */
const LONGEST_ANSWER = 4096;
/** The event is handed to the function asynchronously. */
const LARGEST_EVENT = 1_048_576;
const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:123456789012:function:handler';
const RESPONSES = 'https://responses.example.com';

interface Outbound {
  invokeFunction: (request: { readonly Payload: string }) => Promise<{
    readonly Payload: string;
    readonly FunctionError?: string;
  }>;
  httpRequest: (options: { readonly path: string }, body: string) => Promise<void>;
}

interface Loaded {
  readonly onEvent: (event: object) => Promise<void>;
  readonly outbound: Outbound;
}

/**
 * What stands between CloudFormation and the function: the framework of AWS CDK for providers of resources, as
 * aws-cdk-lib ships it. What it asks of AWS is answered here.
 */
export class ProviderFramework {
  private readonly answers = new Map<string, string>();
  private readonly commands = new Map<string, Answer['commands']>();
  private readonly framework: Loaded;

  constructor(cdk: string, private readonly lambda: Lambda) {
    this.framework = load(path.join(cdk, 'custom-resources', 'lib', 'provider-framework', 'runtime'));
    const { outbound } = this.framework;
    outbound.invokeFunction = async ({ Payload: payload }) => {
      const event = JSON.parse(payload) as { readonly RequestId: string };
      const { error, payload: result, commands } = await this.lambda.invoke(event);
      this.commands.set(event.RequestId, commands);
      return { Payload: JSON.stringify(result), ...error === undefined ? {} : { FunctionError: error } };
    };
    outbound.httpRequest = ({ path: to }, body) => {
      this.answers.set(to, body);
      return Promise.resolve();
    };
  }

  /** Sends an event as CloudFormation does, and reads the answer as it does. */
  public async send(event: ResourceEvent): Promise<Response> {
    const id = randomUUID();
    const whole = { ...event, RequestId: id, ResponseURL: `${RESPONSES}/${id}`, ServiceToken: event.ResourceProperties.ServiceToken };
    const bytes = Buffer.byteLength(JSON.stringify(whole));
    const own = { physicalId: event.PhysicalResourceId ?? id, data: {}, bytes };
    if (bytes > LARGEST_EVENT) {
      return { ...own, succeeded: false, commands: [], reason: `${bytes} byte payload is too large for the Event invocation type (limit ${LARGEST_EVENT} bytes)` };
    }
    await this.framework.onEvent(whole);
    const body = this.answers.get(`/${id}`);
    const commands = this.commands.get(id) ?? [];
    this.answers.delete(`/${id}`);
    this.commands.delete(id);
    if (body === undefined) throw new Error(`no answer to ${event.RequestType} of ${event.LogicalResourceId}`);
    const { Status: status, Reason: reason, PhysicalResourceId: physicalId, Data: data = {} } = JSON.parse(body) as {
      Status: string; Reason: string; PhysicalResourceId: string; Data?: Response['data'];
    };
    if (Buffer.byteLength(body) > LONGEST_ANSWER) return { ...own, physicalId, succeeded: false, reason: 'Response object is too long.', commands };
    return { succeeded: status === 'SUCCESS', reason, physicalId, data, commands, bytes };
  }
}

/** Loads the framework as it is, with nothing said to the console, and with what AWS itself would bring left empty. */
function load(folder: string): Loaded {
  const modules = new Map<string, { exports: unknown }>();
  const environment = { USER_ON_EVENT_FUNCTION_ARN: FUNCTION_ARN };
  const loadFile = (file: string): unknown => {
    const known = modules.get(file);
    if (known !== undefined) return known.exports;
    const loaded = { exports: {} };
    modules.set(file, loaded);
    const builtIn = createRequire(file);
    const resolve = (name: string): unknown => {
      if (name.startsWith('./')) return loadFile(path.join(folder, `${name}.js`));
      return name.startsWith('@aws-sdk/') ? {} : builtIn(name);
    };
    const quiet = { ...console, log: () => undefined };
    const run = new Function('exports', 'require', 'module', 'console', 'process', fs.readFileSync(file, 'utf8'));
    (run as (...args: readonly unknown[]) => void)(loaded.exports, resolve, loaded, quiet, { env: environment });
    return loaded.exports;
  };
  const { onEvent } = loadFile(path.join(folder, 'framework.js')) as Pick<Loaded, 'onEvent'>;
  return { onEvent, outbound: loadFile(path.join(folder, 'outbound.js')) as Outbound };
}
