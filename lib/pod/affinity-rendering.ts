import {
  checkChoice, checkLabels, checkLabelSelector, checkName, checkWhole, DNS_1123_LABEL, DNS_1123_SUBDOMAIN, follows,
  isQualifiedKey, type Problem, renderLabelSelector, show,
} from '../core';
import {
  type Affinity, type NodeAffinity, NodeSelectorOperator, type NodeSelectorRequirement, type NodeSelectorTerm,
  type PodAffinity, type PodAffinityTerm,
} from './affinity';

/**
 * Checks where a pod runs. Serving takes this part of a manifest unread, so a mistake would come to light when pods are
 * made, or never; follows `validateAffinity` of Kubernetes.
 * @internal
 */
export function checkAffinity(affinity: Affinity): (Problem | undefined)[] {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  const pods = [podAffinity, podAntiAffinity].flatMap((one) => one ?? []);
  return [
    ...(nodeAffinity?.required ?? []).flatMap((term) => [...checkNodeTerm(term), ...checkLabelValues(term)]),
    checkRequiredTerms(nodeAffinity?.required),
    ...(nodeAffinity?.preferred ?? []).flatMap(({ weight, preference }) =>
      [checkWhole('KN-POD-041', 'weight', weight, { min: 1, max: 100 }), ...checkNodeTerm(preference)]),
    ...pods.flatMap(({ required = [] }) => required.flatMap(checkPodTerm)),
    ...pods.flatMap(({ preferred = [] }) => preferred.flatMap(({ weight, podAffinityTerm }) =>
      [checkWhole('KN-POD-041', 'weight', weight, { min: 1, max: 100 }), ...checkPodTerm(podAffinityTerm)])),
  ];
}

/** @internal */
export function renderAffinity(affinity: Affinity): Record<string, unknown> {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  return {
    nodeAffinity: nodeAffinity && renderNodeAffinity(nodeAffinity),
    podAffinity: podAffinity && renderPodAffinity(podAffinity),
    podAntiAffinity: podAntiAffinity && renderPodAffinity(podAntiAffinity),
  };
}

function renderNodeAffinity({ required, preferred }: NodeAffinity): Record<string, unknown> {
  return {
    requiredDuringSchedulingIgnoredDuringExecution: required && { nodeSelectorTerms: required.map(renderNodeTerm) },
    preferredDuringSchedulingIgnoredDuringExecution: preferred?.map(({ weight, preference }) =>
      ({ weight, preference: renderNodeTerm(preference) })),
  };
}

function renderNodeTerm({ matchExpressions, matchFields }: NodeSelectorTerm): Record<string, unknown> {
  const render = ({ key, operator, values }: NodeSelectorRequirement) =>
    ({ key, operator, values: values && [...values] });
  return { matchExpressions: matchExpressions?.map(render), matchFields: matchFields?.map(render) };
}

function renderPodAffinity({ required, preferred }: PodAffinity): Record<string, unknown> {
  return {
    requiredDuringSchedulingIgnoredDuringExecution: required?.map(renderPodTerm),
    preferredDuringSchedulingIgnoredDuringExecution: preferred?.map(({ weight, podAffinityTerm }) =>
      ({ weight, podAffinityTerm: renderPodTerm(podAffinityTerm) })),
  };
}

function renderPodTerm(term: PodAffinityTerm): Record<string, unknown> {
  const { topologyKey, namespaces, matchLabelKeys, mismatchLabelKeys } = term;
  return {
    topologyKey,
    labelSelector: renderLabelSelector(term.labelSelector),
    namespaces: namespaces && [...namespaces],
    namespaceSelector: renderLabelSelector(term.namespaceSelector),
    matchLabelKeys: matchLabelKeys && [...matchLabelKeys],
    mismatchLabelKeys: mismatchLabelKeys && [...mismatchLabelKeys],
  };
}

/** An empty list of required terms holds for no node: Kubernetes refuses it. */
function checkRequiredTerms(required: readonly NodeSelectorTerm[] | undefined): Problem | undefined {
  if (required === undefined || required.length > 0) return undefined;
  return fault('the required node affinity has no term', required, 'one term or several',
    'leave `required` out, or name a condition');
}

function checkNodeTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): (Problem | undefined)[] {
  return [...matchExpressions.map(checkExpression), ...matchFields.map(checkField)];
}

/** Follows `ValidateNodeSelectorRequirement`, which looks at the values of required terms only. */
function checkLabelValues({ matchExpressions = [] }: NodeSelectorTerm): Problem[] {
  const values = matchExpressions.flatMap(({ values: compared = [] }) => compared);
  return values.filter((value) => checkLabels({ a: value }).length > 0).map((value) =>
    fault(`no node can have a label with the value ${show(value)}`, value,
      'letters, digits, dashes, dots and underscores, alphanumeric at both ends, at most 63 characters; no sign before a number',
      'write the value as nodes have it'));
}

function checkExpression(requirement: NodeSelectorRequirement): Problem | undefined {
  const { key, operator, values = [] } = requirement;
  if (!isQualifiedKey(key)) {
    return fault(`${show(key)} is no key of a node label`, key, 'a label key', 'write `kubernetes.io/arch`, for example');
  }
  const problem = checkChoice('KN-POD-048', 'operator', operator, NodeSelectorOperator);
  if (problem !== undefined || fits(operator, values)) return problem;
  return fault(`the condition ${show(operator)} on the node label ${show(key)} has the values ${show(values)}`, values,
    'values with `In` and `NotIn`, one whole number with `Gt` and `Lt`, none with `Exists` and `DoesNotExist`',
    'write the values that the operator takes');
}

function fits(operator: NodeSelectorOperator, values: readonly string[]): boolean {
  switch (operator) {
    case NodeSelectorOperator.IN:
    case NodeSelectorOperator.NOT_IN:
      return values.length > 0;
    case NodeSelectorOperator.GT:
    case NodeSelectorOperator.LT:
      return values.length === 1 && /^[+-]?[0-9]+$/.test(values[0] ?? '');
    default:
      return values.length === 0;
  }
}

function checkField({ key, operator, values = [] }: NodeSelectorRequirement): Problem | undefined {
  const compared = operator === NodeSelectorOperator.IN || operator === NodeSelectorOperator.NOT_IN;
  const [node = ''] = values;
  if (key === 'metadata.name' && compared && values.length === 1 && follows(DNS_1123_SUBDOMAIN, node)) return undefined;
  return fault(`the condition ${show(operator)} on the node field ${show(key)} is none`, key,
    '`metadata.name` with `In` or `NotIn` and the name of one node', "write `{ key: 'metadata.name', ... }`");
}

function checkPodTerm(term: PodAffinityTerm): (Problem | undefined)[] {
  const { topologyKey, namespaces = [], matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  return [
    checkTopologyKey(topologyKey),
    ...checkLabelSelector(term.labelSelector),
    ...checkLabelSelector(term.namespaceSelector),
    ...namespaces.map((name) => checkName('namespace name', name, DNS_1123_LABEL, 'KN-POD-041')),
    ...[...matchLabelKeys, ...mismatchLabelKeys].map((key) => checkMatchKey(key, term)),
    ...matchLabelKeys.filter((key) => mismatchLabelKeys.includes(key)).map(matchedBothWays),
  ];
}

function checkTopologyKey(topologyKey: string): Problem | undefined {
  if (isQualifiedKey(topologyKey)) return undefined;
  return fault(`${show(topologyKey)} is no topology key`, topologyKey, 'a key of a label that nodes have',
    'write `topology.kubernetes.io/zone`, for example');
}

/** Keys are merged into the selector, so Kubernetes wants one. */
function checkMatchKey(key: string, { labelSelector }: PodAffinityTerm): Problem | undefined {
  if (isQualifiedKey(key) && labelSelector !== undefined) return undefined;
  return fault(`the label key ${show(key)} of an affinity term cannot be compared`, key,
    'label keys, and a `labelSelector` with them', 'write a `labelSelector`');
}

function matchedBothWays(key: string): Problem {
  return fault(`pods are to agree and to differ in the label ${show(key)}`, key,
    'a key in `matchLabelKeys` or in `mismatchLabelKeys`', 'leave it out of one of them');
}

function fault(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-POD-041', message, received, allowed, fix };
}
