import type { Construct, IConstruct } from 'constructs';
import { rootOf } from './app-checks';
import { clusterOf } from './cluster-chart';
import { KINDS } from './kinds';
import { type Problem, show, showAll } from './problem';
import { refuse } from './problems';
import { Resource, type ResourceProps } from './resource';

/** Properties for `Namespace`. */
export type NamespaceProps = ResourceProps;

const POD_SECURITY = 'pod-security.kubernetes.io/';
const MODES = ['enforce', 'audit', 'warn'];
const LEVELS = ['privileged', 'baseline', 'restricted'];
const NAMESPACES = new WeakMap<IConstruct, Namespace[]>();
const NAME_LABEL = 'kubernetes.io/metadata.name';

/**
 * A namespace. Unlike other objects of a chart with a namespace it never carries one itself. Its labels of pod security
 * (`pod-security.kubernetes.io/enforce: restricted`) are checked (`KN-NAM-011`).
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
 */
export class Namespace extends Resource {
  constructor(scope: Construct, id: string, props: NamespaceProps = {}) {
    super(scope, id, KINDS.namespace, props, []);
    NAMESPACES.set(rootOf(this), [...NAMESPACES.get(rootOf(this)) ?? [], this]);
    for (const [key, value] of Object.entries(props.metadata?.labels ?? {})) {
      refuse(this, checkPodSecurity(key, value), checkNameLabel(key, value, this.name));
    }
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return {};
  }
}

/**
 * The level of pod security that a namespace of the program enforces, as its labels say it by now; absent where the
 * program does not have the namespace, or it says none.
 * @internal
 */
export function enforcedLevel(construct: IConstruct, namespace: string): string | undefined {
  const cluster = clusterOf(construct);
  const labelled = (NAMESPACES.get(rootOf(construct)) ?? []).filter((each) =>
    each.name === namespace && clusterOf(each) === cluster);
  return labelled.map(({ apiObject: { metadata } }) => metadata.getLabel(`${POD_SECURITY}enforce`)).find((level) => level !== undefined);
}

/** Follows PolicyToEvaluate of k8s.io/pod-security-admission, api/helpers.go; other keys of the prefix do nothing. */
function checkPodSecurity(key: string, value: string): Problem | undefined {
  if (!key.startsWith(POD_SECURITY)) return undefined;
  const [, mode = '', version] = /^(.*?)(-version)?$/.exec(key.slice(POD_SECURITY.length)) ?? [];
  const right = version === undefined ? LEVELS.includes(value) : /^(latest|v1\.(0|[1-9][0-9]*))$/.test(value);
  if (MODES.includes(mode) && right) return undefined;
  return {
    code: 'KN-NAM-011',
    message: `the label ${show(key)} with the value ${show(value)} says nothing about the security of pods`,
    received: value,
    allowed: `${showAll(MODES)} with ${showAll(LEVELS)}, and each with \`-version\` behind it and \`latest\` or \`v1.35\``,
    fix: `write \`'${POD_SECURITY}enforce': 'restricted'\`, for example`,
  };
}

/** The API server writes this label itself, whatever the manifest says. */
function checkNameLabel(key: string, value: string, name: string): Problem | undefined {
  if (key !== NAME_LABEL || value === name) return undefined;
  return {
    code: 'KN-NAM-011',
    message: `the label ${show(key)} is the name of the namespace, ${show(name)}, and not ${show(value)}`,
    received: value,
    allowed: `no such label, or ${show(name)}`,
    fix: 'leave the label out: the API server writes it',
  };
}
