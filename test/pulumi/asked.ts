import { type Fields, fieldsOf, isFields, listOfFields } from '../../lib/core';

/** Written for this generation, and nothing says otherwise, which only the provider's parser reads. */
const WRITTEN = 'jsonpath={$[?@.lastGeneration==$.metadata.generation&&!(@.valid==false)'
  + "&&!@.conditions[?@.type=='Ready'&&!(@.status=='True')]]}";

/** Whether a live object is what an annotation asks for, as the provider decides it. */
export function isSatisfied(annotation: string, live: Fields): boolean {
  const expressions = annotation.startsWith('[') ? JSON.parse(annotation) as string[] : [annotation];
  return expressions.every((expression) => expression.startsWith('condition=')
    ? hasCondition(expression.slice('condition='.length), live)
    : expression === WRITTEN ? isWritten(live) : matches(expression, live));
}

/** Follows `checkCondition` of provider/pkg/await/condition/kubectl.go of pulumi-kubernetes. */
function hasCondition(type: string, { metadata, status }: Fields): boolean {
  const { conditions, observedGeneration } = fieldsOf(status);
  const found = listOfFields(conditions).find((each) => String(each.type).toLowerCase() === type.toLowerCase());
  if (found === undefined || isStale(metadata, found.observedGeneration ?? observedGeneration)) return false;
  return String(found.status).toLowerCase() === 'true';
}

function isStale(metadata: unknown, observed: unknown): boolean {
  const { generation } = fieldsOf(metadata);
  return typeof observed === 'number' && typeof generation === 'number' && observed < generation;
}

/** Follows `Matches` of provider/pkg/jsonpath/jsonpath.go of pulumi-kubernetes, for paths of names and positions. */
function matches(expression: string, live: Fields): boolean {
  const whole = /^jsonpath=\{((\.[A-Za-z]+|\[(?:\d+|\*)\]|\['\w+','\w+'\])+)\}(?:=([^=]+))?$/;
  const [, path = '', , value] = whole.exec(expression) ?? [];
  expect([expression, path]).not.toEqual([expression, '']);
  if (isStale(live.metadata, fieldsOf(live.status).observedGeneration)) return false;
  let nodes: unknown[] = [live];
  for (const [part] of path.matchAll(/\.[A-Za-z]+|\[(?:\d+|\*)\]|\['\w+','\w+'\]/g)) {
    nodes = nodes.flatMap((node): unknown[] => below(node, part));
  }
  const [first] = nodes;
  if (nodes.length === 0) return false;
  if (value !== undefined && typeof first === 'object') throw new Error(`${path} has a non-primitive value`);
  return value === undefined || String(first) === value;
}

function below(node: unknown, part: string): unknown[] {
  if (part.startsWith('.')) return fieldAt(node, part.slice(1));
  if (part.startsWith("['")) return part.slice(2, -2).split("','").flatMap((name) => fieldAt(node, name));
  const list: unknown[] = Array.isArray(node) ? node : [];
  return part === '[*]' ? list : list.slice(Number(part.slice(1, -1))).slice(0, 1);
}

function fieldAt(node: unknown, name: string): unknown[] {
  return isFields(node) && node[name] !== undefined ? [node[name]] : [];
}

function isWritten({ metadata, status }: Fields): boolean {
  const { lastGeneration, valid, conditions } = fieldsOf(status);
  return lastGeneration !== undefined && lastGeneration === fieldsOf(metadata).generation && valid !== false
    && !listOfFields(conditions).some((each) => each.type === 'Ready' && each.status !== 'True');
}
