import { checkCertificates, type Problem } from '../core';
import { checkAddress } from './agent-values';
import { checkAuthPath } from './auth-options';
import { checkVaultPath } from './vault-path';

/**
 * How Vault checks the tokens of a cluster's service accounts. A Vault in the cluster asks with the token of its own
 * pod. One outside asks with the token of whoever logs in, which the API server takes where that is meant for itself;
 * for a token volume with another audience it needs `token_reviewer_jwt`, which is a credential and is set in Vault by
 * hand. Either account needs the ClusterRole `system:auth-delegator`.
 * @see https://developer.hashicorp.com/vault/docs/auth/kubernetes#how-to-work-with-short-lived-kubernetes-tokens
 */
export interface VaultKubernetesAuthOptions {
  /**
   * Where the login method is mounted.
   * @default auth/kubernetes
   */
  readonly path?: string;
  /**
   * Namespace of Vault Enterprise or HCP that it is mounted in.
   * @default - the login methods of that path in whichever namespaces of Vault services log in
   */
  readonly vaultNamespace?: string;
  /**
   * Address of the cluster's API server, as Vault reaches it. Where services find Vault at an address outside of the
   * cluster and this is left out, the warning `vault-kubernetes-host` says so.
   * @default https://kubernetes.default.svc - for a Vault in the cluster
   */
  readonly kubernetesHost?: string;
  /**
   * Certificate of the CA of the API server, in PEM (`KN-VLT-014`).
   * @default - the one that Vault finds in its own pod
   */
  readonly kubernetesCaCert?: string;
  /**
   * Whether Vault leaves the certificate and the token of its own pod alone.
   * @default false
   */
  readonly disableLocalCaJwt?: boolean;
}

/** What is wrong with a login method. */
export function checkSetup(options: VaultKubernetesAuthOptions): (Problem | undefined)[] {
  const { path, vaultNamespace, kubernetesHost, kubernetesCaCert } = options;
  return [
    checkAuthPath(path),
    vaultNamespace === undefined ? undefined : checkVaultPath('namespace', vaultNamespace),
    checkAddress('kubernetesHost', kubernetesHost),
    checkCertificates('KN-VLT-014', 'kubernetesCaCert', kubernetesCaCert),
  ];
}
