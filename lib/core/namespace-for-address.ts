import type { IConstruct } from 'constructs';
import { type Problem, show } from './problem';
import { refuse } from './problems';
import type { ObjectReference } from './reference';

/** Where an object could get its namespace from. */
export interface NamespaceHint {
  readonly from: string;
  readonly fix: string;
}

const FROM_METADATA: NamespaceHint = {
  from: 'from the chart or from `metadata.namespace`',
  fix: "write `new Chart(app, 'services', { namespace: 'my-namespace' })`",
};

/** An address that has to name a namespace, of an object that has none. */
export function noNamespace(what: string, hint = FROM_METADATA): Problem {
  return {
    code: 'KN-NAM-003',
    message: `the address of ${what} is asked for, but it has no namespace`,
    received: undefined,
    allowed: `a namespace ${hint.from}`,
    fix: hint.fix,
  };
}

/**
 * The namespace, for an address that has to name one: without it the problem `KN-NAM-003` is recorded.
 * @internal
 */
export function namespaceForAddress(
  construct: IConstruct, { kind, name, namespace }: ObjectReference, hint?: NamespaceHint,
): string {
  if (namespace !== undefined) return namespace;
  refuse(construct, noNamespace(`${kind} ${show(name)}`, hint));
  return 'default';
}
