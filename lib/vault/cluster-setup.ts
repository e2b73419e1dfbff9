import type { IConstruct } from 'constructs';
import { hasLateValue, type Problem, show, showAll, type SourceTrace, Warnings } from '../core';
import { KUBERNETES_AUTH } from './auth-options';
import { mergeRules, policyHcl } from './policy';
import { noNamespace, twoAudiences } from './setup-problems';
import { stateOf } from './setup-state';
import { checkMounts, mountsOf, otherPathsOf, secretsOf } from './vault-mounts';
import { accountOf, audienceOf, authPathOf, type InjectedService, isInside, vaultAddressOf } from './vault-registry';
import type { VaultRole } from './vault-role';
import { bootstrapScript } from './vault-script';
import { DEFAULT_HOST, loginSteps, mountStep, policyStep, roleSteps, type VaultStep } from './vault-steps';

/** What Vault has to be told for the services of one cluster. */
export class ClusterSetup {
  constructor(
    private readonly construct: IConstruct, public readonly cluster: string,
    public readonly services: readonly InjectedService[],
  ) {}

  /** Roles that share a policy are in it together. */
  public get roles(): readonly VaultRole[] {
    const own = this.users().map((users) => this.roleOf(users));
    return own.map((role) => {
      const sharing = own.filter((other) => policyOf(other) === policyOf(role));
      const rules = mergeRules(sharing.flatMap((other) => other.rules));
      return { ...role, rules, policyHcl: policyHcl(rules) };
    });
  }

  public steps(): VaultStep[] {
    const { roles } = this;
    const state = stateOf(this.construct);
    const logins = new Map(roles.filter(({ authType }) => authType === KUBERNETES_AUTH.type)
      .map((role): [string, VaultRole] => [`${role.vaultNamespace ?? ''} ${role.authPath}`, role]));
    const policies = new Map(roles.map((role): [string, VaultRole] => [policyOf(role), role]));
    return [
      ...[...logins.values()].flatMap(({ authPath, vaultNamespace }) =>
        loginSteps(authPath, vaultNamespace, state.loginOptions(this.cluster, authPath, vaultNamespace))),
      ...mountsOf(this.services).map(mountStep),
      ...[...policies.values()].map(policyStep),
      ...roles.flatMap(roleSteps),
    ];
  }

  /** The text of the document for tools. */
  public json(): string {
    const requests = this.steps().map(({ request }) => request);
    const document = { requests, secrets: secretsOf(this.services), otherPaths: otherPathsOf(this.services) };
    return `${JSON.stringify(document, undefined, 2)}\n`;
  }

  /** The text of the script. */
  public script(): string {
    const commands = this.steps().map(({ command }) => command);
    return bootstrapScript({ commands, secrets: secretsOf(this.services), otherPaths: otherPathsOf(this.services) });
  }

  /** What keeps Vault from being told all of it. */
  public check(trace: SourceTrace): (Problem | undefined)[] {
    this.warnHosts(trace);
    const roles = this.users().flatMap((users) => {
      this.warnWider(users, trace);
      const [first] = users;
      const other = users.find((user) => first !== undefined && audienceOf(user) !== audienceOf(first));
      return [
        ...users.map((user) => user.service.namespace === undefined ? noNamespace(user) : undefined),
        first === undefined || other === undefined ? undefined : twoAudiences(first, other),
      ];
    });
    return [...roles, ...checkMounts(mountsOf(this.services))];
  }

  /** Services by their role, in the order of the roles. */
  private users(): InjectedService[][] {
    const byRole = new Map<string, InjectedService[]>();
    for (const injected of this.services) {
      const key = keyOf(injected);
      const known = byRole.get(key);
      if (known !== undefined) known.push(injected);
      else if (injected.options.role !== undefined) byRole.set(key, [injected]);
    }
    return [...byRole].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, users]) => users);
  }

  private roleOf(users: readonly InjectedService[]): VaultRole {
    const { role: name = '', auth = {}, server = {} } = users[0]?.options ?? {};
    const authPath = auth.path ?? KUBERNETES_AUTH.path;
    const options = stateOf(this.construct).roleOptions(this.cluster, name, authPath) ?? {};
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

  /** Vault binds every name in every namespace of the lists. */
  private warnWider(users: readonly InjectedService[], trace: SourceTrace): void {
    const { name, serviceAccountNames: names, serviceAccountNamespaces: namespaces } = this.roleOf(users);
    const pairs = unique(users.map((user) => `${user.service.namespace}/${accountOf(user)}`));
    if (pairs.length >= names.length * namespaces.length) return;
    Warnings.of(this.construct)._addFrom('vault-role-wider', `the role ${show(name)} lets each of the accounts `
      + `${showAll(names)} in from each of the namespaces ${showAll(namespaces)}: write a role for each namespace`, trace);
  }

  /** A Vault elsewhere does not know the name that the API server has in the cluster. */
  private warnHosts(trace: SourceTrace): void {
    for (const user of this.services) {
      const { type = KUBERNETES_AUTH.type } = user.options.auth ?? {};
      const [path, address] = [authPathOf(user), vaultAddressOf(user)];
      if (type !== KUBERNETES_AUTH.type || address === undefined) continue;
      if (hasLateValue(address) || isInside(address)) continue;
      const known = stateOf(this.construct).loginOptions(this.cluster, path, user.options.server?.namespace);
      if (known?.kubernetesHost !== undefined) continue;
      const where = path === KUBERNETES_AUTH.path ? '' : `path: '${path}', `;
      Warnings.of(this.construct)._addFrom('vault-kubernetes-host', `the Vault at ${show(address)} is told to find the API `
        + `server at ${show(DEFAULT_HOST)}, a name of the cluster: write \`VaultSetup.of(app).configureKubernetesAuth({ `
        + `${where}kubernetesHost, kubernetesCaCert })\`, unless it runs there`, trace);
    }
  }
}

/** Vault knows roles in lower case, below their login method. */
function keyOf(injected: InjectedService): string {
  const { role, server = {} } = injected.options;
  return [role?.toLowerCase(), authPathOf(injected), server.namespace ?? ''].join(' ');
}

/** Vault has one policy of a name in each of its namespaces. */
function policyOf({ policyName, vaultNamespace = '' }: VaultRole): string {
  return `${vaultNamespace} ${policyName}`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
