import { ownCopy, type Problem, raise, show } from '../core';
import type { ISecretReference } from '../pod';
import { checkWord, type Settings } from './agent-values';
import { checkAgentPath } from './secret-checks';

/** How the agent shows Vault who it is. */
export interface VaultClientCertificateOptions {
  /**
   * Certificate that the agent shows: a key of the Secret, or an absolute path in the container of the agent. Goes with
   * `clientKey`.
   * @default - none
   */
  readonly clientCertificate?: string;
  /**
   * Private key of that certificate: a key of the Secret, or an absolute path. Only its place is written.
   * @default - none
   */
  readonly clientKey?: string;
}

/** Options for `VaultTls.skipVerify`. */
export interface VaultSkipVerifyOptions extends VaultClientCertificateOptions {
  /**
   * Secret with the agent's certificate, in the namespace of the service.
   * @default - none
   */
  readonly secret?: ISecretReference;
}

/** Options for checks against a CA that does not come from a Secret. */
export interface VaultTlsOptions extends VaultSkipVerifyOptions {
  /**
   * Name that Vault's certificate must have.
   * @default - the host of Vault's address
   */
  readonly serverName?: string;
}

/** Options for `VaultTls.caFromSecret`. */
export interface VaultCaSecretOptions extends VaultClientCertificateOptions {
  /**
   * Key of the certificate in the Secret.
   * @default ca.crt
   */
  readonly key?: string;
  /**
   * Name that Vault's certificate must have.
   * @default - the host of Vault's address
   */
  readonly serverName?: string;
}

interface Form extends VaultTlsOptions {
  readonly ca?: string;
  readonly caDirectory?: string;
  readonly skip?: boolean;
}

const MOUNT = '/vault/tls';

/**
 * How the agent and Vault prove to each other who they are. Nothing has to be said where Vault has a certificate of a
 * public CA, or where the injector is set up with the CA. Wrong paths and pairs are refused with `KN-VLT-022`.
 * @see https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations
 */
export class VaultTls {
  /**
   * Vault's certificate is checked against a CA from a Secret in the namespace of the service, which is mounted for the
   * agent.
   */
  public static caFromSecret(secret: ISecretReference, options: VaultCaSecretOptions = {}): VaultTls {
    const { key = 'ca.crt', ...others } = options;
    return new VaultTls({ ...others, secret, ca: key });
  }

  /** Vault's certificate is checked against a CA from a file that the agent has, such as `/vault/custom/ca.crt`. */
  public static caFromFile(path: string, options: VaultTlsOptions = {}): VaultTls {
    return new VaultTls({ ...options, ca: path });
  }

  /** Vault's certificate is checked against the CAs of a folder, which the injector's annotation calls `ca-key`. */
  public static caFromDirectory(path: string, options: VaultTlsOptions = {}): VaultTls {
    return new VaultTls({ ...options, caDirectory: path });
  }

  /** Vault's certificate is checked against the CA that the injector is set up with, or against public ones. */
  public static trusted(options: VaultTlsOptions): VaultTls {
    return new VaultTls({ ...options });
  }

  /**
   * Vault's certificate is not checked. Whoever sits between can read the secrets and the token; the service gets the
   * warning `vault-tls-skip-verify`.
   */
  public static skipVerify(options: VaultSkipVerifyOptions = {}): VaultTls {
    return new VaultTls({ ...options, skip: true });
  }

  private readonly form: Form;

  private constructor(form: Form) {
    this.form = ownCopy(form);
    const { ca, clientCertificate, clientKey, secret, caDirectory, serverName } = form;
    raise(
      ...[ca, clientCertificate, clientKey].map((file) =>
        checkAgentPath('certificate file', pathOf(file)) ?? checkInSecret(file, secret)),
      checkAgentPath('certificate folder', caDirectory), checkWord('serverName', serverName, 'vault.example.com'),
      checkPair(form),
    );
  }

  /** @internal */
  public get _skips(): boolean {
    return this.form.skip === true;
  }

  /** @internal */
  public get _secret(): ISecretReference | undefined {
    return this.form.secret;
  }

  /** @internal */
  public _settings(): Settings {
    const { form } = this;
    return {
      'tls-skip-verify': form.skip,
      'tls-secret': form.secret?.name,
      'ca-cert': pathOf(form.ca),
      'ca-key': form.caDirectory,
      'client-cert': pathOf(form.clientCertificate),
      'client-key': pathOf(form.clientKey),
      'tls-server-name': form.serverName,
    };
  }
}

function pathOf(file: string | undefined): string | undefined {
  return file === undefined || file.startsWith('/') ? file : `${MOUNT}/${file}`;
}

function checkInSecret(file: string | undefined, secret: ISecretReference | undefined): Problem | undefined {
  if (file === undefined || secret !== undefined || !(pathOf(file) ?? '').startsWith(`${MOUNT}/`)) return undefined;
  return {
    code: 'KN-VLT-022',
    message: `the certificate ${show(file)} is looked for in a Secret, and none is named`,
    received: file,
    allowed: 'a key of a Secret that is named as well, or an absolute path outside of `/vault/tls`',
    fix: "write `secret: SecretReference.fromName('vault-tls')`, or use `VaultTls.caFromSecret`",
  };
}

function checkPair({ clientCertificate, clientKey }: Form): Problem | undefined {
  if ((clientCertificate === undefined) === (clientKey === undefined)) return undefined;
  return {
    code: 'KN-VLT-022',
    message: 'the certificate of the agent and its private key go together, and one of them is missing',
    received: clientCertificate ?? clientKey,
    allowed: '`clientCertificate` and `clientKey`, or none of them',
    fix: "write `clientCertificate: 'tls.crt', clientKey: 'tls.key'`",
  };
}
