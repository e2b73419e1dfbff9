import { type Problem, show } from '../core';
import type { ISecretReference } from '../pod';
import { checkWord, type Settings } from './agent-values';
import { checkAgentPath } from './secret-checks';

/**
 * How the agent and Vault prove to each other who they are. Nothing is needed where Vault has a certificate of a public
 * CA, or where the injector is set up with the CA.
 */
export interface VaultTlsOptions {
  /**
   * Secret with certificates, in the namespace of the service. The agent finds it at `/vault/tls`.
   * @default - none
   */
  readonly secret?: ISecretReference;
  /**
   * Certificate of the CA that Vault's certificate is checked against: a key of `secret`, or an absolute path in the
   * container of the agent.
   * @default ca.crt - where there is a `secret`, and no `caDirectory`
   */
  readonly caCertificate?: string;
  /**
   * Folder with certificates of CAs, an absolute path in the container of the agent. (The injector's annotation for it
   * is called `ca-key`.)
   * @default - none
   */
  readonly caDirectory?: string;
  /**
   * Certificate that the agent shows: a key of `secret`, or an absolute path in the container of the agent. Goes with
   * `clientKey`.
   * @default - none
   */
  readonly clientCertificate?: string;
  /**
   * Private key of the certificate that the agent shows: a key of `secret`, or an absolute path. Only its place is
   * written.
   * @default - none
   */
  readonly clientKey?: string;
  /**
   * Name that Vault's certificate must have.
   * @default - the host of Vault's address
   */
  readonly serverName?: string;
  /**
   * Whether Vault's certificate is not checked at all. Whoever sits between can read the secrets and the token: the
   * service gets the warning `vault-tls-skip-verify`.
   * @default false
   */
  readonly skipVerify?: boolean;
}

const MOUNT = '/vault/tls';

/** The annotations of TLS. */
export function tlsSettings(tls: VaultTlsOptions): Settings {
  const { secret, caDirectory, skipVerify } = tls;
  const implied = secret !== undefined && caDirectory === undefined && skipVerify !== true ? 'ca.crt' : undefined;
  return {
    'tls-skip-verify': skipVerify,
    'tls-secret': secret?.name,
    'ca-cert': pathOf(tls.caCertificate ?? implied),
    'ca-key': caDirectory,
    'client-cert': pathOf(tls.clientCertificate),
    'client-key': pathOf(tls.clientKey),
    'tls-server-name': tls.serverName,
  };
}

/** What is wrong with TLS. */
export function checkTls(tls: VaultTlsOptions): (Problem | undefined)[] {
  const files = { caCertificate: tls.caCertificate, clientCertificate: tls.clientCertificate, clientKey: tls.clientKey };
  return [
    ...Object.entries(files).flatMap(([field, file]) => [
      checkAgentPath(`tls.${field}`, pathOf(file)), checkInSecret(`tls.${field}`, file, tls.secret),
    ]),
    checkAgentPath('tls.caDirectory', tls.caDirectory),
    checkWord('tls.serverName', tls.serverName, 'vault.example.com'),
    checkPair(tls),
    checkSkip(tls),
  ];
}

function pathOf(file: string | undefined): string | undefined {
  return file === undefined || file.startsWith('/') ? file : `${MOUNT}/${file}`;
}

function checkInSecret(field: string, file: string | undefined, secret: ISecretReference | undefined): Problem | undefined {
  if (file === undefined || secret !== undefined || !(pathOf(file) ?? '').startsWith(`${MOUNT}/`)) return undefined;
  return {
    code: 'KN-VLT-022',
    message: `${field} ${show(file)} is looked for in a Secret, and none is named`,
    received: file,
    allowed: 'a key of `tls.secret`, or an absolute path outside of `/vault/tls`',
    fix: "write `secret: SecretReference.fromName('vault-ca')` next to it",
  };
}

function checkPair({ clientCertificate, clientKey }: VaultTlsOptions): Problem | undefined {
  if ((clientCertificate === undefined) === (clientKey === undefined)) return undefined;
  return {
    code: 'KN-VLT-022',
    message: 'the certificate of the agent and its private key go together, and one of them is missing',
    received: clientCertificate ?? clientKey,
    allowed: '`clientCertificate` and `clientKey`, or none of them',
    fix: "write `clientCertificate: 'tls.crt', clientKey: 'tls.key'`",
  };
}

function checkSkip({ skipVerify, caCertificate, caDirectory, serverName }: VaultTlsOptions): Problem | undefined {
  const unused = Object.entries({ caCertificate, caDirectory, serverName }).find(([, value]) => value !== undefined);
  if (skipVerify !== true || unused === undefined) return undefined;
  return {
    code: 'KN-VLT-022',
    message: `\`tls.${unused[0]}\` has no effect while \`skipVerify\` is on`,
    received: unused[1],
    allowed: 'a certificate to check against, or `skipVerify`',
    fix: 'leave `skipVerify` out',
  };
}
