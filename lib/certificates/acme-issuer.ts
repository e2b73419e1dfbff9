import type { Construct } from 'constructs';
import {
  appChecks, type IamPolicyDocument, iamPolicyOf, KINDS, needSecret, ownCopy, type Problem, refuse, Resource,
  type ResourceProps, traceOf, Warnings,
} from '../core';
import type { ISecretReference } from '../pod';
import { ACCOUNT_KEY_CHECK } from './account-keys';
import {
  checkAccountKeySecret, checkBundle, checkDirectory, checkEmail, checkExternalAccount, checkIssuerSecret,
  checkResourceNamespace, checkSolver, checkSolverCount, checkWords,
} from './acme-checks';
import type { AcmeSolver } from './acme-solver';
import { CERT_MANAGER_NAMESPACE, needCertManager } from './cert-manager';
import { type IssuerSecretKey, renderSecretKey } from './dns01-provider';
import { type IamGrant, IamHolder, mergedGrants } from './iam-grants';
import { type IClusterIssuer, WildcardAbility } from './issuer-contract';

/** An account of the server's own, to which the account of the issuer is bound. */
export interface ExternalAccount {
  /** Id of the account (`KN-CRT-017`). */
  readonly keyId: string;
  /** Where its key stands, as the server gave it: base64 in the form for URLs. */
  readonly key: IssuerSecretKey;
}

/** Options of every issuer with an ACME server. */
export interface AcmeIssuerOptions extends ResourceProps {
  /** How it proves that names are its own, one at least (`KN-CRT-001`). */
  readonly solvers: readonly AcmeSolver[];
  /**
   * Address for messages about the account; what is none is refused with `KN-CRT-003`.
   * @default - the account has none
   */
  readonly email?: string;
  /**
   * Secret with the key of the account, which cert-manager makes in its cluster resource namespace (`KN-CRT-010`).
   * Issuers of one server may share it, others not (`KN-CRT-011`).
   * @default - `<name>-account-key`; for Let's Encrypt `letsencrypt-staging-account-key` or
   * `letsencrypt-production-account-key`
   */
  readonly accountKeySecret?: ISecretReference;
  /**
   * Whether an account key that is missing is not made, for one that is restored from elsewhere.
   * @default false
   */
  readonly disableAccountKeyGeneration?: boolean;
  /**
   * Name of the issuer at the end of the chain that is wanted, at most 64 characters (`KN-CRT-004`).
   * @default - the chain that the server has for everybody
   */
  readonly preferredChain?: string;
  /**
   * Profile of the server for certificates, one word (`KN-CRT-004`); from cert-manager 1.18 on.
   * @default - what the server has for everybody
   */
  readonly profile?: string;
  /**
   * Namespace in which cert-manager looks for the Secrets and service accounts of ClusterIssuers, its
   * `--cluster-resource-namespace`.
   * @default cert-manager
   */
  readonly clusterResourceNamespace?: string;
}

/** Properties for `AcmeIssuer`. */
export interface AcmeIssuerProps extends AcmeIssuerOptions {
  /** Directory of the server, an https address (`KN-CRT-005`). */
  readonly server: string;
  /**
   * An account of the server's own that this one is bound to.
   * @default - the server asks for none
   */
  readonly externalAccount?: ExternalAccount;
  /**
   * PEM certificates that the server is checked against, in place of the system's; not with `skipTlsVerify`
   * (`KN-CRT-006`).
   * @default - the certificates of cert-manager's image
   */
  readonly caBundle?: string;
  /**
   * Whether nobody checks the certificate of the server; for trying only (`KN-CRT-006`).
   * @default false
   */
  readonly skipTlsVerify?: boolean;
  /**
   * Whether the lifetime that a Certificate asks for is sent to the server; Let's Encrypt takes none.
   * @default false
   */
  readonly enableDurationFeature?: boolean;
}

/**
 * An issuer that asks an ACME server. `LetsEncryptIssuer` knows the servers of Let's Encrypt.
 *
 * It lives outside of namespaces; the Secrets that it names lie in the cluster resource namespace of cert-manager,
 * which is a prerequisite of the program.
 * @see https://cert-manager.io/docs/configuration/acme/
 */
export class AcmeIssuer extends Resource implements IClusterIssuer {
  /** Directory of the server. */
  public readonly server: string;
  /** Whether it asks an ACME server. */
  public readonly isAcme: boolean = true;
  /** Secret with the key of the account, in the cluster resource namespace. */
  public readonly accountKeySecret: string;
  /** Namespace of the Secrets that it names. */
  public readonly clusterResourceNamespace: string;
  private readonly solvers: AcmeSolver[] = [];
  private readonly props: AcmeIssuerProps;

  constructor(scope: Construct, id: string, props: AcmeIssuerProps) {
    super(scope, id, KINDS.clusterIssuer, props);
    this.props = ownCopy(props);
    this.server = props.server;
    this.accountKeySecret = props.accountKeySecret?.name ?? `${this.name}-account-key`;
    this.clusterResourceNamespace = props.clusterResourceNamespace ?? CERT_MANAGER_NAMESPACE;
    refuse(this, ...this.check(props));
    for (const solver of props.solvers) this.addSolver(solver);
    const { externalAccount, accountKeySecret, disableAccountKeyGeneration } = props;
    if (externalAccount !== undefined) this.needSecret(externalAccount.key.secret, 'key of the account at the ACME server');
    if (disableAccountKeyGeneration === true && accountKeySecret !== undefined) {
      this.needSecret(accountKeySecret, 'key of the account, which cert-manager is not to make');
    }
    needCertManager(this);
    appChecks(this).ensure('acme-account-keys', ACCOUNT_KEY_CHECK);
    this._checkAtSynth(() => this.checkSolvers());
  }

  /** Whether it issues certificates for wildcards: whether it has a DNS-01 solver, by now. */
  public get canWildcard(): WildcardAbility {
    return this.solvers.some((solver) => solver._solvesWildcard()) ? WildcardAbility.YES : WildcardAbility.NO;
  }

  /** Rights that its solvers need in AWS, and who needs them. */
  public get iamGrants(): readonly IamGrant[] {
    return mergedGrants(this.solvers.flatMap((solver) => solver._grants));
  }

  /** Rights that cert-manager itself needs in AWS: those of its role for IRSA or Pod Identity. It may be empty. */
  public get iamPolicy(): IamPolicyDocument {
    return this.iamGrants.find(({ holder }) => holder === IamHolder.CERT_MANAGER)?.policy ?? iamPolicyOf([]);
  }

  /** Adds a solver, for names of another zone for example (`KN-CRT-001`). */
  public addSolver(solver: AcmeSolver): void {
    const problem = checkSolver(solver);
    refuse(this, problem);
    if (problem !== undefined) return;
    this.solvers.push(solver);
    refuse(this, ...solver._secrets.map(({ secret }) => checkIssuerSecret(secret, this.clusterResourceNamespace)));
    for (const { secret } of solver._secrets) this.needSecret(secret, 'the issuer answers challenges in DNS with it');
    appChecks(this).changed();
  }

  /**
   * Whether some challenges are answered over HTTP, by now.
   * @internal
   */
  public get _answersHttp(): boolean {
    return this.solvers.some(({ isDns01 }) => !isDns01);
  }

  /** @internal */
  public _canIssueWildcard(dnsName: string): boolean {
    return this.solvers.some((solver) => solver._solvesWildcard(dnsName));
  }

  /**
   * Whether a solver could prove a host below a domain.
   * @internal
   */
  public _canProveBelow(domain: string): boolean {
    return this.solvers.length === 0 || this.solvers.some((solver) => solver._servesBelow(domain));
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { props } = this;
    const { externalAccount } = props;
    return {
      spec: {
        acme: {
          server: this.server,
          email: props.email,
          privateKeySecretRef: { name: this.accountKeySecret },
          disableAccountKeyGeneration: props.disableAccountKeyGeneration,
          preferredChain: props.preferredChain,
          profile: props.profile,
          caBundle: props.caBundle && Buffer.from(props.caBundle, 'utf8').toString('base64'),
          skipTLSVerify: props.skipTlsVerify,
          enableDurationFeature: props.enableDurationFeature,
          externalAccountBinding: externalAccount && {
            keyID: externalAccount.keyId, keySecretRef: renderSecretKey(externalAccount.key),
          },
          solvers: this.solvers.map((solver) => solver._render()),
        },
      },
    };
  }

  private needSecret({ name }: ISecretReference, reason: string): void {
    needSecret(this, this.clusterResourceNamespace, name, reason);
  }

  private check(props: AcmeIssuerProps): (Problem | undefined)[] {
    const { accountKeySecret, externalAccount } = props;
    const named = [accountKeySecret, externalAccount?.key.secret].filter((secret) => secret !== undefined);
    return [
      checkDirectory(props.server), checkEmail(props.email), checkBundle(props),
      checkAccountKeySecret(this.accountKeySecret),
      checkWords('preferredChain', props.preferredChain), checkWords('profile', props.profile),
      ...externalAccount === undefined ? [] : checkExternalAccount(externalAccount),
      checkResourceNamespace(this.clusterResourceNamespace),
      ...named.map((secret) => checkIssuerSecret(secret, this.clusterResourceNamespace)),
    ];
  }

  private checkSolvers(): (Problem | undefined)[] {
    const [first, ...others] = this.solvers;
    // Follows isHTTPChallenge in pkg/reconciler/certificate/certificate.go.
    if (first?.isDns01 === true && others.some(({ isDns01 }) => !isDns01)) {
      Warnings.of(this)._addFrom('acme-first-solver', 'Knative lets HTTP challenges through only where the first solver of '
        + 'the issuer is one of HTTP-01, so that names of the others are never proved: write that one first', traceOf(this));
    }
    return [checkSolverCount(this.solvers.length)];
  }
}
