import type { IConstruct } from 'constructs';
import { type InstalledConfig, installationsFor, KNATIVE_SERVING, type Problem, settingOf, show } from '../core';
import { parseQuantity } from '../pod';
import type { ConfigurationBase } from '../serving';
import { type Bounds, boundsOfContainers, type NamespaceLimits } from './namespace-limits';
import { type NamespaceQuota, renderQuota } from './namespace-quota';
import { servicesIn } from './tenants';

type Amounts = Readonly<Record<string, string>>;

interface RenderedContainer {
  readonly name?: string;
  readonly resources?: { readonly requests?: Amounts; readonly limits?: Amounts };
}

interface RenderedTemplate {
  readonly metadata?: { readonly annotations?: Amounts };
  readonly spec?: {
    readonly containers?: readonly RenderedContainer[];
    readonly initContainers?: readonly RenderedContainer[];
  };
}

/** What a container asks for of a resource, as far as something says it. */
interface Asked {
  readonly container: string;
  readonly resource: string;
  readonly init: boolean;
  readonly request?: string;
  readonly limit?: string;
}

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'] as const;
const QUEUE_PROXY = 'queue-proxy';
const QUEUE_ANNOTATION = 'queue.sidecar.serving.knative.dev/';
const PERCENTAGE = `${QUEUE_ANNOTATION}resource-percentage`;
const MIN_SCALE = 'autoscaling.knative.dev/min-scale';
/** Follows QueueSidecarCPURequestDefault of pkg/deployment/config.go. */
const QUEUE_CPU_REQUEST = '25m';

/** Checks that pods of the services of a namespace get past its limits and its quota. */
export function checkServiceBounds(
  namespace: IConstruct, name: string, limits: NamespaceLimits | undefined, quota: NamespaceQuota | undefined,
): (Problem | undefined)[] {
  if (limits === undefined && quota === undefined) return [];
  const config = installationsFor(namespace).find((each) => each.namespace === KNATIVE_SERVING)?.config();
  const bounds = limits === undefined ? [] : boundsOfContainers(limits).map(withDefaults);
  const hard = quota === undefined ? {} : renderQuota(quota);
  return servicesIn(namespace, name).map((service) => {
    const template = service._template._render() as RenderedTemplate;
    const asked = askedBy(template, config);
    const single = asked.map((each) =>
      checkAsked(service, name, each, bounds.find(({ resource }) => resource === each.resource)));
    return single.find((problem) => problem !== undefined)
      ?? checkQuotaOf(service, name, { asked, bounds, hard, pods: podsOf(template) });
  });
}

/** Follows SetDefaults_LimitRangeItem of Kubernetes. */
function withDefaults(bounds: Bounds): Bounds {
  const limit = bounds.default ?? bounds.max;
  const request = bounds.defaultRequest ?? limit ?? bounds.min;
  return {
    ...bounds,
    ...limit === undefined ? {} : { default: limit },
    ...request === undefined ? {} : { defaultRequest: request },
  };
}

function podsOf({ metadata }: RenderedTemplate): number {
  const least = Number(metadata?.annotations?.[MIN_SCALE]);
  return Number.isInteger(least) && least > 1 ? least : 1;
}

/** Follows applyDefault of pkg/apis/serving/v1/revision_defaults.go and createQueueResources of Serving. */
function askedBy({ metadata, spec }: RenderedTemplate, config: InstalledConfig | undefined): Asked[] {
  const released = (resource: string, kind: string) =>
    settingOf(config, 'config-defaults', `revision-${resource}-${kind}`);
  const of = (container: RenderedContainer, init: boolean) => RESOURCES.map((resource): Asked => ({
    container: container.name ?? 'user-container', resource, init,
    request: container.resources?.requests?.[resource] ?? (init ? undefined : released(resource, 'request')),
    limit: container.resources?.limits?.[resource] ?? (init ? undefined : released(resource, 'limit')),
  }));
  const { containers = [], initContainers = [] } = spec ?? {};
  return [
    ...containers.flatMap((each) => of(each, false)), ...initContainers.flatMap((each) => of(each, true)),
    ...queueProxy(metadata?.annotations ?? {}, config),
  ];
}

function queueProxy(annotations: Amounts, config: InstalledConfig | undefined): Asked[] {
  // A part of what the service's container asks for, between bounds of its own.
  if (annotations[PERCENTAGE] !== undefined) return [];
  const said = (resource: string, kind: string) => annotations[`${QUEUE_ANNOTATION}${resource}-resource-${kind}`]
    ?? settingOf(config, 'config-deployment', `queue-sidecar-${resource}-${kind}`);
  return RESOURCES.map((resource): Asked => ({
    container: QUEUE_PROXY, resource, init: false,
    request: said(resource, 'request') ?? (resource === 'cpu' ? QUEUE_CPU_REQUEST : undefined),
    limit: said(resource, 'limit'),
  }));
}

/** Follows the admission plugin limitranger of Kubernetes, for what is said: defaults are within the bounds. */
function checkAsked(
  service: ConfigurationBase, namespace: string, asked: Asked, bounds: Bounds | undefined,
): Problem | undefined {
  if (bounds === undefined || (asked.request ?? asked.limit) === undefined) return undefined;
  const { min, max, maxLimitRequestRatio: most } = bounds;
  const [request, limit] = filled(asked, bounds);
  const [low, high] = [numberOf(request), numberOf(limit)];
  const beyond = (what: string, amount: string | undefined, allowed: string) => doesNotFit(service, namespace, {
    what: `${show(asked.container)} has a ${asked.resource} ${what} of ${show(amount)}`, allowed, received: amount,
    fix: asked.container === QUEUE_PROXY
      ? "lower or raise the bound: the container is Knative's own, and `queueProxyResources` of the service says what it asks for"
      : 'change what the container asks for, or the bounds in `limits` of the namespace',
  });
  if (below(low, min)) return beyond('request', request, `${show(min)} at least`);
  if (below(high, min)) return beyond('limit', limit, `${show(min)} at least`);
  if (above(high, max)) return beyond('limit', limit, `${show(max)} at most`);
  if (above(low, max)) return beyond('request', request, `${show(max)} at most`);
  if (above(low, limit)) return beyond('request', request, `${show(limit)} at most, the limit that the namespace gives containers without one`);
  const wide = most !== undefined && low !== undefined && high !== undefined && low > 0 && high / low > Number(most);
  return wide ? beyond('limit', limit, `${show(most)} times the request ${show(request)} at most`) : undefined;
}

/** What a container has in the end. The server takes a limit for the request before defaults come. */
function filled({ request, limit }: Asked, bounds: Bounds | undefined): [string | undefined, string | undefined] {
  return [request ?? limit ?? bounds?.defaultRequest, limit ?? bounds?.default];
}

interface Demand {
  readonly asked: readonly Asked[];
  readonly bounds: readonly Bounds[];
  readonly hard: Readonly<Record<string, string>>;
  readonly pods: number;
}

/** Follows the quota of pods of Kubernetes: the pods that there always are, or one. */
function checkQuotaOf(service: ConfigurationBase, namespace: string, demand: Demand): Problem | undefined {
  const { asked, bounds, hard, pods } = demand;
  if (above(pods, hard.pods)) {
    return doesNotFit(service, namespace, {
      what: `there are ${show(pods)} at least`, allowed: `the ${show(hard.pods)} of the quota`, received: pods,
      fix: 'write a smaller scale, or a larger `quota`',
    });
  }
  for (const resource of RESOURCES) {
    const running = asked.filter((each) => !each.init && each.resource === resource)
      .map((each) => filled(each, bounds.find((bound) => bound.resource === resource)).map(numberOf));
    const sum = (index: number) => pods * running.reduce((total, amounts) => total + (amounts[index] ?? 0), 0);
    for (const [index, kind] of ['requests', 'limits'].entries()) {
      const most = hard[`${kind}.${resource}`];
      if (!above(sum(index), most)) continue;
      return doesNotFit(service, namespace, {
        what: `${pods === 1 ? 'one pod' : `the ${pods} that there are at least`} would have more ${resource} ${kind} than the quota allows`,
        allowed: `${show(most)} in all`, received: sum(index), fix: 'ask for less, or write a larger `quota`',
      });
    }
  }
  return undefined;
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseQuantity(String(text));
}

function below(amount: number | undefined, bound: string | undefined): boolean {
  const number = numberOf(bound);
  return amount !== undefined && number !== undefined && amount < number;
}

/** Sums of decimals are not exact. */
function above(amount: number | undefined, bound: string | undefined): boolean {
  const number = numberOf(bound);
  return amount !== undefined && number !== undefined && amount > number * (1 + 1e-9);
}

function doesNotFit(
  service: ConfigurationBase, namespace: string, { what, ...rest }: { readonly what: string } & Omit<Problem, 'code' | 'message'>,
): Problem {
  const message = `pods of ${show(service.name)} do not start in the namespace ${show(namespace)}: ${what}`;
  return { code: 'KN-NSP-011', message, ...rest };
}
