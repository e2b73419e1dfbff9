import { type IClusterIssuer, WildcardAbility } from '../certificates';
import { type TlsInput, wildcardsOf } from './platform-tls';

/** What to write so that a namespace gets a wildcard certificate, in the words of the platform's own choices. */
export function wildcardFix(input: TlsInput, namespace: string): string {
  const { issuer, tls } = input;
  if (issuer === undefined) return 'write an `issuer` that certifies wildcards for the platform';
  const adding = wildcardsOf(input)._adding(namespace);
  if (adding !== undefined) return adding;
  if (issuer.canWildcard === WildcardAbility.NO) {
    return 'write `solvers: [AcmeSolver.dns01(Route53.ambient())]` in the issuer';
  }
  return tls?.wildcardCertificates === undefined ? sayWhatItCan(issuer)
    : 'write `wildcardCertificates: WildcardCertificates.forLabel()` in `tls` of the platform';
}

/** Only of an issuer of which that is not known a platform makes none by itself. */
function sayWhatItCan({ name }: IClusterIssuer): string {
  return 'say what the issuer of the platform can: '
    + `\`ClusterIssuer.fromName('${name}', { type: IssuerType.ACME_DNS01 })\`, or \`wildcards: WildcardAbility.YES\` for any other type`;
}
