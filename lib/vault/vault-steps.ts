import { shellArgument, shellInput, shellWord } from '../core';
import { KUBERNETES_AUTH } from './auth-options';
import type { VaultKubernetesAuthOptions } from './vault-kubernetes-auth';
import type { VaultMount } from './vault-mounts';
import { rolePayload, type VaultRequest, type VaultRole } from './vault-role';

/** Something that Vault is told: as a call of its API, and as a command of the script. */
export interface VaultStep {
  readonly request: VaultRequest;
  readonly command: string;
}

/** The API server, as a Vault in the cluster finds it. */
export const DEFAULT_HOST = 'https://kubernetes.default.svc';

/** Switches a login method on, and tells it where the cluster is; nobody's word for it is replaced by a guess. */
export function loginSteps(
  path: string, namespace: string | undefined, described: VaultKubernetesAuthOptions | undefined,
): VaultStep[] {
  const name = path.replace(/^auth\//, '');
  const { type } = KUBERNETES_AUTH;
  const options = described ?? {};
  const payload = {
    kubernetes_host: options.kubernetesHost ?? DEFAULT_HOST,
    kubernetes_ca_cert: options.kubernetesCaCert,
    disable_local_ca_jwt: options.disableLocalCaJwt,
  };
  return [
    {
      request: { method: 'POST', once: true, path: `sys/${path}`, namespace, payload: { type } },
      command: call('login_method', namespace, name, type),
    },
    {
      request: {
        method: 'POST', ...described === undefined ? { once: true } : {}, path: `${path}/config`, namespace, payload,
      },
      command: shellInput(call('login_config', namespace, name, described === undefined ? 'assumed' : 'described'), json(payload)),
    },
  ];
}

/** Mounts a key/value engine. */
export function mountStep({ path, kvVersion, namespace }: VaultMount): VaultStep {
  const payload = { type: 'kv', options: { version: String(kvVersion) } };
  return {
    request: { method: 'POST', once: true, path: `sys/mounts/${path}`, namespace, payload },
    command: call('kv_mount', namespace, path, String(kvVersion)),
  };
}

/** Writes the policy of a role. */
export function policyStep({ policyName, policyHcl: policy, vaultNamespace: namespace }: VaultRole): VaultStep {
  return {
    request: { method: 'POST', path: `sys/policies/acl/${policyName}`, namespace, payload: { policy } },
    command: shellInput(`vault policy write ${inside(namespace)}${shellArgument(policyName)} -`, policy),
  };
}

/** Writes a role; a login method that is no `kubernetes` has another form of role. */
export function roleSteps(role: VaultRole): VaultStep[] {
  if (role.authType !== KUBERNETES_AUTH.type) return [];
  const { vaultNamespace: namespace } = role;
  const path = `${role.authPath}/role/${role.name}`;
  const payload = rolePayload(role);
  return [{
    request: { method: 'POST', path, namespace, payload },
    command: shellInput(`vault write ${inside(namespace)}${shellWord(path)} -`, json(payload)),
  }];
}

/** The functions of the script have the namespace of Vault first, empty where there is none. */
function call(name: string, namespace = '', ...words: readonly string[]): string {
  return [name, ...[namespace, ...words].map(shellWord)].join(' ');
}

function inside(namespace: string | undefined): string {
  return namespace === undefined ? '' : `${shellWord(`-namespace=${namespace}`)} `;
}

function json(payload: VaultRequest['payload']): string {
  return JSON.stringify(payload, undefined, 2);
}
