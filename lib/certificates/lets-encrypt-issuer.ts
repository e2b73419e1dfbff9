import type { Construct } from 'constructs';
import { checkChoice, refuse, Warnings } from '../core';
import { AcmeIssuer, type AcmeIssuerOptions } from './acme-issuer';

/** Which of the two servers of Let's Encrypt. */
export enum AcmeEnvironment {
  /** For trying: high limits, and certificates that no client trusts. */
  STAGING = 'staging',
  /** Certificates that clients trust, with low limits: five failures for a name within an hour, for example. */
  PRODUCTION = 'production',
}

/** Properties for `LetsEncryptIssuer`. */
export interface LetsEncryptIssuerProps extends AcmeIssuerOptions {
  /**
   * Which server. There is no default: certificates of one are of no use where those of the other are meant
   * (`KN-CRT-002`).
   */
  readonly environment: AcmeEnvironment;
}

const SERVERS: Readonly<Record<AcmeEnvironment, string>> = {
  [AcmeEnvironment.STAGING]: 'https://acme-staging-v02.api.letsencrypt.org/directory',
  [AcmeEnvironment.PRODUCTION]: 'https://acme-v02.api.letsencrypt.org/directory',
};

/**
 * An issuer of Let's Encrypt's certificates.
 *
 * Wildcards need a DNS-01 solver. The account key is made by cert-manager, in a Secret of its own namespace, and each
 * server needs one of its own (`KN-CRT-011`). An address at `example.com` and the like is refused by Let's Encrypt, so
 * that the issuer never gets ready (warning `acme-example-email`).
 * @see https://letsencrypt.org/docs/rate-limits/
 */
export class LetsEncryptIssuer extends AcmeIssuer {
  /** Which server. */
  public readonly environment: AcmeEnvironment;

  constructor(scope: Construct, id: string, props: LetsEncryptIssuerProps) {
    const { environment, email, accountKeySecret } = props;
    super(scope, id, {
      ...props,
      server: serverOf(environment),
      accountKeySecret: accountKeySecret ?? { name: `letsencrypt-${knownOf(environment)}-account-key` },
    });
    this.environment = environment;
    // JavaScript may leave it out.
    refuse(this, checkChoice('KN-CRT-002', 'environment', environment ?? '', AcmeEnvironment));
    if (/@example\.(com|net|org)$/i.test(String(email))) this.warnExample();
  }

  /** Follows the list of forbidden domains in the policy of Boulder. */
  private warnExample(): void {
    Warnings.of(this).add('acme-example-email', "Let's Encrypt takes no account with an address at `example.com`, "
      + '`example.net` or `example.org`, so that the issuer never gets ready: write an address that is read, or none');
  }
}

/** What is no environment is refused; until then it is the one that does no harm. */
function knownOf(environment: AcmeEnvironment): AcmeEnvironment {
  return Object.values(AcmeEnvironment).includes(environment) ? environment : AcmeEnvironment.STAGING;
}

function serverOf(environment: AcmeEnvironment): string {
  return SERVERS[knownOf(environment)];
}
