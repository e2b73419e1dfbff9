import type { IConstruct } from 'constructs';
import {
  appChecks, captureTrace, ownCopy, type Problem, refuse, show, showAll, SideDocuments, Warnings,
} from '../core';
import { KUBERNETES_AUTH, tokenAudience } from './auth-options';
import { mergeRules, policyHcl } from './policy';
import { checkSetup, type VaultKubernetesAuthOptions } from './vault-kubernetes-auth';
import { checkMounts, mountsOf, otherPathsOf, secretsOf, type VaultMount, type VaultSecretPlace } from './vault-mounts';
import { type InjectedService, injectedServices, vaultAddressOf } from './vault-registry';
import { checkRoleOptions, type VaultRequest, type VaultRole, type VaultRoleOptions } from './vault-role';
import { bootstrapScript } from './vault-script';
import { DEFAULT_HOST, loginSteps, mountStep, policyStep, roleSteps, type VaultStep } from './vault-steps';

interface State {
  readonly roles: Map<string, VaultRoleOptions>;
  readonly mounts: Map<string, VaultKubernetesAuthOptions>;
  documented: boolean;
}

const STATES = new WeakMap<IConstruct, State>();

/**
 * What Vault has to be told, so that the services of an app get their secrets: login methods, mounts, policies and
 * roles. It is made from what the services say, so that the two cannot drift apart. Nothing of it is secret.
 * @see https://developer.hashicorp.com/vault/docs/auth/kubernetes
 */
export class VaultSetup {
  /** The set-up for the app that a construct belongs to. */
  public static of(construct: IConstruct): VaultSetup {
    return new VaultSetup(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /** The roles that services log in as, in the order of their names. Services that share a role are in it together. */
  public get roles(): readonly VaultRole[] {
    const own = this.users().map((users) => this.roleOf(users));
    return own.map((role) => {
      const sharing = own.filter((other) => policyOf(other) === policyOf(role));
      const rules = mergeRules(sharing.flatMap((other) => other.rules));
      return { ...role, rules, policyHcl: policyHcl(rules) };
    });
  }

  /** The key/value mounts that services read from, in the order of their paths. */
  public get mounts(): readonly VaultMount[] {
    return mountsOf(injectedServices(this.construct));
  }

  /** The secrets that services read, in the order of their paths: what Vault holds there is put in by hand. */
  public get secrets(): readonly VaultSecretPlace[] {
    return secretsOf(injectedServices(this.construct));
  }

  /** The calls of Vault's API that set it up: login methods first, then mounts, policies and roles. */
  public get requests(): readonly VaultRequest[] {
    return this.steps().map(({ request }) => request);
  }

  /**
   * Says more of a role than what follows from its services. A role is described once (`KN-VLT-021`), and one that no
   * service uses is refused.
   */
  public configureRole(name: string, options: VaultRoleOptions): void {
    const { roles } = this.state();
    const key = `${name.toLowerCase()} ${options.authPath ?? ''}`;
    refuse(this.construct, ...checkRoleOptions(options), roles.has(key) ? describedTwice(name) : undefined);
    const own = ownCopy(options);
    roles.set(key, own);
    appChecks(this.construct).defer(this.construct, captureTrace(), () => {
      const users = this.usersOf(name, options.authPath);
      const none = users.length === 0 ? unused(name, this.roles) : undefined;
      return [none, ...users.map((user) => audienceProblem(user, own))];
    });
  }

  /** Says how Vault finds the cluster of a login method, where it runs outside of the cluster. */
  public configureKubernetesAuth(options: VaultKubernetesAuthOptions): void {
    refuse(this.construct, ...checkSetup(options));
    this.state().mounts.set(options.path ?? KUBERNETES_AUTH.path, ownCopy(options));
  }

  /**
   * Puts what Vault has to be told among the side documents of the app: `vault/bootstrap.json` with the calls of its
   * API and the secrets that are to be put in by hand, and `vault/bootstrap.sh`, which does the same with the `vault`
   * CLI and may be run again. Services may follow. Every service needs a namespace for it (`KN-NAM-003`), one role
   * cannot have services with tokens for different audiences (`KN-VLT-021`), and a mount has one version and lies in no
   * other (`KN-VLT-023`).
   */
  public addBootstrapDocument(): void {
    const state = this.state();
    if (state.documented) return;
    state.documented = true;
    const documents = SideDocuments.of(this.construct);
    documents.add({ file: 'vault/bootstrap.json', content: () => this.bootstrapJson() });
    documents.add({ file: 'vault/bootstrap.sh', content: () => this.bootstrapScript() });
    appChecks(this.construct).defer(this.construct, captureTrace(), () => this.checkDocuments());
  }

  private bootstrapJson(): string {
    const { requests, secrets } = this;
    const otherPaths = otherPathsOf(injectedServices(this.construct));
    return `${JSON.stringify({ requests, secrets, otherPaths }, undefined, 2)}\n`;
  }

  private bootstrapScript(): string {
    const commands = this.steps().map(({ command }) => command);
    const otherPaths = otherPathsOf(injectedServices(this.construct));
    return bootstrapScript({ commands, secrets: this.secrets, otherPaths });
  }

  private steps(): VaultStep[] {
    const { roles } = this;
    const logins = new Map(roles.filter(({ authType }) => authType === KUBERNETES_AUTH.type)
      .map((role): [string, VaultRole] => [`${role.vaultNamespace ?? ''} ${role.authPath}`, role]));
    const policies = new Map(roles.map((role): [string, VaultRole] => [policyOf(role), role]));
    return [
      ...[...logins.values()].flatMap(({ authPath, vaultNamespace }) =>
        loginSteps(authPath, vaultNamespace, this.state().mounts.get(authPath) ?? {})),
      ...this.mounts.map(mountStep),
      ...[...policies.values()].map(policyStep),
      ...roles.flatMap(roleSteps),
    ];
  }

  private roleOf(users: readonly InjectedService[]): VaultRole {
    const { role: name = '', auth = {}, server = {} } = users[0]?.options ?? {};
    const authPath = auth.path ?? KUBERNETES_AUTH.path;
    const { roles } = this.state();
    const options = roles.get(`${name.toLowerCase()} ${authPath}`) ?? roles.get(`${name.toLowerCase()} `) ?? {};
    const rules = mergeRules(users.flatMap((user) => user.rules()));
    return {
      name, authPath, options, rules,
      authType: auth.type ?? KUBERNETES_AUTH.type,
      vaultNamespace: server.namespace,
      serviceAccountNames: unique(users.map(accountOf)),
      serviceAccountNamespaces: unique(users.flatMap(({ service }) => service.namespace ?? [])),
      audience: options.audience ?? users.map(audienceOf).find((audience) => audience !== undefined),
      policyName: options.policyName ?? name.toLowerCase(),
      policyHcl: policyHcl(rules),
    };
  }

  /** Services by their role, in the order of the roles. */
  private users(): InjectedService[][] {
    const byRole = new Map<string, InjectedService[]>();
    for (const injected of injectedServices(this.construct)) {
      const key = keyOf(injected);
      const known = byRole.get(key);
      if (known !== undefined) known.push(injected);
      else if (injected.options.role !== undefined) byRole.set(key, [injected]);
    }
    return [...byRole].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, users]) => users);
  }

  private usersOf(name: string, authPath: string | undefined): InjectedService[] {
    return injectedServices(this.construct).filter(({ options: { role, auth = {} } }) => {
      const path = auth.path ?? KUBERNETES_AUTH.path;
      return role?.toLowerCase() === name.toLowerCase() && (authPath ?? path) === path;
    });
  }

  private checkDocuments(): (Problem | undefined)[] {
    this.warnHosts();
    const roles = this.users().flatMap((users) => {
      this.warnWider(users);
      const [first] = users;
      const other = users.find((user) => first !== undefined && audienceOf(user) !== audienceOf(first));
      return [
        ...users.map((user) => user.service.namespace === undefined ? noNamespace(user) : undefined),
        first === undefined || other === undefined ? undefined : twoAudiences(first, other),
      ];
    });
    return [...roles, ...checkMounts(this.mounts)];
  }

  /** Vault binds every name in every namespace of the lists. */
  private warnWider(users: readonly InjectedService[]): void {
    const { name, serviceAccountNames: names, serviceAccountNamespaces: namespaces } = this.roleOf(users);
    const pairs = unique(users.map((user) => `${user.service.namespace}/${accountOf(user)}`));
    if (pairs.length >= names.length * namespaces.length) return;
    Warnings.of(this.construct).add('vault-role-wider', `the role ${show(name)} lets each of the accounts `
      + `${showAll(names)} in from each of the namespaces ${showAll(namespaces)}: write a role for each namespace`);
  }

  /** A Vault elsewhere does not know the name that the API server has in the cluster. */
  private warnHosts(): void {
    const { mounts } = this.state();
    for (const user of injectedServices(this.construct)) {
      const { path = KUBERNETES_AUTH.path, type = KUBERNETES_AUTH.type } = user.options.auth ?? {};
      const address = vaultAddressOf(user);
      if (type !== KUBERNETES_AUTH.type || address === undefined || isInside(address)) continue;
      if (mounts.get(path)?.kubernetesHost !== undefined) continue;
      Warnings.of(this.construct).add('vault-kubernetes-host', `the Vault at ${show(address)} is told to find the API server `
        + `at ${show(DEFAULT_HOST)}, a name of the cluster: write \`VaultSetup.of(app).configureKubernetesAuth({ `
        + `${path === KUBERNETES_AUTH.path ? '' : `path: '${path}', `}kubernetesHost, kubernetesCaCert })\`, unless it runs there`);
    }
  }

  private state(): State {
    const { root } = this.construct.node;
    const state = STATES.get(root) ?? { roles: new Map(), mounts: new Map(), documented: false };
    STATES.set(root, state);
    return state;
  }
}

/** Names of Services: others without a dot are no names outside either. */
function isInside(address: string): boolean {
  const host = /^[a-z]+:\/\/(\[[^\]]*\]|[^/:?#]*)/i.exec(address)?.[1] ?? '';
  return /\.svc(\.|$)/.test(host) || !/[.:]/.test(host);
}

/** Vault knows roles in lower case, below their login method. */
function keyOf({ options: { role, auth = {}, server = {} } }: InjectedService): string {
  return [role?.toLowerCase(), auth.path ?? KUBERNETES_AUTH.path, server.namespace ?? ''].join(' ');
}

/** Vault has one policy of a name in each of its namespaces. */
function policyOf({ policyName, vaultNamespace = '' }: VaultRole): string {
  return `${vaultNamespace} ${policyName}`;
}

function accountOf({ service }: InjectedService): string {
  return service._template.serviceAccount?.name ?? 'default';
}

function audienceOf({ options }: InjectedService): string | undefined {
  const volume = options.auth?.tokenVolume;
  return volume === undefined ? undefined : tokenAudience(volume);
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

function describedTwice(name: string): Problem {
  return {
    code: 'KN-VLT-021',
    message: `the Vault role ${show(name)} is described twice`,
    received: name,
    allowed: 'one description of a role at one login method',
    fix: 'say everything in one `configureRole`, or name the `authPath` of each',
  };
}

function unused(name: string, roles: readonly VaultRole[]): Problem {
  return {
    code: 'KN-VLT-021',
    message: `no service uses the Vault role ${show(name)} that is described`,
    received: name,
    allowed: roles.length === 0 ? 'a role of a service' : showAll(roles.map((role) => role.name)),
    fix: roles[0] === undefined ? 'leave `configureRole` out' : `write ${show(roles[0].name)}, for example`,
  };
}

function audienceProblem(user: InjectedService, { audience }: VaultRoleOptions): Problem | undefined {
  const own = audienceOf(user);
  if (audience === undefined || own === undefined || own === audience) return undefined;
  return {
    code: 'KN-VLT-021',
    message: `the role ${show(user.options.role)} wants tokens for ${show(audience)}, and the service `
      + `${show(user.service.name)} has one for ${show(own)}`,
    received: audience,
    allowed: show(own),
    fix: 'leave `audience` out: it follows from the token volume',
  };
}

function twoAudiences(user: InjectedService, other: InjectedService): Problem {
  return {
    code: 'KN-VLT-021',
    message: `the services ${show(user.service.name)} and ${show(other.service.name)} share the role `
      + `${show(user.options.role)}, and their tokens are for different audiences`,
    received: [audienceOf(user), audienceOf(other)],
    allowed: 'one audience for each role',
    fix: 'give both the same `auth: { tokenVolume }`, or each a role of its own',
  };
}

function noNamespace({ service }: InjectedService): Problem {
  return {
    code: 'KN-NAM-003',
    message: `the role of the service ${show(service.name)} has to name its namespace, and it has none`,
    received: undefined,
    allowed: 'a namespace from the chart or from `metadata.namespace`',
    fix: "write `new Chart(app, 'services', { namespace: 'my-namespace' })`",
  };
}
