import { type ApplyIndex, INDEX_VERSION, type IndexedObject } from './apply-index';
import { type Fields, isFields } from './fields';
import { objectId } from './object-id';
import { type Problem, raise, show } from './problem';
import { isAwaited, WAVES } from './waves';

/**
 * Reads an index that `SideDocuments.write` wrote.
 * @throws KnativeError `KN-IDX-006` when it is no such index, or of a version that this library does not know
 */
export function readIndex(text: string): ApplyIndex {
  const value = parsed(text);
  raise(checkIndex(value));
  // What was checked above is an index.
  return value as ApplyIndex;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong with a value that should be an index. */
export function checkIndex(value: unknown): Problem | undefined {
  if (!isFields(value)) return garbled('is no JSON object', value);
  if (value.version !== INDEX_VERSION) return garbled(`has the version ${show(value.version)}`, value.version);
  const { waves, objects } = value;
  if (!Array.isArray(waves) || !Array.isArray(objects)) return garbled('lacks `waves` or `objects`', undefined);
  const steps = waves.map((each: unknown) => isFields(each) ? each : {});
  return checkWaves(steps) ?? checkObjects(objects, new Set(steps.map(({ name }) => name)));
}

/** An order of steps, or one that is not waited for, that nobody writes would be applied as it stands. */
function checkWaves(steps: readonly Fields[]): Problem | undefined {
  let last = -1;
  for (const step of steps) {
    const position = WAVES.findIndex((wave) => wave === step.name);
    const wave = WAVES[position];
    if (wave === undefined || typeof step.awaited !== 'boolean') return garbled(`has a step that there is not: ${show(step)}`, step);
    if (position === last) return garbled(`has the step ${show(wave)} twice`, wave);
    if (position < last) return garbled(`has the step ${show(wave)} after ${show(WAVES[last])}, which it comes before`, wave);
    if (step.awaited !== isAwaited(wave)) {
      return garbled(`says of the step ${show(wave)} that it is ${step.awaited ? '' : 'not '}awaited`, step.awaited);
    }
    last = position;
  }
  return undefined;
}

function checkObjects(objects: readonly unknown[], waves: ReadonlySet<unknown>): Problem | undefined {
  const ids = new Set<string>();
  for (const object of objects) {
    if (!isObject(object)) return garbled(`has an entry that is no object: ${show(object)}`, object);
    if (!waves.has(object.wave)) return garbled(`puts ${show(objectId(object))} into a step that it does not have`, object.wave);
    const id = objectId(object);
    if (ids.has(id)) return garbled(`has ${show(id)} twice`, id);
    ids.add(id);
  }
  for (const object of objects.filter(isObject)) {
    const unknown = object.needs.find((need) => !ids.has(need));
    if (unknown !== undefined) return garbled(`has ${show(objectId(object))} need ${show(unknown)}, which is not in it`, unknown);
  }
  return undefined;
}

function isObject(value: unknown): value is IndexedObject {
  if (!isFields(value)) return false;
  const { namespace, needs } = value;
  return [value.apiVersion, value.kind, value.name, value.file, value.wave].every((each) => typeof each === 'string' && each !== '')
    && (namespace === undefined || typeof namespace === 'string')
    && Array.isArray(needs) && needs.every((each) => typeof each === 'string');
}

function garbled(what: string, received: unknown): Problem {
  return {
    code: 'KN-IDX-006',
    message: `the index of objects ${what}`,
    received,
    allowed: `an index that \`SideDocuments.of(app).write()\` wrote, of version ${INDEX_VERSION}`,
    fix: 'run the program again with the version of the library that applies it',
  };
}
