import { iamAllow, type IamPolicyDocument, iamPolicyOf } from '../core';

/** For what cert-manager answers challenges in Route 53. */
export interface ChallengeRights {
  /** What ARNs begin with: `aws`. */
  readonly partition: string;
  /**
   * Hosted zones in which it writes, by their ids.
   * @default - all
   */
  readonly hostedZoneIds?: readonly string[];
  /** Whether it looks zones up by the name, as it does where its issuer names none. */
  readonly findsZones: boolean;
  /** Whether it follows CNAME records to wherever they point. */
  readonly followsCname: boolean;
}

/** What pkg/issuer/acme/dns/route53/route53.go of cert-manager calls, and no more. */
export function challengePolicy(rights: ChallengeRights): IamPolicyDocument {
  const { partition, hostedZoneIds = ['*'], findsZones, followsCname } = rights;
  const arn = `arn:${partition}:route53:::`;
  const names = { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_acme-challenge.*'] };
  return iamPolicyOf([
    iamAllow({ Action: ['route53:GetChange'], Resource: [`${arn}change/*`] }),
    iamAllow({
      Action: ['route53:ChangeResourceRecordSets'],
      Resource: hostedZoneIds.map((id) => `${arn}hostedzone/${id}`),
      Condition: {
        'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] },
        // Where a CNAME points to is a name of whoever wrote it.
        ...followsCname ? {} : { 'ForAllValues:StringLike': names },
      },
    }),
    ...findsZones ? [iamAllow({ Action: ['route53:ListHostedZonesByName'], Resource: ['*'] })] : [],
  ]);
}
