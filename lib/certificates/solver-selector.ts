import { checkLabels, DNS_1123_SUBDOMAIN, follows, type Problem, show } from '../core';

/** For which certificates a solver is used; one that says nothing is for all that no other one is for. */
export interface SolverSelector {
  /**
   * Names of the certificate, letter for letter: `*.shop.example.com` is another name than `shop.example.com`. They win
   * over zones (`KN-CRT-012`).
   * @default - any
   */
  readonly dnsNames?: readonly string[];
  /**
   * Zones that the names lie in; the longest wins (`KN-CRT-012`).
   * @default - any
   */
  readonly dnsZones?: readonly string[];
  /**
   * Labels of the Certificate of cert-manager.
   * @default - any
   */
  readonly matchLabels?: { readonly [key: string]: string };
}

/** What is wrong with a selector; a name that no certificate has would leave the solver unused. */
export function checkSelector({ dnsNames, dnsZones, matchLabels }: SolverSelector): (Problem | undefined)[] {
  return [
    ...(dnsNames ?? []).map((name) => checkDnsName('dnsNames', name, String(name).replace(/^\*\./, ''))),
    ...(dnsZones ?? []).map((zone) => checkDnsName('dnsZones', zone, zone)),
    dnsNames?.length === 0 ? emptyList('dnsNames') : undefined,
    dnsZones?.length === 0 ? emptyList('dnsZones') : undefined,
    ...checkLabels(matchLabels),
  ];
}

/** The selector as it stands in a solver; absent where it says nothing. */
export function renderSelector(selector: SolverSelector): Record<string, unknown> | undefined {
  const { dnsNames, dnsZones, matchLabels } = selector;
  if (dnsNames === undefined && dnsZones === undefined && matchLabels === undefined) return undefined;
  return {
    dnsNames: dnsNames && [...dnsNames],
    dnsZones: dnsZones && [...dnsZones],
    matchLabels: matchLabels && { ...matchLabels },
  };
}

/** Whether a solver may be used for a name; follows pkg/controller/acmeorders/selectors of cert-manager. */
export function mayServe({ dnsNames, dnsZones }: SolverSelector, dnsName: string): boolean {
  if (dnsNames !== undefined && !dnsNames.includes(dnsName)) return false;
  return dnsZones === undefined || dnsZones.some((zone) => dnsName === zone || dnsName.endsWith(`.${zone}`));
}

/** Whether a solver may be used for some host below a domain. */
export function mayServeBelow({ dnsNames, dnsZones }: SolverSelector, domain: string): boolean {
  const below = (name: string, upper: string) => name === upper || name.endsWith(`.${upper}`);
  if (dnsNames?.some((name) => below(name.replace(/^\*\./, ''), domain)) === false) return false;
  return dnsZones === undefined || dnsZones.some((zone) => below(domain, zone) || below(zone, domain));
}

function checkDnsName(field: string, name: string, bare: string): Problem | undefined {
  if (typeof name === 'string' && follows(DNS_1123_SUBDOMAIN, bare) && bare.includes('.')) return undefined;
  return {
    code: 'KN-CRT-012',
    message: `${show(name)} in ${field} is no domain`,
    received: name,
    allowed: field === 'dnsNames' ? 'a domain in lower case, or one with `*.` in front' : 'a domain in lower case, without `*.`',
    fix: `write \`${field}: ['knative.example.com']\`, for example`,
  };
}

function emptyList(field: string): Problem {
  return {
    code: 'KN-CRT-012',
    message: `${field} of the solver is empty, which cert-manager reads as any`,
    received: [],
    allowed: 'one domain or more, or no list',
    fix: `leave \`${field}\` out, or name a domain`,
  };
}
