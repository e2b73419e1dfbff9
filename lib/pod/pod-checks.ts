import {
  checkLabels, checkName, DNS_1123_SUBDOMAIN, Feature, type Problem, show,
} from '../core';
import { checkAffinity, renderAffinity } from './affinity-rendering';
import { checkDns, renderDnsConfig } from './dns-config';
import { checkHostAlias } from './host-alias';
import { PodDialect } from './pod-dialect';
import type { PodProps } from './pod-props';
import { checkReferenceName, checkSameNamespace, type NamedObject } from './reference-checks';
import type { ISecretReference } from './secret-reference';
import { present } from './present';
import { checkPodSecurity, renderPodSecurity } from './security-context';
import {
  checkSpreadsDiffer, checkTopologySpread, renderTopologySpread, type TopologySpreadConstraint,
} from './topology-spread-constraint';

/**
 * Checks what a program says about a pod, but for its containers.
 * @internal
 */
export function checkPod(
  props: PodProps, dialect: PodDialect, namespace: string | undefined,
): (Problem | undefined)[] {
  const problems: (Problem | undefined)[] = [];
  const { serviceAccount, imagePullSecrets, podSecurityContext, affinity, dnsPolicy, dnsConfig } = props;
  if (serviceAccount !== undefined) problems.push(checkObject('ServiceAccount', serviceAccount, namespace));
  for (const secret of imagePullSecrets ?? []) problems.push(checkObject('Secret', secret, namespace));
  if (dialect === PodDialect.KNATIVE_SERVING) problems.push(checkAutomount(props));
  if (podSecurityContext !== undefined) problems.push(...checkPodSecurity(podSecurityContext));
  if (props.nodeSelector !== undefined) problems.push(...checkLabels(props.nodeSelector));
  if (affinity !== undefined) problems.push(...checkAffinity(affinity));
  for (const alias of props.hostAliases ?? []) problems.push(...checkHostAlias(alias));
  if (dnsPolicy !== undefined || dnsConfig !== undefined) problems.push(...checkDns(dnsPolicy, dnsConfig));
  problems.push(
    checkClassName('RuntimeClass', props.runtimeClassName),
    checkClassName('PriorityClass', props.priorityClassName),
    checkClassName('scheduler', props.schedulerName),
    checkProcessSharing(props),
    ...checkSpreads(props.topologySpreadConstraints),
  );
  return problems;
}

/**
 * The flags that Serving wants for what a program says about a pod; follows `PodSpecMask` in fieldmask.go.
 * @internal
 */
export function featuresOf(props: PodProps): (readonly [Feature, string])[] {
  return GATED.filter(([, field]) => says(props[field]));
}

const GATED: readonly (readonly [Feature, keyof PodProps])[] = [
  [Feature.PODSPEC_AFFINITY, 'affinity'],
  [Feature.PODSPEC_TOPOLOGYSPREADCONSTRAINTS, 'topologySpreadConstraints'],
  [Feature.PODSPEC_NODESELECTOR, 'nodeSelector'],
  [Feature.PODSPEC_TOLERATIONS, 'tolerations'],
  [Feature.PODSPEC_HOSTALIASES, 'hostAliases'],
  [Feature.PODSPEC_RUNTIMECLASSNAME, 'runtimeClassName'],
  [Feature.PODSPEC_PRIORITYCLASSNAME, 'priorityClassName'],
  [Feature.PODSPEC_SCHEDULERNAME, 'schedulerName'],
  [Feature.PODSPEC_DNSPOLICY, 'dnsPolicy'],
  [Feature.PODSPEC_DNSCONFIG, 'dnsConfig'],
  [Feature.PODSPEC_HOSTIPC, 'hostIPC'],
  [Feature.PODSPEC_HOSTPID, 'hostPID'],
  [Feature.PODSPEC_HOSTNETWORK, 'hostNetwork'],
  [Feature.PODSPEC_SHAREPROCESSNAMESPACE, 'shareProcessNamespace'],
  [Feature.PODSPEC_SECURITYCONTEXT, 'podSecurityContext'],
];

/** @internal */
export function renderPod(props: PodProps): Record<string, unknown> {
  const { affinity, podSecurityContext, dnsConfig, nodeSelector } = props;
  return present({
    serviceAccountName: props.serviceAccount?.name,
    automountServiceAccountToken: props.automountServiceAccountToken,
    imagePullSecrets: list(namesOf(props.imagePullSecrets), (name) => ({ name })),
    enableServiceLinks: props.enableServiceLinks,
    securityContext: podSecurityContext !== undefined && says(podSecurityContext)
      ? renderPodSecurity(podSecurityContext) : undefined,
    nodeSelector: says(nodeSelector) ? { ...nodeSelector } : undefined,
    tolerations: list(props.tolerations, (toleration) => toleration._render()),
    affinity: affinity !== undefined && says(affinity) ? renderAffinity(affinity) : undefined,
    topologySpreadConstraints: list(props.topologySpreadConstraints, renderTopologySpread),
    hostAliases: list(props.hostAliases, ({ ip, hostnames }) => ({ ip, hostnames: [...hostnames] })),
    runtimeClassName: props.runtimeClassName,
    priorityClassName: props.priorityClassName,
    schedulerName: props.schedulerName,
    dnsPolicy: props.dnsPolicy,
    dnsConfig: dnsConfig !== undefined && says(dnsConfig) ? renderDnsConfig(dnsConfig) : undefined,
    hostNetwork: props.hostNetwork === true ? true : undefined,
    hostPID: props.hostPID === true ? true : undefined,
    hostIPC: props.hostIPC === true ? true : undefined,
    shareProcessNamespace: props.shareProcessNamespace === true ? true : undefined,
  });
}

/** Empty lists and maps, and false, say what is the case anyway: they are not written. */
function says(value: unknown): boolean {
  if (value === undefined || value === false) return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
}

function list<T, R>(items: readonly T[] | undefined, render: (item: T) => R): R[] | undefined {
  return items === undefined || items.length === 0 ? undefined : items.map(render);
}

/** Each once: the API server refuses a list with duplicates. */
function namesOf(secrets: readonly ISecretReference[] | undefined): string[] | undefined {
  return secrets && [...new Set(secrets.map(({ name }) => name))];
}

function checkAutomount({ automountServiceAccountToken: automount }: PodProps): Problem | undefined {
  if (automount !== true) return undefined;
  return {
    code: 'KN-POD-038',
    message: 'a Knative service asks for the token of its service account',
    received: automount,
    allowed: 'false, or nothing',
    fix: 'leave it out, and set `automountToken: true` on the service account',
  };
}

function checkObject(kind: string, object: NamedObject, namespace: string | undefined): Problem | undefined {
  return checkReferenceName(kind, object.name) ?? checkSameNamespace(kind, object, namespace);
}

function checkSpreads(spreads: readonly TopologySpreadConstraint[] | undefined): (Problem | undefined)[] {
  return spreads === undefined ? [] : [...spreads.flatMap(checkTopologySpread), checkSpreadsDiffer(spreads)];
}

function checkClassName(kind: string, name: string | undefined): Problem | undefined {
  return name === undefined ? undefined : checkName(`name for a ${kind}`, name, DNS_1123_SUBDOMAIN, 'KN-POD-039');
}

/** Follows `validatePodHostNetworkDeps` and its kin of Kubernetes. */
function checkProcessSharing({ hostPID, shareProcessNamespace }: PodProps): Problem | undefined {
  if (hostPID !== true || shareProcessNamespace !== true) return undefined;
  return {
    code: 'KN-POD-046',
    message: `a pod has both ${show('hostPID')} and ${show('shareProcessNamespace')}`,
    received: true,
    allowed: 'one of them',
    fix: 'leave `shareProcessNamespace` out: with `hostPID` the containers see each other anyway',
  };
}
