import { appChecks, captureTrace, ownCopy, type Problem, refuse, show } from '../core';
import type { CommandWords } from '../pod';
import type { KnativeService } from '../serving';
import { agentAnnotations, checkOptions } from './agent-settings';
import { type Injection, checkInjection, warnInjection } from './injection-checks';
import { checkInjectorPresence, warnInjectorPresence } from './injector-presence';
import { checkRestrictedNamespace } from './restricted-namespace';
import { startCommand } from './start-command';
import { type VaultAgentOptions, VOLUME_PATH } from './vault-agent-options';
import { remember } from './vault-registry';
import type { VaultSecret } from './vault-secret';

const DOMAIN = 'vault.hashicorp.com/';
const AGENTS = new WeakMap<KnativeService, VaultAgent>();

type Container = NonNullable<KnativeService['_template']['podTemplate']['servingContainer']>;

/**
 * The Vault Agent of a service: it logs in with the service account of the pod and writes secrets into files, which the
 * service finds when it starts.
 * @see https://developer.hashicorp.com/vault/docs/platform/k8s/injector
 */
export class VaultAgent {
  /**
   * Lets the Vault Agent into the pods of a service. That takes nothing but annotations, which the injector of Vault
   * reads, and for env files a command that reads them first and then starts the program of the service as it is
   * written. One service has one agent (`KN-VLT-019`). Where the program has the platform of the cluster, it says where
   * the injector comes from: a `VaultInjector`, `adopt` of the platform, or `ClusterControllers.declareExternal`
   * (`KN-VLT-024`; for an existing platform the warning `vault-injector-unknown`).
   */
  public static inject(service: KnativeService, options: VaultAgentOptions): VaultAgent {
    const known = AGENTS.get(service);
    if (known !== undefined) {
      refuse(service, injectedTwice(service));
      return known;
    }
    const agent = new VaultAgent(service, options);
    AGENTS.set(service, agent);
    return agent;
  }

  private readonly secrets: VaultSecret[] = [];
  private readonly wrapped = new Set<Container>();
  private readonly byHand: readonly string[];
  private written: Readonly<Record<string, string>> = {};
  private readonly options: VaultAgentOptions;

  private constructor(private readonly service: KnativeService, given: VaultAgentOptions) {
    const options = ownCopy(given);
    this.options = options;
    refuse(service, ...checkOptions(options));
    this.byHand = Object.keys(annotationsOf(service));
    this.secrets.push(...options.secrets ?? []);
    this._apply();
    remember({
      service, options,
      rules: () => this.secrets.flatMap((secret) => secret._content.rules),
      kv: () => this.secrets.flatMap((secret) => secret._content.kv ?? []),
    });
    appChecks(service).defer(service, captureTrace(), () => this.check());
  }

  /** Role that the service logs in as. */
  public get role(): string | undefined {
    return this.options.role;
  }

  /** Adds a file; names and files are used once (`KN-VLT-005`). */
  public addSecret(secret: VaultSecret): void {
    this.secrets.push(secret);
    this._apply();
    appChecks(this.service).changed();
  }

  /** Where the containers find the file of a secret: `/vault/secrets/orders.env`. */
  public filePath(secret: VaultSecret): string {
    const { volumePath = VOLUME_PATH, preserveSecretCase = false } = this.options;
    return secret._filePath(volumePath, preserveSecretCase);
  }

  /**
   * Brings the pod up to what the program has said by now. Containers may come after the agent, and with them names.
   * @internal
   */
  public _apply(): void {
    const template = this.service._template;
    const { servingContainer } = template.podTemplate;
    if (servingContainer !== undefined && !this.wrapped.has(servingContainer)) {
      this.wrapped.add(servingContainer);
      servingContainer._wrapCommand((words) => this.wrap(servingContainer, words));
    }
    this.mountToken();
    this.written = this.annotations();
    for (const [key, value] of Object.entries(this.written)) template.addAnnotation(key, value);
  }

  private annotations(): Record<string, string> {
    const all = {
      ...agentAnnotations(this.options),
      // The injector does not trim the parts of this list.
      ...(this.containers.length === 0 ? {} : { 'agent-inject-containers': this.containers.join(',') }),
      ...Object.assign({}, ...this.secrets.map((secret) => secret._annotations())) as Record<string, string>,
    };
    return Object.fromEntries(Object.entries(all).map(([key, value]) => [DOMAIN + key, value]));
  }

  /** Without the list the secrets would be mounted for the queue proxy as well. */
  private get containers(): readonly string[] {
    const { servingContainer } = this.service._template.podTemplate;
    return this.options.containers ?? (servingContainer === undefined ? [] : [servingContainer.name]);
  }

  private wrap(container: Container, words: CommandWords): CommandWords {
    const sourced = this.secrets.filter((secret) => secret._content.sourced);
    const serves = this.service._template.podTemplate.servingContainer === container;
    if (sourced.length === 0 || !serves || (words.command ?? []).length === 0) return words;
    return startCommand(this.options.shell ?? 'sh', sourced.map((secret) => this.filePath(secret)), words);
  }

  /** Knative refuses a volume that no container mounts. */
  private mountToken(): void {
    const { podTemplate } = this.service._template;
    const volume = this.options.auth?.tokenVolume;
    const mounted = podTemplate.containers.some(({ volumeMounts }) =>
      volumeMounts.some((mount) => mount.volume.name === volume?.name));
    if (volume === undefined || mounted || podTemplate.servingContainer === undefined) return;
    // Follows DefaultServiceAccountMount of the injector's agent/agent.go.
    podTemplate.addVolumeMount(undefined, { path: '/var/run/secrets/vault.hashicorp.com/serviceaccount', volume });
  }

  private check(): (Problem | undefined)[] {
    const found = annotationsOf(this.service);
    const changed = Object.entries(this.written).filter(([key, value]) => found[key] !== value).map(([key]) => key);
    this._apply();
    const injection: Injection = {
      service: this.service, options: this.options, secrets: this.secrets, containers: this.containers,
      annotations: annotationsOf(this.service), filePath: (secret) => this.filePath(secret),
      byHand: [...this.byHand.filter((key) => Object.hasOwn(this.written, key)), ...changed],
    };
    warnInjection(injection);
    warnInjectorPresence(this.service);
    return [
      checkInjectorPresence(this.service), checkRestrictedNamespace(this.service, this.options),
      ...checkInjection(injection),
    ];
  }
}

/** The annotations of a service's pods. */
function annotationsOf(service: KnativeService): Record<string, string> {
  const { metadata } = service._template._render() as { metadata?: { annotations?: Record<string, string> } };
  return { ...metadata?.annotations };
}

function injectedTwice(service: KnativeService): Problem {
  return {
    code: 'KN-VLT-019',
    message: `the service ${show(service.name)} has a Vault Agent already`,
    received: service.name,
    allowed: 'one agent for each service',
    fix: 'add secrets to the agent that `VaultAgent.inject` gave, with `addSecret`',
  };
}
