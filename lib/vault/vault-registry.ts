import type { IConstruct } from 'constructs';
import { clusterOf } from '../core';
import type { KnativeService } from '../serving';
import { KUBERNETES_AUTH, tokenAudience } from './auth-options';
import type { KvPlace } from './kv-path';
import type { PolicyRule } from './policy';
import type { VaultAgentOptions } from './vault-agent-options';

/** A service with an agent, as the set-up of Vault sees it. */
export interface InjectedService {
  readonly service: KnativeService;
  readonly options: VaultAgentOptions;
  /** What its secrets read, by now. */
  readonly rules: () => PolicyRule[];
  /** Which of its secrets are known to lie in key/value mounts, by now. */
  readonly kv: () => KvPlace[];
}

const REGISTRIES = new WeakMap<IConstruct, InjectedService[]>();

/** Tells the set-up of Vault about a service. */
export function remember(injected: InjectedService): void {
  const { root } = injected.service.node;
  REGISTRIES.set(root, [...REGISTRIES.get(root) ?? [], injected]);
}

/** All services with an agent in the app of a construct. */
export function injectedServices(construct: IConstruct): readonly InjectedService[] {
  return REGISTRIES.get(construct.node.root) ?? [];
}

const INJECTORS = new WeakMap<IConstruct, Map<string, string>>();

/** Tells the set-up of Vault which address an injector gives to the agents of its cluster. */
export function rememberAddress(injector: IConstruct, address: string): void {
  const { root } = injector.node;
  INJECTORS.set(root, (INJECTORS.get(root) ?? new Map<string, string>()).set(clusterOf(injector), address));
}

/** Where a service finds Vault, as far as the program says it. */
export function vaultAddressOf({ service, options: { server } }: InjectedService): string | undefined {
  return server?.address ?? INJECTORS.get(service.node.root)?.get(clusterOf(service));
}

/** Names of Services: others without a dot are no names outside either. */
export function isInside(address: string): boolean {
  const host = /^[a-z]+:\/\/(\[[^\]]*\]|[^/:?#]*)/i.exec(address)?.[1] ?? '';
  return /\.svc(\.|$)/.test(host) || !/[.:]/.test(host);
}

/** Where a service logs in. */
export function authPathOf({ options: { auth } }: InjectedService): string {
  return auth?.path ?? KUBERNETES_AUTH.path;
}

/** The service account that a service logs in as. */
export function accountOf({ service }: InjectedService): string {
  return service._template.serviceAccount?.name ?? 'default';
}

/** Whom the token of a service is for, where the program says so. */
export function audienceOf({ options }: InjectedService): string | undefined {
  const volume = options.auth?.tokenVolume;
  return volume === undefined ? undefined : tokenAudience(volume);
}
