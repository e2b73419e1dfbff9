import type { Duration } from 'cdk8s';
import { checkDuration, checkName, checkWhole, DNS_1123_SUBDOMAIN, type Problem, secondsOf, show } from '../core';
import {
  checkImage, type CpuResources, type IConfigMapReference, type ISecretReference, parseQuantity, type SizeResources,
} from '../pod';
import { seconds, type Settings } from './agent-values';

/** What the containers of the agent ask of their node. The init container and the sidecar ask the same. */
export interface VaultAgentResources {
  /**
   * Processor time.
   * @default - that of the injector: a request of 250 thousandths of a core and a limit of 500
   */
  readonly cpu?: CpuResources;
  /**
   * Memory.
   * @default - that of the injector: a request of 64 Mi and a limit of 128 Mi
   */
  readonly memory?: SizeResources;
  /**
   * Disk of the node.
   * @default - nothing asked, no limit
   */
  readonly ephemeralStorage?: SizeResources;
  /**
   * Whether processor time has no limit, not even that of the injector.
   * @default false
   */
  readonly unlimitedCpu?: boolean;
  /**
   * Whether memory has no limit, not even that of the injector.
   * @default false
   */
  readonly unlimitedMemory?: boolean;
}

/** The containers that the injector adds to the pods of a service. */
export interface VaultAgentContainerOptions {
  /**
   * Image of the agent: `hashicorp/vault:1.20.4`.
   * @default - the one that the injector is set up with
   */
  readonly image?: string;
  /**
   * What the containers ask of their node.
   * @default - what the injector sets
   */
  readonly resources?: VaultAgentResources;
  /**
   * How many threads of the processor the agent uses (`GOMAXPROCS`).
   * @default - as many as there are
   */
  readonly maxProcs?: number;
  /**
   * Whether the init container of the agent runs before those of the service.
   * @default false
   */
  readonly initFirst?: boolean;
  /**
   * Whether all containers of the pod see each other's processes, so that a secret's `command` can send the program a
   * signal. Set by the injector, it needs no feature flag.
   * @default - what the pod says
   */
  readonly shareProcessNamespace?: boolean;
  /**
   * Name of a container of the service whose volumes the agent gets as well, at the same paths.
   * @default - none
   */
  readonly copyVolumeMountsFrom?: string;
  /**
   * Secret that the agent finds at `/vault/custom`, with templates or credentials of a login method.
   * @default - none
   */
  readonly extraSecret?: ISecretReference;
  /**
   * ConfigMap with the whole configuration of the agent, in the keys `config-init.hcl` and `config.hcl`. It takes the
   * place of everything that is said about secrets (`KN-VLT-017`).
   * @default - the injector makes it from the other options
   */
  readonly configMap?: IConfigMapReference;
  /**
   * Whether the sidecar gives its token back when the pod ends.
   * @default - what the injector is set up with: no
   */
  readonly revokeOnShutdown?: boolean;
  /**
   * How long the sidecar waits before that, in whole seconds.
   * @default - five seconds
   */
  readonly revokeGrace?: Duration;
  /**
   * Whether a program in the pod can end the agent, by a request to `/agent/v1/quit`.
   * @default false
   */
  readonly enableQuit?: boolean;
  /**
   * Whether the agent writes its Vault token next to the secrets, to `token`.
   * @default false
   */
  readonly injectToken?: boolean;
}

/** What the injector sets where the program sets nothing; see agent/container_sidecar.go. */
const DEFAULTS = {
  cpu: { request: '250m', limit: '500m' },
  memory: { request: '64Mi', limit: '128Mi' },
} as const;

interface Amounts {
  readonly request?: string;
  readonly limit?: string;
}

/** The annotations of the agent's containers. */
export function containerSettings(container: VaultAgentContainerOptions): Settings {
  const { resources = {}, revokeGrace } = container;
  const { cpu, memory, disk } = amountsOf(resources);
  return {
    'agent-image': container.image,
    'agent-limits-cpu': resources.unlimitedCpu === true ? '' : cpu.limit,
    'agent-limits-mem': resources.unlimitedMemory === true ? '' : memory.limit,
    'agent-limits-ephemeral': disk.limit,
    'agent-requests-cpu': cpu.request,
    'agent-requests-mem': memory.request,
    'agent-requests-ephemeral': disk.request,
    'go-max-procs': container.maxProcs,
    'agent-init-first': container.initFirst,
    'agent-share-process-namespace': container.shareProcessNamespace,
    'agent-copy-volume-mounts': container.copyVolumeMountsFrom,
    'agent-extra-secret': container.extraSecret?.name,
    'agent-configmap': container.configMap?.name,
    'agent-revoke-on-shutdown': container.revokeOnShutdown,
    'agent-revoke-grace': revokeGrace && secondsOf(revokeGrace),
    'agent-enable-quit': container.enableQuit,
    'agent-inject-token': container.injectToken,
  };
}

/** What is wrong with the agent's containers. */
export function checkContainer(container: VaultAgentContainerOptions): (Problem | undefined)[] {
  const { image, extraSecret, configMap, revokeGrace } = container;
  return [
    image === undefined ? undefined : checkImage(image),
    ...checkAgentResources(container.resources ?? {}),
    checkWhole('KN-VLT-014', 'container.maxProcs', container.maxProcs, { min: 1, max: Number.MAX_SAFE_INTEGER }),
    extraSecret && checkName('name for a Secret', extraSecret.name, DNS_1123_SUBDOMAIN, 'KN-VLT-014'),
    configMap && checkName('name for a ConfigMap', configMap.name, DNS_1123_SUBDOMAIN, 'KN-VLT-014'),
    checkDuration(revokeGrace, seconds('container.revokeGrace', 0)),
  ];
}

function checkAgentResources(resources: VaultAgentResources): (Problem | undefined)[] {
  const { cpu, memory, disk } = amountsOf(resources);
  const { unlimitedCpu = false, unlimitedMemory = false } = resources;
  return [
    checkOrder('cpu', { ...DEFAULTS.cpu, ...defined(cpu) }, unlimitedCpu),
    checkOrder('memory', { ...DEFAULTS.memory, ...defined(memory) }, unlimitedMemory),
    checkOrder('ephemeralStorage', disk, false),
    unlimitedCpu && cpu.limit !== undefined ? limitTwice('cpu', 'unlimitedCpu') : undefined,
    unlimitedMemory && memory.limit !== undefined ? limitTwice('memory', 'unlimitedMemory') : undefined,
  ];
}

function amountsOf({ cpu, memory, ephemeralStorage: disk }: VaultAgentResources): Record<'cpu' | 'memory' | 'disk', Amounts> {
  return {
    cpu: { request: cpu?.request?.amount, limit: cpu?.limit?.amount },
    memory: { request: memory?.request?.asString(), limit: memory?.limit?.asString() },
    disk: { request: disk?.request?.asString(), limit: disk?.limit?.asString() },
  };
}

/** Kubernetes refuses the pod where a limit, be it the injector's own, is below the request. */
function checkOrder(resource: string, { request, limit }: Amounts, unlimited: boolean): Problem | undefined {
  const [low, high] = [request, limit].map((text) => text === undefined ? undefined : parseQuantity(text));
  if (low === undefined || high === undefined || unlimited || low <= high) return undefined;
  return {
    code: 'KN-VLT-014',
    message: `the agent's ${resource} request ${show(request)} is above its limit ${show(limit)}, one of which may be the `
      + "injector's own",
    received: request,
    allowed: `at most ${show(limit)}`,
    fix: `write the request and the limit of \`container.resources.${resource}\``,
  };
}

function limitTwice(resource: string, unlimited: string): Problem {
  return {
    code: 'KN-VLT-014',
    message: `the agent's ${resource} has a limit, and \`${unlimited}\` says that it has none`,
    received: true,
    allowed: `the limit or \`${unlimited}\``,
    fix: `leave \`${unlimited}\` out`,
  };
}

function defined(amounts: Amounts): Amounts {
  return Object.fromEntries(Object.entries(amounts).filter(([, value]) => value !== undefined));
}
