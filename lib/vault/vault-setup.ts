import type { IConstruct } from 'constructs';
import { appChecks, captureTrace, clusterOf, ownCopy, type Problem, refuse, SideDocuments, type SourceTrace } from '../core';
import { KUBERNETES_AUTH } from './auth-options';
import { ClusterSetup } from './cluster-setup';
import { audienceProblem, describedTwice, loginDescribedTwice, loginUnused, unused } from './setup-problems';
import { folderOf, stateOf } from './setup-state';
import { checkShared } from './shared-vault';
import { checkSetup, type VaultKubernetesAuthOptions } from './vault-kubernetes-auth';
import { mountsOf, secretsOf, type VaultMount, type VaultSecretPlace } from './vault-mounts';
import { authPathOf, type InjectedService, injectedServices } from './vault-registry';
import { checkRoleOptions, type VaultRequest, type VaultRole, type VaultRoleOptions } from './vault-role';

/**
 * What Vault has to be told, so that the services of an app get their secrets: login methods, mounts, policies and
 * roles. It is made from what the services say, so that the two cannot drift apart. Nothing of it is secret.
 *
 * The clusters of an app (`ClusterChart`) have documents of their own, and login methods of their own where they share
 * a Vault (`KN-VLT-025`).
 * @see https://developer.hashicorp.com/vault/docs/auth/kubernetes
 */
export class VaultSetup {
  /** The set-up for the cluster that a construct is meant for; for the whole app where its chart names no cluster. */
  public static of(construct: IConstruct): VaultSetup {
    return new VaultSetup(construct);
  }

  private readonly cluster: string;

  private constructor(private readonly construct: IConstruct) {
    this.cluster = clusterOf(construct);
  }

  /** The roles that services log in as, in the order of their names. Services that share a role are in it together. */
  public get roles(): readonly VaultRole[] {
    return this.clusters().flatMap(({ roles }) => roles);
  }

  /** The key/value mounts that services read from, in the order of their paths. */
  public get mounts(): readonly VaultMount[] {
    return mountsOf(this.services());
  }

  /** The secrets that services read, in the order of their paths: what Vault holds there is put in by hand. */
  public get secrets(): readonly VaultSecretPlace[] {
    return secretsOf(this.services());
  }

  /** The calls of Vault's API that set it up: login methods first, then mounts, policies and roles. */
  public get requests(): readonly VaultRequest[] {
    const all = this.clusters().flatMap((cluster) => cluster.steps()).map(({ request }) => request);
    return [...new Map(all.map((request) => [JSON.stringify(request), request])).values()];
  }

  /**
   * Says more of a role than what follows from its services. A role is described once (`KN-VLT-021`), and one that no
   * service uses is refused.
   */
  public configureRole(name: string, options: VaultRoleOptions): void {
    const own = ownCopy(options);
    refuse(this.construct, ...checkRoleOptions(options),
      stateOf(this.construct).describeRole(this.cluster, name, own) ? undefined : describedTwice(name));
    appChecks(this.construct).defer(this.construct, captureTrace(), () => {
      const users = this.services().filter((user) => user.options.role?.toLowerCase() === name.toLowerCase()
        && (own.authPath ?? authPathOf(user)) === authPathOf(user));
      const none = users.length === 0 ? unused(name, this.roles) : undefined;
      return [none, ...users.map((user) => audienceProblem(user, own))];
    });
  }

  /**
   * Says how Vault finds the cluster of a login method, where it runs outside of the cluster. A login method is
   * described once, and one that no service logs in at is refused (`KN-VLT-021`). What Vault knows of one that is
   * described is replaced; of others it keeps what it knows.
   */
  public configureKubernetesAuth(options: VaultKubernetesAuthOptions): void {
    const own = ownCopy(options);
    const { path = KUBERNETES_AUTH.path, vaultNamespace } = own;
    const wrong = checkSetup(own);
    refuse(this.construct, ...wrong,
      stateOf(this.construct).describeLogin(this.cluster, path, own) ? undefined : loginDescribedTwice(path));
    if (wrong.some((problem) => problem !== undefined)) return;
    appChecks(this.construct).defer(this.construct, captureTrace(), () => {
      const logins = this.roles.filter(({ authType }) => authType === KUBERNETES_AUTH.type);
      const used = logins.some((role) =>
        role.authPath === path && (vaultNamespace ?? role.vaultNamespace) === role.vaultNamespace);
      return [used ? undefined : loginUnused(path, vaultNamespace, logins)];
    });
  }

  /**
   * Puts what Vault has to be told among the side documents of the app: `vault/bootstrap.json` with the calls of its
   * API and the secrets that are to be put in by hand, and `vault/bootstrap.sh`, which does the same with the `vault`
   * CLI and may be run again. Those of a cluster that has a name lie in a folder of that name. Services may follow.
   * Every service needs a namespace for it (`KN-NAM-003`), one role cannot have services with tokens for different
   * audiences (`KN-VLT-021`), and a mount has one version and lies in no other (`KN-VLT-023`). Clusters that share a
   * Vault share no login method, and no policy that is not the same for both (`KN-VLT-025`).
   */
  public addBootstrapDocument(): void {
    const { documented } = stateOf(this.construct);
    if (documented.has(this.cluster)) return;
    documented.add(this.cluster);
    const trace = captureTrace();
    SideDocuments.of(this.construct)._addLater(() => this.documented().flatMap((cluster) => [
      { file: `${folderOf(cluster.cluster)}/bootstrap.json`, content: () => cluster.json() },
      { file: `${folderOf(cluster.cluster)}/bootstrap.sh`, content: () => cluster.script() },
    ]));
    appChecks(this.construct).defer(this.construct, trace, () => [
      ...this.documented().flatMap((cluster) => cluster.check(trace)), ...this.checkAcross(trace),
    ]);
  }

  /** Clusters whose documents this one writes: not those that write their own. */
  private documented(): ClusterSetup[] {
    const { documented } = stateOf(this.construct);
    return this.clusters().filter(({ cluster }) => cluster === this.cluster || !documented.has(cluster));
  }

  /** Whoever asked first for documents checks them all. */
  private checkAcross(trace: SourceTrace): Problem[] {
    const [first] = stateOf(this.construct).documented;
    if (first !== this.cluster) return [];
    return checkShared(this.construct, new VaultSetup(this.construct.node.root).clusters(), trace);
  }

  private clusters(): ClusterSetup[] {
    const services = this.services();
    // Without any service the documents are empty, and there.
    const names = services.length === 0 ? [this.cluster] : services.map(({ service }) => clusterOf(service));
    return [...new Set(names)].sort().map((name) =>
      new ClusterSetup(this.construct, name, services.filter(({ service }) => clusterOf(service) === name)));
  }

  private services(): readonly InjectedService[] {
    const all = injectedServices(this.construct);
    return this.cluster === '' ? all : all.filter(({ service }) => clusterOf(service) === this.cluster);
  }
}
