/**
 * A hosted zone of Route 53 by its id and name: written by hand, or a zone construct of the AWS CDK, which has both.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-working-with.html
 */
export interface DnsZone {
  /** Id of the zone, without `/hostedzone/`: `Z0123456789ABCDEFGHIJ`. */
  readonly hostedZoneId: string;
  /** Domain of the zone: `example.com`. */
  readonly zoneName: string;
}
