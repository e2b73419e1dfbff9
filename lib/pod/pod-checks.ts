import {
  checkLabels, checkName, DNS_1123_SUBDOMAIN, Feature, type Problem, show,
} from '../core';
import { checkAffinity, renderAffinity } from './affinity-rendering';
import { checkDns, renderDnsConfig } from './dns-config';
import { checkHostAlias } from './host-alias';
import { PodDialect } from './pod-dialect';
import type { PodProps } from './pod-props';
import { checkReferenceName, checkSameNamespace } from './reference-checks';
import { checkPodSecurity, renderPodSecurity } from './security-context';
import { checkSpreadsDiffer, checkTopologySpread, renderTopologySpread } from './topology-spread-constraint';

/**
 * Checks what a program says about a pod, but for its containers.
 * @internal
 */
export function checkPod(
  props: PodProps, dialect: PodDialect, namespace: string | undefined,
): (Problem | undefined)[] {
  const { serviceAccount, imagePullSecrets = [], topologySpreadConstraints: spreads = [] } = props;
  return [
    serviceAccount && (checkReferenceName('ServiceAccount', serviceAccount.name)
      ?? checkSameNamespace('ServiceAccount', serviceAccount, namespace)),
    ...imagePullSecrets.map((secret) =>
      checkReferenceName('Secret', secret.name) ?? checkSameNamespace('Secret', secret, namespace)),
    dialect === PodDialect.KNATIVE_SERVING ? checkAutomount(props) : undefined,
    ...(props.podSecurityContext === undefined ? [] : checkPodSecurity(props.podSecurityContext)),
    ...checkLabels(props.nodeSelector),
    ...(props.affinity === undefined ? [] : checkAffinity(props.affinity)),
    ...spreads.flatMap(checkTopologySpread),
    checkSpreadsDiffer(spreads),
    ...(props.hostAliases ?? []).flatMap(checkHostAlias),
    checkClassName('RuntimeClass', props.runtimeClassName),
    checkClassName('PriorityClass', props.priorityClassName),
    checkClassName('scheduler', props.schedulerName),
    ...checkDns(props.dnsPolicy, props.dnsConfig),
    checkProcessSharing(props),
  ];
}

/**
 * The flags that Serving wants for what a program says about a pod; follows `PodSpecMask` in fieldmask.go.
 * @internal
 */
export function featuresOf(props: PodProps): [Feature, string][] {
  const gated: [Feature, keyof PodProps][] = [
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
  return gated.filter(([, field]) => says(props[field]));
}

/** @internal */
export function renderPod(props: PodProps): Record<string, unknown> {
  const { affinity, podSecurityContext, dnsConfig, nodeSelector } = props;
  const pullSecrets = [...new Set((props.imagePullSecrets ?? []).map(({ name }) => name))];
  return {
    serviceAccountName: props.serviceAccount?.name,
    automountServiceAccountToken: props.automountServiceAccountToken,
    imagePullSecrets: list(pullSecrets, (name) => ({ name })),
    enableServiceLinks: props.enableServiceLinks,
    securityContext: podSecurityContext && renderPodSecurity(podSecurityContext),
    nodeSelector: says(nodeSelector) ? { ...nodeSelector } : undefined,
    tolerations: list(props.tolerations, (toleration) => toleration._render()),
    affinity: affinity && renderAffinity(affinity),
    topologySpreadConstraints: list(props.topologySpreadConstraints, renderTopologySpread),
    hostAliases: list(props.hostAliases, ({ ip, hostnames }) => ({ ip, hostnames: [...hostnames] })),
    runtimeClassName: props.runtimeClassName,
    priorityClassName: props.priorityClassName,
    schedulerName: props.schedulerName,
    dnsPolicy: props.dnsPolicy,
    dnsConfig: dnsConfig && renderDnsConfig(dnsConfig),
    hostNetwork: props.hostNetwork === true ? true : undefined,
    hostPID: props.hostPID === true ? true : undefined,
    hostIPC: props.hostIPC === true ? true : undefined,
    shareProcessNamespace: props.shareProcessNamespace === true ? true : undefined,
  };
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
