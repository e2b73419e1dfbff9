import type { IConstruct } from 'constructs';
import {
  appChecks, captureTrace, ownCopy, type Problem, refuse, show, showAll, SideDocuments, Warnings,
} from '../core';
import { KUBERNETES_AUTH, tokenAudience } from './auth-options';
import { mergeRules, policyHcl } from './policy';
import { checkSetup, type VaultKubernetesAuthOptions } from './vault-kubernetes-auth';
import { type InjectedService, injectedServices, onInjected } from './vault-registry';
import { checkRoleOptions, roleRequests, type VaultRequest, type VaultRole, type VaultRoleOptions } from './vault-role';

interface State {
  readonly roles: Map<string, VaultRoleOptions>;
  readonly mounts: Map<string, VaultKubernetesAuthOptions>;
  readonly files: Set<string>;
  documented: boolean;
}

const STATES = new WeakMap<IConstruct, State>();

/**
 * What Vault has to be told, so that the services of an app get their secrets: roles, policies and login methods. It is
 * made from what the services say, so that the two cannot drift apart. Nothing of it is secret.
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
    return this.users().map((users) => this.roleOf(users));
  }

  /** The calls of Vault's API that set it up: login methods first, then policies and roles. */
  public get requests(): readonly VaultRequest[] {
    return [...this.mountRequests().values(), ...this.roles.map(roleRequests)].flat();
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
   * Puts the calls among the side documents of the app: `vault/<role>.json` with the policy and the role, and
   * `vault/auth/<mount>.json` with the login method. Services may follow. Every service needs a namespace for it
   * (`KN-NAM-003`), and one role cannot have services with tokens for different audiences (`KN-VLT-021`).
   */
  public addSideDocuments(): void {
    const state = this.state();
    if (state.documented) return;
    state.documented = true;
    this.addMissingDocuments();
    const known = new Set(injectedServices(this.construct).map(keyOf));
    onInjected(this.construct, (injected) => {
      if (!known.has(keyOf(injected))) this.addMissingDocuments();
      known.add(keyOf(injected));
    });
    appChecks(this.construct).defer(this.construct, captureTrace(), () => this.checkDocuments());
  }

  private addMissingDocuments(): void {
    for (const role of this.roles) {
      const place = placeOf(role);
      this.addDocument(`vault/${place}.json`, () =>
        this.roles.filter((other) => placeOf(other) === place).flatMap(roleRequests));
    }
    for (const path of this.mountRequests().keys()) {
      this.addDocument(`vault/${path}.json`, () => this.mountRequests().get(path) ?? []);
    }
  }

  private addDocument(file: string, requests: () => readonly VaultRequest[]): void {
    const { files } = this.state();
    if (files.has(file)) return;
    files.add(file);
    const content = () => `${JSON.stringify({ requests: requests() }, undefined, 2)}\n`;
    SideDocuments.of(this.construct).add({ file, content });
  }

  private mountRequests(): Map<string, VaultRequest[]> {
    const mounts = new Map<string, VaultRequest[]>();
    for (const { authType, authPath, vaultNamespace: namespace } of this.roles) {
      if (authType !== KUBERNETES_AUTH.type) continue;
      const place = namespace === undefined ? authPath : `${namespace}/${authPath}`;
      const options = this.state().mounts.get(authPath) ?? {};
      mounts.set(place, [
        { method: 'POST', path: `sys/${authPath}`, namespace, payload: { type: 'kubernetes' } },
        {
          method: 'POST', path: `${authPath}/config`, namespace, payload: {
            kubernetes_host: options.kubernetesHost ?? 'https://kubernetes.default.svc',
            kubernetes_ca_cert: options.kubernetesCaCert,
            disable_local_ca_jwt: options.disableLocalCaJwt,
          },
        },
      ]);
    }
    return mounts;
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
    return this.users().flatMap((users) => {
      this.warnWider(users);
      const [first] = users;
      const other = users.find((user) => first !== undefined && audienceOf(user) !== audienceOf(first));
      return [
        ...users.map((user) => user.service.namespace === undefined ? noNamespace(user) : undefined),
        first === undefined || other === undefined ? undefined : twoAudiences(first, other),
      ];
    });
  }

  /** Vault binds every name in every namespace of the lists. */
  private warnWider(users: readonly InjectedService[]): void {
    const { name, serviceAccountNames: names, serviceAccountNamespaces: namespaces } = this.roleOf(users);
    const pairs = unique(users.map((user) => `${user.service.namespace}/${accountOf(user)}`));
    if (pairs.length >= names.length * namespaces.length) return;
    Warnings.of(this.construct).add('vault-role-wider', `the role ${show(name)} lets each of the accounts `
      + `${showAll(names)} in from each of the namespaces ${showAll(namespaces)}: write a role for each namespace`);
  }

  private state(): State {
    const { root } = this.construct.node;
    const state = STATES.get(root) ?? { roles: new Map(), mounts: new Map(), files: new Set(), documented: false };
    STATES.set(root, state);
    return state;
  }
}

/** Vault knows roles in lower case, below their login method. */
function keyOf({ options: { role, auth = {}, server = {} } }: InjectedService): string {
  return [role?.toLowerCase(), auth.path ?? KUBERNETES_AUTH.path, server.namespace ?? ''].join(' ');
}

function placeOf({ name, authPath, vaultNamespace }: VaultRole): string {
  const mount = authPath === KUBERNETES_AUTH.path ? [] : [authPath];
  return [...vaultNamespace === undefined ? [] : [vaultNamespace], ...mount, name.toLowerCase()].join('/');
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
