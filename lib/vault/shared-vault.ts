import type { IConstruct } from 'constructs';
import { type Problem, show, type SourceTrace, Warnings } from '../core';
import { KUBERNETES_AUTH } from './auth-options';
import type { ClusterSetup } from './cluster-setup';
import { sharedLogin, sharedPolicy } from './setup-problems';
import { authPathOf, isInside, vaultAddressOf } from './vault-registry';

/** Something that a cluster has in a Vault. */
interface Claim {
  readonly cluster: string;
  /** Address of Vault, as far as the program says it. */
  readonly address: string | undefined;
  readonly name: string;
  /** Where it lies in that Vault. */
  readonly key: string;
}

interface PolicyClaim extends Claim {
  readonly hcl: string;
  readonly paths: readonly string[];
}

/**
 * What clusters would take from each other in a Vault that they share. A Vault inside of a cluster is one of its own,
 * and where no address is known, each may have one: a login method that both name is warned of then.
 */
export function checkShared(construct: IConstruct, clusters: readonly ClusterSetup[], trace: SourceTrace): Problem[] {
  return pairs(clusters).flatMap(([one, other]) => {
    const names = [one.cluster, other.cluster] as const;
    const logins = common(loginsOf(one), loginsOf(other)).map(([login]) => login);
    const unknown = logins.find(({ address }) => address === undefined);
    if (unknown !== undefined) warnLogin(construct, unknown.name, names, trace);
    const policies = common(policiesOf(one), policiesOf(other)).filter(([its, others]) => its.hcl !== others.hcl
      && (its.address !== undefined || !its.paths.some((path) => others.paths.includes(path))));
    return [
      ...logins.flatMap(({ name, address }) => address === undefined ? [] : [sharedLogin(name, address, names)]),
      ...policies.map(([{ name }]) => sharedPolicy(name, names)),
    ];
  });
}

function warnLogin(
  construct: IConstruct, path: string, [one, other]: readonly [string, string], trace: SourceTrace,
): void {
  Warnings.of(construct)._addFrom('vault-login-shared', `services of the clusters ${show(one)} and ${show(other)} log in at `
    + `${show(path)}, which knows one cluster: unless each has a Vault of its own, write \`auth: { path }\` for one of them`, trace);
}

function pairs(clusters: readonly ClusterSetup[]): [ClusterSetup, ClusterSetup][] {
  return clusters.flatMap((one, index) =>
    clusters.slice(index + 1).map((other): [ClusterSetup, ClusterSetup] => [one, other]));
}

/** What two clusters have at the same place of the same Vault. */
function common<T extends Claim>(ones: readonly T[], others: readonly T[]): [T, T][] {
  return ones.flatMap((one) => others.filter(({ address, key }) => address === one.address && key === one.key)
    .slice(0, 1).map((other): [T, T] => [one, other]));
}

function loginsOf({ cluster, services }: ClusterSetup): Claim[] {
  const claims = services.filter(({ options: { auth = {}, role } }) =>
    role !== undefined && (auth.type ?? KUBERNETES_AUTH.type) === KUBERNETES_AUTH.type)
    .map((user): Claim => {
      const name = authPathOf(user);
      return { cluster, name, address: vaultAddressOf(user), key: `${user.options.server?.namespace ?? ''} ${name}` };
    });
  return outside(claims);
}

function policiesOf({ cluster, roles, services }: ClusterSetup): PolicyClaim[] {
  const claims = services.flatMap((user) => {
    const namespace = user.options.server?.namespace;
    const wanted = user.options.role?.toLowerCase();
    const role = roles.find(({ name, authPath, vaultNamespace }) =>
      name.toLowerCase() === wanted && authPath === authPathOf(user) && vaultNamespace === namespace);
    if (role === undefined) return [];
    const { policyName: name, policyHcl: hcl } = role;
    const paths = roles.filter(({ policyName }) => policyName === name).map(({ authPath }) => authPath);
    return [{ cluster, address: vaultAddressOf(user), name, key: `${namespace ?? ''} ${name}`, hcl, paths }];
  });
  return outside(claims);
}

/** Each once, without those of a Vault inside of the cluster. */
function outside<T extends Claim>(claims: readonly T[]): T[] {
  const others = claims.filter(({ address }) => address === undefined || !isInside(address));
  return [...new Map(others.map((claim) => [`${claim.address ?? ''} ${claim.key}`, claim])).values()];
}
