import * as pulumi from '@pulumi/pulumi';
import {
  formatProblem, groupOf, type Problem, type ReadObject, show, sourceLine, type SourceTrace, titleOfIdentity,
} from '../core';
import { isOutput } from './output-registry';
import { programError } from './runtime-checks';

/** A step of a path: a name, or the position in a list. */
type Step = string | number;

/** The first step is a field of an object; further ones are `.name`, `[0]`, and `["a.b/c"]` for names with dots. */
const FIRST = /^[A-Za-z_]\w*/;
const NEXT = /^(?:\.([A-Za-z_$][\w$/-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\])/;

/**
 * Kinds that take events at `status.address.url`, and never have a `status.url`, by their groups. Follows the status of
 * each in the API types of Knative Eventing, which is an AddressStatus.
 */
const ADDRESSED: Readonly<Record<string, readonly string[]>> = {
  'eventing.knative.dev': ['Broker', 'KafkaSink', 'RequestReply'],
  'flows.knative.dev': ['Parallel', 'Sequence'],
  'messaging.knative.dev': ['Channel', 'InMemoryChannel', 'KafkaChannel', 'NatsJetStreamChannel'],
  'sinks.knative.dev': ['IntegrationSink', 'JobSink'],
};

/** A live object, for reading values from it. */
export interface LiveObject {
  readonly resource: pulumi.CustomResource;
  readonly object: ReadObject;
}

/**
 * A value of a live object, as a text. Pulumi has an object as it was when the wait for it ended. What is not known yet
 * stays unknown; what a preview does not show yet is.
 * @param path names with dots between them, positions in brackets: `status.loadBalancer.ingress[0].hostname`
 */
export function valueOf({ resource, object }: LiveObject, path: string, trace: SourceTrace): pulumi.Output<string> {
  const [first, ...rest] = stepsOf(path) ?? [];
  const field: unknown = typeof first === 'string' ? Reflect.get(resource, first) : undefined;
  if (!isOutput(field)) throw programError([wrongPath(object, path, first)], trace);
  const text: pulumi.Output<unknown> = field.apply<unknown>((value) => {
    const found = rest.reduce(within, value);
    if (['string', 'number', 'boolean'].includes(typeof found)) return found;
    // A preview shows an object that is there as it is, without what the update will bring.
    if (pulumi.runtime.isDryRun() && (found === undefined || found === null)) return pulumi.unknown;
    throw new pulumi.RunError(formatProblem(missing(object, path, found), sourceLine(trace)));
  });
  return text.apply(String);
}

/** What is known before the object is there: without it a program would wait for the object, and fail then. */
export function checkHasUrl({ identity }: ReadObject): Problem | undefined {
  if (ADDRESSED[groupOf(identity.apiVersion)]?.includes(identity.kind) !== true) return undefined;
  return {
    code: 'KN-PUL-011',
    message: `${titleOfIdentity(identity)} never has a \`status.url\`: it takes events at \`status.address.url\``,
    received: identity.kind,
    allowed: 'objects with an address for callers outside of the cluster, such as services, routes and domain mappings',
    fix: 'write `charts.address(object)`',
  };
}

function within(value: unknown, step: Step): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? Reflect.get(value, step) : undefined;
}

/** The steps of a path; `undefined` where it is none. */
function stepsOf(path: unknown): Step[] | undefined {
  const first = typeof path === 'string' ? FIRST.exec(path)?.[0] : undefined;
  if (typeof path !== 'string' || first === undefined) return undefined;
  const steps: Step[] = [first];
  let left = path.slice(first.length);
  while (left !== '') {
    const match = NEXT.exec(left);
    if (match === null) return undefined;
    const [all, name, position, quoted = ''] = match;
    steps.push(position === undefined ? name ?? unquoted(quoted) : Number(position));
    left = left.slice(all.length);
  }
  return steps;
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

function wrongPath(object: ReadObject, path: unknown, first: Step | undefined): Problem {
  return {
    code: 'KN-PUL-010',
    message: first === undefined
      ? `${show(path)} is no path of a value of ${titleOfIdentity(object.identity)}`
      : `Pulumi reads no ${show(first)} of ${titleOfIdentity(object.identity)}`,
    received: path,
    allowed: 'a field that Pulumi has of the object, such as `status`, and names and positions below it',
    fix: 'write `status.loadBalancer.ingress[0].hostname`, for example, and names with dots as `["a.b/c"]`',
  };
}

function missing(object: ReadObject, path: string, found: unknown): Problem {
  const isThere = found !== undefined && found !== null;
  return {
    code: 'KN-PUL-011',
    // An object may hold secrets: it is not shown.
    message: isThere
      ? `${show(path)} of ${titleOfIdentity(object.identity)} is no text, but a list or an object`
      : `${titleOfIdentity(object.identity)} has no ${show(path)} in the cluster`,
    received: undefined,
    allowed: 'a text, a number or a truth value that the object has when Pulumi has waited for it',
    fix: isThere
      ? 'go on with the path to the value itself, or take it from `charts.resource(object)`'
      : 'look at the object with `kubectl get -o yaml`; an object that Pulumi does not wait for gets its status later',
  };
}
