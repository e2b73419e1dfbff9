import { type Problem, show, showAll } from '../core';
import { audienceOf, type InjectedService } from './vault-registry';
import type { VaultRole, VaultRoleOptions } from './vault-role';

/** A role that is described twice. */
export function describedTwice(name: string): Problem {
  return {
    code: 'KN-VLT-021',
    message: `the Vault role ${show(name)} is described twice`,
    received: name,
    allowed: 'one description of a role at one login method',
    fix: 'say everything in one `configureRole`, or name the `authPath` of each',
  };
}

/** A role that nobody uses. */
export function unused(name: string, roles: readonly VaultRole[]): Problem {
  return {
    code: 'KN-VLT-021',
    message: `no service uses the Vault role ${show(name)} that is described`,
    received: name,
    allowed: roles.length === 0 ? 'a role of a service' : showAll(roles.map((role) => role.name)),
    fix: roles[0] === undefined ? 'leave `configureRole` out' : `write ${show(roles[0].name)}, for example`,
  };
}

/** A login method that is described twice. */
export function loginDescribedTwice(path: string): Problem {
  return {
    code: 'KN-VLT-021',
    message: `the login method ${show(path)} is described twice`,
    received: path,
    allowed: 'one description of a login method in each namespace of Vault',
    fix: 'say everything in one `configureKubernetesAuth`, or name the `vaultNamespace` of each; '
      + 'clusters of one app are described with `VaultSetup.of(chart)` each',
  };
}

/** A login method that nobody uses. */
export function loginUnused(path: string, namespace: string | undefined, roles: readonly VaultRole[]): Problem {
  const [first] = roles;
  const place = namespace === undefined ? '' : ` of the Vault namespace ${show(namespace)}`;
  return {
    code: 'KN-VLT-021',
    message: `no service logs in at ${show(path)}${place}, the login method that is described`,
    received: path,
    allowed: first === undefined ? 'a login method of a service' : showAll([...new Set(roles.map(placeOf))]),
    fix: first === undefined ? 'leave `configureKubernetesAuth` out' : `write ${fitting(first)}, for example`,
  };
}

function placeOf({ authPath, vaultNamespace }: VaultRole): string {
  return vaultNamespace === undefined ? authPath : `${authPath} of ${vaultNamespace}`;
}

function fitting({ authPath, vaultNamespace }: VaultRole): string {
  const place = vaultNamespace === undefined ? ', and no `vaultNamespace`' : ` and \`vaultNamespace: '${vaultNamespace}'\``;
  return `\`path: '${authPath}'\`${place}`;
}

/** A login method of Vault knows one cluster. */
export function sharedLogin(path: string, address: string, [one, other]: readonly [string, string]): Problem {
  return {
    code: 'KN-VLT-025',
    message: `services of the clusters ${show(one)} and ${show(other)} log in at ${show(path)} of the Vault ${show(address)}, `
      + 'which knows one cluster there',
    received: path,
    allowed: 'a login method for each cluster',
    fix: `write \`auth: { path: 'auth/kubernetes-${other === '' ? one : other}' }\` for the services of one of them, for example`,
  };
}

/** A policy that two clusters would write in turns. */
export function sharedPolicy(name: string, [one, other]: readonly [string, string]): Problem {
  const cluster = other === '' ? one : other;
  return {
    code: 'KN-VLT-025',
    message: `the clusters ${show(one)} and ${show(other)} want different policies ${show(name)} of one Vault`,
    received: name,
    allowed: 'a policy for each cluster, or the same for both',
    fix: `write \`VaultSetup.of(chart).configureRole('...', { policyName: ${show(`${name}-${cluster}`)} })\` for a chart of ${show(cluster)}`,
  };
}

/** A role that wants tokens for somebody else. */
export function audienceProblem(user: InjectedService, { audience }: VaultRoleOptions): Problem | undefined {
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

/** Services of a role whose tokens are for different audiences. */
export function twoAudiences(user: InjectedService, other: InjectedService): Problem {
  return {
    code: 'KN-VLT-021',
    message: `the services ${show(user.service.name)} and ${show(other.service.name)} share the role `
      + `${show(user.options.role)}, and their tokens are for different audiences`,
    received: [audienceOf(user), audienceOf(other)],
    allowed: 'one audience for each role',
    fix: 'give both the same `auth: { tokenVolume }`, or each a role of its own',
  };
}

/** A service that a role cannot name. */
export function noNamespace({ service }: InjectedService): Problem {
  return {
    code: 'KN-NAM-003',
    message: `the role of the service ${show(service.name)} has to name its namespace, and it has none`,
    received: undefined,
    allowed: 'a namespace from the chart or from `metadata.namespace`',
    fix: "write `new Chart(app, 'services', { namespace: 'my-namespace' })`",
  };
}
