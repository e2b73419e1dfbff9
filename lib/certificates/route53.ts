import {
  awsPartitionOf, checkAwsRegion, checkAwsRole, checkHostedZone, checkName, DNS_1123_SUBDOMAIN, type DnsZone,
  hasLateValue, iamAllow, iamPolicyOf, ownCopy, type Problem, raise, show,
} from '../core';
import { checkKey, checkReferenceName } from '../pod';
import { Dns01Provider, type IssuerSecretKey, renderSecretKey } from './dns01-provider';
import { type IamGrant, IamHolder } from './iam-grants';
import { challengePolicy } from './route53-policy';

/** Options of every way into Route 53. */
export interface Route53Options {
  /**
   * Region whose endpoints are asked; Route 53 itself has none. With ambient credentials, `AWS_REGION` of cert-manager
   * wins (IRSA and Pod Identity set it). What is no region is refused with `KN-CRT-007`.
   * @default - `AWS_REGION` of cert-manager
   */
  readonly region?: string;
  /**
   * Id of the public hosted zone that is authoritative for the names, such as `Z0123456789ABCDEFGHIJ`. It saves the
   * right to list all zones, and limits the rights to this one. What is no id is refused with `KN-CRT-007`.
   * @default - the one of `hostedZone`; without it, looked up by the name
   */
  readonly hostedZoneId?: string;
  /**
   * The public hosted zone that is authoritative for the names, in place of its id: a zone construct of AWS CDK, or id
   * and name written by hand. With another id in `hostedZoneId` it is refused with `KN-CRT-007`.
   * @default - the zone of `hostedZoneId`
   */
  readonly hostedZone?: DnsZone;
}

/** Options for `Route53.accessKey`. */
export interface Route53AccessKeyOptions extends Route53Options {
  /** Region whose endpoints are asked (`KN-CRT-007`). */
  readonly region: string;
  /**
   * Id of the access key; it is no secret. Either this or `accessKeyIdSecret` (`KN-CRT-009`).
   * @default - `accessKeyIdSecret`
   */
  readonly accessKeyId?: string;
  /**
   * Where the id of the access key stands. Either this or `accessKeyId` (`KN-CRT-009`).
   * @default - `accessKeyId`
   */
  readonly accessKeyIdSecret?: IssuerSecretKey;
  /** Where the secret of the access key stands. */
  readonly secretAccessKey: IssuerSecretKey;
  /**
   * ARN of a role that the user of the key takes on (`KN-CRT-008`).
   * @default - none
   */
  readonly role?: string;
}

/** Options for `Route53.serviceAccount`. */
export interface Route53ServiceAccountOptions extends Route53Options {
  /** Region whose endpoints are asked (`KN-CRT-007`). */
  readonly region: string;
  /** ARN of the role that trusts the service account (`KN-CRT-008`). */
  readonly role: string;
  /**
   * Whom the token is for.
   * @default - `sts.amazonaws.com`
   */
  readonly audiences?: readonly string[];
}

interface Access {
  readonly role?: string;
  readonly accessKeyId?: string;
  readonly accessKeyIdSecret?: IssuerSecretKey;
  readonly secretAccessKey?: IssuerSecretKey;
  readonly serviceAccount?: string;
  readonly audiences?: readonly string[];
}

/**
 * Route 53 of AWS, in which challenges of DNS-01 are answered.
 *
 * cert-manager needs rights in AWS: `AcmeIssuer.iamGrants` says which, and who needs them.
 * @see https://cert-manager.io/docs/configuration/acme/dns01/route53/
 */
export class Route53 extends Dns01Provider {
  /**
   * By what cert-manager is itself: its service account with IRSA or Pod Identity. The role of a node works too, and
   * every pod of the node has it.
   * @throws KnativeError `KN-CRT-007`
   */
  public static ambient(options: Route53Options = {}): Route53 {
    return new Route53(options, {});
  }

  /**
   * By a role that cert-manager takes on, with what it is itself: one of another account, for example. Not the role of
   * IRSA, which cert-manager has already, and which seldom trusts itself.
   * @param role ARN: `arn:aws:iam::123456789012:role/dns`
   * @throws KnativeError `KN-CRT-007` or `KN-CRT-008`
   */
  public static assumeRole(role: string, options: Route53Options = {}): Route53 {
    raise(checkAwsRole(ROLE, role));
    return new Route53(options, { role });
  }

  /**
   * By an access key, whose secret lies in a Secret. Where there is IRSA or Pod Identity, those need no key that
   * somebody has to renew.
   * @throws KnativeError `KN-CRT-007`, `KN-CRT-008`, `KN-CRT-009`, `KN-POD-008` or `KN-POD-039`
   */
  public static accessKey(options: Route53AccessKeyOptions): Route53 {
    const { accessKeyId, accessKeyIdSecret, secretAccessKey, role } = options;
    raise(
      checkAccessKey(options), ...checkSecretKey(secretAccessKey),
      ...(accessKeyIdSecret === undefined ? [] : checkSecretKey(accessKeyIdSecret)),
      role === undefined ? undefined : checkAwsRole(ROLE, role), checkRegionGiven(options),
    );
    return new Route53(options, { accessKeyId, accessKeyIdSecret, secretAccessKey, role });
  }

  /**
   * By a role that trusts a service account of the cluster resource namespace, for which cert-manager gets a token. Its
   * own account needs the right to `create` `serviceaccounts/token` of that one.
   * @param name name of the service account
   * @throws KnativeError `KN-CRT-007`, `KN-CRT-008`, `KN-CRT-009` or `KN-POD-039`
   */
  public static serviceAccount(name: string, options: Route53ServiceAccountOptions): Route53 {
    const { role, audiences } = options;
    raise(
      checkName('name for a ServiceAccount', name, DNS_1123_SUBDOMAIN, 'KN-POD-039'), checkAwsRole(ROLE, role),
      checkAudiences(audiences), checkRegionGiven(options),
    );
    return new Route53(options, { role, serviceAccount: name, audiences });
  }

  /** Id of the hosted zone, where the program names it. */
  public readonly hostedZoneId?: string;
  /** Region, where the program names it. */
  public readonly region?: string;
  /** ARN of the role that is taken on. */
  public readonly role?: string;
  /** Service account that the role trusts, in the cluster resource namespace. */
  public readonly serviceAccount?: string;
  /** @internal */
  public readonly _secrets: readonly IssuerSecretKey[];
  private readonly access: Access;

  private constructor(options: Route53Options, access: Access) {
    super();
    const { region, hostedZone, hostedZoneId = hostedZone && (hostedZone.hostedZoneId ?? '') } = options;
    raise(
      checkAwsRegion(PLACE, region), checkHostedZone(PLACE, 'hostedZoneId', hostedZoneId), checkOneZone(options),
    );
    this.region = region;
    this.hostedZoneId = hostedZoneId;
    this.access = ownCopy(access);
    this.role = access.role;
    this.serviceAccount = access.serviceAccount;
    this._secrets = [access.accessKeyIdSecret, access.secretAccessKey].filter((key) => key !== undefined);
  }

  /** @internal */
  public override _render(): Record<string, unknown> {
    const { accessKeyId, accessKeyIdSecret, secretAccessKey, serviceAccount, audiences } = this.access;
    return {
      route53: {
        region: this.region,
        hostedZoneID: this.hostedZoneId,
        role: this.role,
        accessKeyID: accessKeyId,
        accessKeyIDSecretRef: accessKeyIdSecret && renderSecretKey(accessKeyIdSecret),
        secretAccessKeySecretRef: secretAccessKey && renderSecretKey(secretAccessKey),
        auth: serviceAccount === undefined ? undefined : {
          kubernetes: { serviceAccountRef: { name: serviceAccount, audiences: audiences && [...audiences] } },
        },
      },
    };
  }

  /** @internal */
  public override _grants(follows: boolean): IamGrant[] {
    const { role, serviceAccount } = this;
    const own = this.access.secretAccessKey === undefined ? IamHolder.CERT_MANAGER : IamHolder.ACCESS_KEY;
    const records = challengePolicy({
      partition: awsPartitionOf(this),
      hostedZoneIds: this.hostedZoneId === undefined ? undefined : [this.hostedZoneId],
      findsZones: this.hostedZoneId === undefined,
      followsCname: follows,
    });
    if (role === undefined) return [{ holder: own, policy: records }];
    const writes: IamGrant = { holder: IamHolder.ROLE, role, policy: records };
    // The role trusts the token: nobody else needs to take it on.
    if (serviceAccount !== undefined) return [writes];
    return [{ holder: own, policy: iamPolicyOf([iamAllow({ Action: ['sts:AssumeRole'], Resource: [role] })]) }, writes];
  }
}

/** A region or a hosted zone that is none. */
const PLACE = 'KN-CRT-007';
/** A role that is none. */
const ROLE = 'KN-CRT-008';

function checkOneZone({ hostedZone, hostedZoneId }: Route53Options): Problem | undefined {
  const isOne = hostedZone?.hostedZoneId === (hostedZoneId ?? hostedZone?.hostedZoneId);
  if (hostedZone === undefined || isOne) return undefined;
  return {
    code: PLACE,
    message: `the zone is ${show(hostedZone.hostedZoneId)} by \`hostedZone\` and ${show(hostedZoneId)} by \`hostedZoneId\``,
    received: hostedZoneId,
    allowed: 'one zone, with its id',
    fix: 'leave `hostedZoneId` out',
  };
}

/** The SDK asks no endpoint without one, and only ambient credentials come with one. */
function checkRegionGiven({ region }: Route53Options): Problem | undefined {
  return region === undefined ? checkAwsRegion(PLACE, '') : undefined;
}

/** Follows solverForChallenge in pkg/issuer/acme/dns/dns.go; a key for a session has a token that has no place here. */
function checkAccessKey({ accessKeyId, accessKeyIdSecret }: Route53AccessKeyOptions): Problem | undefined {
  const given = [accessKeyId, accessKeyIdSecret].filter((id) => id !== undefined).length;
  const right = accessKeyId === undefined || hasLateValue(accessKeyId)
    || (typeof accessKeyId === 'string' && /^AKIA[A-Z0-9]{12,124}$/.test(accessKeyId));
  if (given === 1 && right) return undefined;
  const wrong = given === 0 ? 'has no id' : 'has its id in two places';
  return {
    code: 'KN-CRT-009',
    message: given === 1 ? 'the id of the access key is none of a user' : `the access key ${wrong}`,
    received: undefined,
    allowed: '`accessKeyId` with an id that begins with `AKIA`, or `accessKeyIdSecret`',
    fix: "write `accessKeyIdSecret: { secret: SecretReference.fromName('route53'), key: 'access-key-id' }`, for example",
  };
}

function checkSecretKey({ secret, key }: IssuerSecretKey): (Problem | undefined)[] {
  return [checkReferenceName('Secret', secret.name), checkKey('Secret', key)];
}

function checkAudiences(audiences: readonly string[] | undefined): Problem | undefined {
  const wrong = audiences?.find((audience) => typeof audience !== 'string' || audience.trim() === '');
  if (wrong === undefined && audiences?.length !== 0) return undefined;
  return {
    code: 'KN-CRT-009',
    message: wrong === undefined ? 'the token is for nobody' : `the token is for ${show(wrong)}`,
    received: wrong,
    allowed: 'one audience or more, none of them empty',
    fix: 'leave `audiences` out, and it is for `sts.amazonaws.com`',
  };
}
