import type { IConstruct } from 'constructs';
import type { KnativeService } from '../serving';
import type { PolicyRule } from './policy';
import type { VaultAgentOptions } from './vault-agent-options';

/** A service with an agent, as the set-up of Vault sees it. */
export interface InjectedService {
  readonly service: KnativeService;
  readonly options: VaultAgentOptions;
  /** What its secrets read, by now. */
  readonly rules: () => PolicyRule[];
}

interface Registry {
  readonly injected: InjectedService[];
  readonly listeners: ((injected: InjectedService) => void)[];
}

const REGISTRIES = new WeakMap<IConstruct, Registry>();

/** Tells the set-up of Vault about a service. */
export function remember(injected: InjectedService): void {
  const registry = registryOf(injected.service);
  registry.injected.push(injected);
  for (const listener of registry.listeners) listener(injected);
}

/** All services with an agent in the app of a construct. */
export function injectedServices(construct: IConstruct): readonly InjectedService[] {
  return registryOf(construct).injected;
}

/** Calls `listener` whenever another service gets an agent. */
export function onInjected(construct: IConstruct, listener: (injected: InjectedService) => void): void {
  registryOf(construct).listeners.push(listener);
}

function registryOf(construct: IConstruct): Registry {
  const { root } = construct.node;
  const registry = REGISTRIES.get(root) ?? { injected: [], listeners: [] };
  REGISTRIES.set(root, registry);
  return registry;
}
