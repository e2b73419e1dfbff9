import { groupOf, KINDS } from '../core';

/** How the health of a kind is told, for tools that do not know it. */
export enum HealthRule {
  /** By the condition `Ready`, which its controller sets. */
  CONDITION = 'condition',
  /** By the certificate that whoever answers a webhook writes into its configuration. */
  WEBHOOKS = 'webhooks',
  /** By being there: nothing that uses it asks for more. */
  PRESENCE = 'presence',
}

/** A kind whose health tools have to be told. */
export interface HealthOfKind {
  readonly group: string;
  readonly kind: string;
  readonly rule: HealthRule;
  /**
   * Conditions that say by `False` that it does not work; others may be `False` for as long as it takes.
   * @default - `Ready`, which says by `True` that it works
   */
  readonly failures?: readonly string[];
  /**
   * A condition that says by `True` that work goes on, whatever the others say.
   * @default - none
   */
  readonly working?: string;
}

/** Groups whose kinds have a condition `Ready`. */
const GROUPS = ['serving.knative.dev', 'eventing.knative.dev', 'messaging.knative.dev', 'flows.knative.dev', 'sources.knative.dev',
  'sinks.knative.dev'];

/** The operator says that nothing is ready for as long as it installs; what goes wrong has a condition of its own. */
const OPERATED = { group: 'operator.knative.dev', rule: HealthRule.CONDITION, failures: ['InstallSucceeded', 'VersionMigrationEligible'] };

/**
 * Kinds of this library and of the releases that it vendors, and what of Kubernetes has to be awaited. Kinds whose
 * controllers write no status are not among them, such as Contour's delegations of certificates: nobody would ever see
 * them ready.
 */
export const HEALTH_OF_KINDS: readonly HealthOfKind[] = [
  { ...OPERATED, kind: 'KnativeServing' },
  { ...OPERATED, kind: 'KnativeEventing' },
  ...Object.values(KINDS)
    .filter(({ apiVersion }) => GROUPS.includes(groupOf(apiVersion)))
    .map(({ apiVersion, kind }) => ({ group: groupOf(apiVersion), kind, rule: HealthRule.CONDITION })),
  { group: 'cert-manager.io', kind: 'ClusterIssuer', rule: HealthRule.CONDITION },
  { group: 'cert-manager.io', kind: 'Issuer', rule: HealthRule.CONDITION },
  { group: 'cert-manager.io', kind: 'Certificate', rule: HealthRule.CONDITION, working: 'Issuing' },
  // Of Serving's own one the issuer is there with `system-internal-tls` only; without it, it never gets ready.
  { group: 'networking.internal.knative.dev', kind: 'Certificate', rule: HealthRule.PRESENCE },
  { group: 'external-secrets.io', kind: 'ExternalSecret', rule: HealthRule.CONDITION },
  { group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration', rule: HealthRule.WEBHOOKS },
  { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration', rule: HealthRule.WEBHOOKS },
].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

function nameOf({ group, kind }: { readonly group: string; readonly kind: string }): string {
  return `${group}/${kind}`;
}
