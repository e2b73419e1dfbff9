import { Construct } from 'constructs';
import {
  appChecks, asAddress, checkChoice, enforcedLevel, KINDS, Namespace, type NamespaceProps, needSecret,
  noteServicesNamespace, ownCopy, type PlatformDescription, platformFor, type Problem, refuse, show, traceOf, Warnings,
} from '../core';
import type { KafkaCluster } from '../kafka';
import { ServiceAccount, type ServiceAccountProps } from '../pod';
import { vaultAddressOf } from '../vault';
import { checkDevelopers, type DeveloperAccess, DeveloperRole, renderDevelopers } from './developer-access';
import {
  checkDns, checkIngressNamespaces, checkNamedOnce, checkPlatformName, checkWildcard, missingDefaults, notPullSecret,
} from './namespace-checks';
import { collectorsFor } from './collectors';
import { checkLimits, type NamespaceLimits, renderLimits } from './namespace-limits';
import { NamespacePart } from './namespace-part';
import { checkQuota, type NamespaceQuota, renderQuota } from './namespace-quota';
import { clustersOfBrokers, closedToCredentials, closedToKafka } from './namespaced-brokers';
import { closedToApiServer, closedToPrometheus, withoutMirrorSecret } from './namespace-warnings';
import {
  CHALLENGES, incoming, type NamespaceNetwork, type NetworkFacts, NetworkIsolation, type Opening, outgoing, POLICIES,
} from './network-isolation';
import { NetworkPeer, type NetworkPort } from './network-peer';
import { checkPodSecurityOptions, type PodSecurity, podSecurityLabels, PodSecurityLevel } from './pod-security';
import { PullSecret } from './pull-secret';
import { beyondRestricted, injectedIn } from './restricted-checks';
import { checkServiceBounds } from './service-bounds';

/** Properties for `ServicesNamespace`. */
export interface ServicesNamespaceProps extends NamespaceProps {
  /**
   * Whether the namespace has the label by which Knative gets a wildcard certificate for it. `true` where the platform
   * makes none is refused with `KN-NSP-010`, and so is `false` where it makes one whatever the labels are. Only the
   * finished program shows the label, so that it is there after
   * `app.synth()` and in `Manifests.of(app)`, but not in `Testing.synth(chart)` of cdk8s, which checks nothing.
   * @default - whether the platform of the cluster makes wildcard certificates
   */
  readonly wildcardCertificate?: boolean;
  /**
   * How much pods may do. With `enforce: PodSecurityLevel.RESTRICTED`, services with a Vault agent need
   * `security.restricted` there (`KN-NSP-004`), and a service or `ContainerSource` whose containers ask for more is
   * warned of as `restricted-pod`. The label `pod-security.kubernetes.io/enforce` says the same.
   * @default - what the cluster has for every namespace
   */
  readonly podSecurity?: PodSecurity;
  /**
   * Secrets with the passwords of image registries, for all service accounts that this construct makes, and for the
   * account `default`. Each once (`KN-NSP-009`). Where the platform has a mirror with a password, pods of services need
   * it too: that of the name that the platform says is looked for among them (warning `mirror-pull-secret`).
   * @default - none
   */
  readonly imagePullSecrets?: readonly PullSecret[];
  /**
   * Whether the account `default`, as which pods run that name no other, gets the pull secrets.
   * @default true
   */
  readonly defaultServiceAccount?: boolean;
  /**
   * Kafka clusters that services, sinks and sources of the namespace use: their Secret is filled here, where
   * credentials are synced, and their ports are open. Credentials by `fromSecretName` cannot be copied; where they say
   * their namespaces, this one has to be among them (`KN-KFK-007`).
   * @default - what sinks, sources and `KafkaNamespaced` brokers of the namespace need by themselves
   */
  readonly kafka?: readonly KafkaCluster[];
  /**
   * The most that the namespace may have (`KN-NSP-005`). A service of the program of which no pod fits, or not as many
   * as it keeps, is refused with `KN-NSP-011`.
   * @default - any
   */
  readonly quota?: NamespaceQuota;
  /**
   * What single containers may ask for (`KN-NSP-006`). A service of the program whose containers ask for anything else
   * is refused with `KN-NSP-011`; Knative's own container in its pods asks for 25 thousandths of a core.
   * @default - any
   */
  readonly limits?: NamespaceLimits;
  /**
   * Who may look at and change what is in the namespace (`KN-NSP-007`).
   * @default - who may do so in every namespace
   */
  readonly developers?: readonly DeveloperAccess[];
  /**
   * How the network of the namespace is closed.
   * @default - it is open
   */
  readonly network?: NamespaceNetwork;
}

/**
 * A namespace for services, with what its team needs and may do there.
 *
 * It is a Namespace, and the other objects lie in it, whatever namespace the chart has. A namespace of the platform is
 * refused with `KN-NSP-001`.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
 */
export class ServicesNamespace extends Namespace {
  private readonly props: ServicesNamespaceProps;
  private readonly accounts = new Map<string, ServiceAccount>();
  private readonly pullSecrets: PullSecret[] = [];
  private readonly kafka: KafkaCluster[] = [];
  private readonly developers = new Map<DeveloperRole, DeveloperAccess[]>();
  private readonly from: Opening[] = [];
  private readonly to: Opening[] = [];

  constructor(scope: Construct, id: string, given: ServicesNamespaceProps = {}) {
    const props = ownCopy(given);
    super(scope, id, { metadata: withLevels(props) });
    this.props = props;
    refuse(this, ...checkPodSecurityOptions(props.podSecurity ?? {}));
    for (const secret of props.imagePullSecrets ?? []) this.addImagePullSecret(secret);
    for (const cluster of props.kafka ?? []) this.addKafka(cluster);
    for (const access of props.developers ?? []) this.addDevelopers(access);
    this.addBounds();
    if (props.network !== undefined) this.closeNetwork(props.network);
    noteServicesNamespace(this, () => ({ name: this.name, wildcard: this.isCertified() }));
    this._checkAtSynth(() => this.checkFinished());
  }

  /**
   * Adds a service account, with the pull secrets of the namespace. A name that another one has is refused with
   * `KN-NSP-009`.
   */
  public addServiceAccount(name: string, props: ServiceAccountProps = {}): ServiceAccount {
    const known = this.accounts.get(name);
    refuse(this, checkNamedOnce('service account', name, [...this.accounts.keys()]));
    if (known !== undefined) return known;
    const account = new ServiceAccount(this.group('service-accounts'), name, {
      ...props, metadata: { name, ...props.metadata, namespace: this.name },
    });
    for (const secret of this.pullSecrets) account.addImagePullSecret(secret);
    this.accounts.set(name, account);
    return account;
  }

  /**
   * Adds a Secret with the passwords of image registries, for the accounts that there are and for those that come. One
   * that the namespace has already is refused with `KN-NSP-009`.
   */
  public addImagePullSecret(secret: PullSecret): void {
    const problem = secret instanceof PullSecret
      ? checkNamedOnce('Secret for images', secret.name, this.pullSecrets.map(({ name }) => name))
      : notPullSecret();
    refuse(this, problem);
    if (problem !== undefined) return;
    this.pullSecrets.push(secret);
    for (const account of this.accounts.values()) account.addImagePullSecret(secret);
    if (this.props.defaultServiceAccount !== false && !this.accounts.has('default')) this.addServiceAccount('default');
    const { _sync: sync } = secret;
    if (sync === undefined) {
      needSecret(this, this.name, secret.name, 'images of services are pulled with it');
      return;
    }
    new NamespacePart(this.group('pull-secrets'), secret.name, sync.kind, this.name, () => ({ spec: sync.spec() }));
  }

  /** Adds a Kafka cluster that services, sinks and sources of the namespace use (`KN-KFK-007`). */
  public addKafka(cluster: KafkaCluster): void {
    cluster._secretFor(this, this.name);
    this.kafka.push(cluster);
    appChecks(this).changed();
  }

  /** Adds developers (`KN-NSP-007`). */
  public addDevelopers(access: DeveloperAccess): void {
    refuse(this, ...checkDevelopers(access));
    const role = access.role ?? DeveloperRole.EDIT;
    const known = this.developers.get(role);
    const all = known ?? [];
    all.push(ownCopy(access));
    this.developers.set(role, all);
    if (known === undefined) {
      new NamespacePart(this, `developers-${role}`, KINDS.roleBinding, this.name, () => renderDevelopers(role, all),
        ['roleRef', 'subjects']);
    }
    appChecks(this).changed();
  }

  /**
   * Lets traffic in, to all pods of the namespace. It needs `network` (`KN-NSP-008`).
   * @param ports @default - all ports
   */
  public allowFrom(peer: NetworkPeer, ...ports: NetworkPort[]): void {
    this.open('allow-ingress', this.from, { peer, ports }, incoming, this.props.network !== undefined);
  }

  /**
   * Lets traffic out, of all pods of the namespace: to a database, to the API server. It needs `network` with
   * `NetworkIsolation.INGRESS_AND_EGRESS` (`KN-NSP-008`).
   * @param ports @default - all ports
   */
  public allowTo(peer: NetworkPeer, ...ports: NetworkPort[]): void {
    this.open('allow-egress', this.to, { peer, ports }, outgoing, this.isEgressClosed);
  }

  private get isEgressClosed(): boolean {
    return this.props.network?.isolation === NetworkIsolation.INGRESS_AND_EGRESS;
  }

  private open(
    policy: string, list: Opening[], opening: Opening, render: (facts: NetworkFacts) => Record<string, unknown>,
    closed: boolean,
  ): void {
    refuse(this, closed ? undefined : nothingToOpen(this.name, policy));
    list.push(opening);
    if (closed) this.addPolicy(policy, render);
    appChecks(this).changed();
  }

  /** Objects of one sort may have names that those of another sort have. */
  private group(id: string): Construct {
    const known = this.node.tryFindChild(id);
    return known instanceof Construct ? known : new Construct(this, id);
  }

  private addBounds(): void {
    const { quota, limits } = this.props;
    if (quota !== undefined) {
      refuse(this, ...checkQuota(quota));
      const missing = missingDefaults(quota, limits);
      if (missing !== undefined) Warnings.of(this).add('quota-without-default', missing);
      new NamespacePart(this, 'quota', KINDS.resourceQuota, this.name, () => ({ spec: { hard: renderQuota(quota) } }));
    }
    if (limits !== undefined) {
      refuse(this, ...checkLimits(limits));
      new NamespacePart(this, 'limits', KINDS.limitRange, this.name, () => ({ spec: { limits: renderLimits(limits) } }));
    }
  }

  private closeNetwork({ isolation, dns }: NamespaceNetwork): void {
    refuse(this, checkChoice('KN-NSP-002', 'network.isolation', isolation, NetworkIsolation), checkDns(dns));
    for (const [name, render] of Object.entries(POLICIES)) this.addPolicy(name, render);
    if (this.isEgressClosed) this.addPolicy('allow-egress', outgoing);
  }

  private addPolicy(name: string, render: (facts: NetworkFacts) => Record<string, unknown>): void {
    const policies = this.group('network-policies');
    if (policies.node.tryFindChild(name) !== undefined) return;
    new NamespacePart(policies, name, KINDS.networkPolicy, this.name, () => ({ spec: render(this.networkFacts()) }));
  }

  /** Only the finished program shows how the platform answers challenges. */
  private openChallenges(platform: PlatformDescription | undefined): void {
    const render = POLICIES[CHALLENGES];
    if (platform?.httpChallenges === false) this.group('network-policies').node.tryRemoveChild(CHALLENGES);
    else if (render !== undefined) this.addPolicy(CHALLENGES, render);
  }

  private networkFacts(): NetworkFacts {
    const { network } = this.props;
    const platform = platformFor(this);
    const dns = network?.dns ?? (platform?.dnsOnNodes === true ? [NetworkPeer.anywhere()] : undefined);
    const clusters = [...this.kafka, ...clustersOfBrokers(this, this.name)];
    const kafkaPorts = clusters.flatMap(({ bootstrapServers }) => bootstrapServers.map(portOf));
    return {
      egress: this.isEgressClosed,
      ingressNamespaces: network?.ingressNamespaces ?? platform?.layer?.podNamespaces ?? [],
      from: this.from,
      to: this.to,
      vaultPorts: injectedIn(this, this.name).map((each) => vaultPort(vaultAddressOf(each))),
      kafkaPorts: kafkaPorts.filter((port) => port !== undefined),
      collectors: collectorsFor(this),
      ...checkDns(dns) === undefined && dns !== undefined ? { dns } : {},
    };
  }

  private checkFinished(): (Problem | undefined)[] {
    const platform = platformFor(this);
    const { wildcardCertificate, network, limits, quota } = this.props;
    this.labelForWildcard();
    if (network !== undefined) this.openChallenges(platform);
    if (enforcedLevel(this, this.name) === PodSecurityLevel.RESTRICTED) this.warnRestricted();
    this.warnOfPlatform(platform);
    return [
      checkPlatformName(this.name, platform),
      checkWildcard(this.name, wildcardCertificate, platform),
      ...network === undefined ? [] : checkIngressNamespaces(this.name, network.ingressNamespaces, platform),
      ...checkServiceBounds(this, this.name, limits, quota),
    ];
  }

  /** Whether one certificate is for all names of the namespace; known at synth, when there is a platform. */
  private isCertified(): boolean {
    const platform = platformFor(this);
    const labelled = platform?.wildcardLabel !== undefined && this.props.wildcardCertificate !== false;
    return labelled || platform?.certifies?.(this.name) === true;
  }

  /** Only the finished program shows whether there is a platform, and what it selects namespaces by. */
  private labelForWildcard(): void {
    const label = platformFor(this)?.wildcardLabel;
    const { metadata } = this.apiObject;
    if (label === undefined || this.props.wildcardCertificate === false) return;
    if (metadata.getLabel(label.key) === undefined) metadata.addLabel(label.key, label.value);
  }

  private warnOfPlatform(platform: PlatformDescription | undefined): void {
    const closed = [
      ...this.isEgressClosed ? [
        closedToApiServer(this, this.name, this.to),
        closedToKafka(this, this.name, this.kafka.length > 0 || this.to.length > 0),
        closedToCredentials(this, this.name, this.to),
      ] : [],
      this.props.network === undefined ? undefined : closedToPrometheus(this, this.name, this.from),
    ];
    for (const message of closed) if (message !== undefined) Warnings.of(this)._addFrom('closed-network', message, traceOf(this));
    const mirror = withoutMirrorSecret(this.name, this.pullSecrets.map(({ name }) => name), platform);
    if (mirror !== undefined) Warnings.of(this)._addFrom('mirror-pull-secret', mirror, traceOf(this));
  }

  private warnRestricted(): void {
    const pods = beyondRestricted(this, this.name);
    if (pods === undefined) return;
    Warnings.of(this)._addFrom('restricted-pod', `containers of ${pods} ask for more than the level \`restricted\` of their `
      + 'namespace allows, so that no pod starts: leave out what is beyond the defaults of `securityContext`', traceOf(this));
  }
}

function withLevels({ metadata, podSecurity }: ServicesNamespaceProps): NamespaceProps['metadata'] {
  if (podSecurity === undefined) return metadata;
  return { ...metadata, labels: { ...podSecurityLabels(podSecurity), ...metadata?.labels } };
}

function portOf(server: string): number | undefined {
  const port = Number(/:([0-9]+)$/.exec(server)?.[1]);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

/** The port that Vault listens at by itself, where the injector knows the address alone. */
const VAULT_PORT = 8200;

function vaultPort(address: string | undefined): number {
  const text = address === undefined ? '' : asAddress(address);
  if (!URL.canParse(text)) return VAULT_PORT;
  const { port, protocol } = new URL(text);
  if (port !== '' && port !== '0') return Number(port);
  return protocol === 'http:' ? 80 : 443;
}

function nothingToOpen(name: string, policy: string): Problem {
  const egress = policy === 'allow-egress';
  return {
    code: 'KN-NSP-008',
    message: `the namespace ${show(name)} opens what is not closed`,
    received: undefined,
    allowed: egress ? 'a namespace whose `network` is closed for what goes out' : 'a namespace with `network`',
    fix: egress ? 'write `network: { isolation: NetworkIsolation.INGRESS_AND_EGRESS }`' : 'write `network: {}`',
  };
}
