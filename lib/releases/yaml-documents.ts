import { type Alias, type Document, isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { isWholeNumber, NoJsonNumber, plainValue, type PlainValue } from './plain-scalars';

/** Something that keeps a text from being read. */
export interface YamlFault {
  /** What is wrong: `a map has the key `a` twice`. */
  readonly message: string;
  /** Line of the text, from 1. */
  readonly line: number;
}

/** A document of a text as data of JSON, frozen all the way down, and where in the text it begins. */
export interface YamlDocument {
  readonly value: unknown;
  readonly at: number;
}

/** What came of a text: its documents, or the first thing that keeps it from being read. */
export interface YamlReading {
  readonly documents: readonly YamlDocument[];
  readonly fault?: YamlFault;
}

const TAGS = 'tag:yaml.org,2002:';
/** A short text with aliases within aliases stands for data without end; no release has more than a few. */
const MOST_BY_ALIASES = 100_000;

class Unreadable extends Error {
  constructor(message: string, public readonly at: number) {
    super(message);
  }
}

/**
 * Reads a text of several documents as kubectl does; those without anything in them are left out. A key that a map has
 * twice is a fault, though kubectl would take the last one: nobody can know which one upstream meant.
 */
export function readYaml(text: string): YamlReading {
  const documents: YamlDocument[] = [];
  // All values are text for the library; what those without quotes are is decided here, and keys are compared here.
  const parsed = parseAllDocuments(text, {
    schema: 'failsafe', resolveKnownTags: false, prettyErrors: false, uniqueKeys: false, logLevel: 'silent',
  });
  if ('empty' in parsed) return { documents, fault: faultOf(parsed, text) };
  for (const document of parsed) {
    const fault = faultOf(document, text);
    if (fault !== undefined) return { documents, fault };
    try {
      const value = new Reader(document).value(document.contents, 0);
      if (value !== null) documents.push({ value, at: document.contents?.range?.[0] ?? document.range[0] });
    } catch (problem) {
      if (!(problem instanceof Unreadable)) throw problem;
      return { documents, fault: { message: problem.message, line: lineAt(text, problem.at) } };
    }
  }
  return { documents };
}

function faultOf({ errors, warnings }: Pick<Document, 'errors' | 'warnings'>, text: string): YamlFault | undefined {
  // A line that begins with a percent sign would be taken for a directive, and be gone.
  const [error = warnings.find(({ code }) => code === 'BAD_DIRECTIVE')] = errors;
  return error && { message: error.message, line: lineAt(text, error.pos[0]) };
}

/** The line of a place in a text, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Makes data of the nodes of one document. */
class Reader {
  private readonly within = new Set<unknown>();
  private byAliases = 0;

  constructor(private readonly document: Document) {}

  /** @param at where the node would stand, for those that stand nowhere */
  public value(node: unknown, at: number): unknown {
    if (this.within.size > 0 && (this.byAliases += 1) > MOST_BY_ALIASES) {
      throw new Unreadable('its aliases stand for more data than a release has', at);
    }
    if (isScalar(node)) return scalarOf(node, at);
    if (isMap(node)) return this.map(node);
    if (isSeq(node)) return this.list(node);
    if (isAlias(node)) return this.behind(node, (target) => this.value(target, at));
    return null;
  }

  private map(node: YAMLMap): Readonly<Record<string, unknown>> {
    checkTag(node, 'map');
    const map: Record<string, unknown> = {};
    let merged: Set<string> | undefined;
    for (const { key, value } of node.items) {
      const at = positionOf(key);
      if (isMergeKey(key)) {
        merged ??= new Set();
        for (const [name, part] of this.merged(value, at)) put(map, name, part, merged);
        continue;
      }
      const name = this.key(key, at);
      const known = Object.hasOwn(map, name) && merged?.has(name) !== true;
      if (known) throw new Unreadable(`a map has the key \`${name}\` twice`, at);
      put(map, name, this.value(value, at));
    }
    return Object.freeze(map);
  }

  /** Follows merge of decode.go of go.yaml.in/yaml/v2: of several maps the first one counts. */
  private merged(source: unknown, at: number): [string, unknown][] {
    if (isAlias(source)) return this.behind(source, (target) => this.merged(target, at));
    if (isSeq(source)) return source.items.flatMap((each) => this.merged(each, at)).reverse();
    if (isMap(source)) return Object.entries(this.map(source));
    throw new Unreadable('`<<` merges what is no map', at);
  }

  /**
   * Follows convertToJSONableObject of sigs.k8s.io/yaml: keys become text, and there is none for nothing. It writes
   * fractions in a way of its own, which no release needs.
   */
  private key(node: unknown, at: number): string {
    const key = isAlias(node) ? this.behind(node, (target) => target) : node;
    const value = isScalar(key) ? scalarOf(key, at) : null;
    const fraction = typeof value === 'number' && isScalar(key) && !isWholeNumber(String(key.value));
    if (value === null || fraction) throw new Unreadable('a map has a key that is no text', at);
    return String(value);
  }

  private list(node: YAMLSeq): readonly unknown[] {
    checkTag(node, 'seq');
    const at = positionOf(node);
    return Object.freeze(node.items.map((item) => {
      // `[a: b]` is a list of one map.
      if (!isPair(item)) return this.value(item, at);
      return Object.freeze({ [this.key(item.key, at)]: this.value(item.value, at) });
    }));
  }

  /** What stands in place of an alias is made anew each time, so that no two places share it. */
  private behind<T>(alias: Alias, use: (target: unknown) => T): T {
    const target = alias.resolve(this.document);
    const at = positionOf(alias);
    if (target === undefined) throw new Unreadable(`the alias \`*${alias.source}\` has no anchor`, at);
    if (this.within.has(target)) throw new Unreadable(`the anchor \`&${alias.source}\` holds itself`, at);
    this.within.add(target);
    const made = use(target);
    this.within.delete(target);
    return made;
  }
}

/** Follows isMerge of decode.go of go.yaml.in/yaml/v2. */
function isMergeKey(key: unknown): boolean {
  if (!isScalar(key) || key.value !== '<<') return false;
  return key.tag === undefined ? key.type === Scalar.PLAIN : key.tag === `${TAGS}merge`;
}

function scalarOf(node: Scalar, at: number): PlainValue {
  const { tag } = node;
  const text = typeof node.value === 'string' ? node.value : '';
  const position = node.range?.[0] ?? at;
  if (tag === undefined && node.type !== Scalar.PLAIN) return text;
  if (tag === `${TAGS}str` || tag === '!') return text;
  const value = resolved(text, position);
  if (tag === undefined || tag === `${TAGS}${kindOf(value)}`) return value;
  if (tag === `${TAGS}float` && typeof value === 'number') return value;
  throw new Unreadable(`the tag \`${tag.replace(TAGS, '!!')}\` is none that manifests have, or does not fit \`${text}\``, position);
}

function resolved(text: string, at: number): PlainValue {
  try {
    return plainValue(text);
  } catch (error) {
    if (!(error instanceof NoJsonNumber)) throw error;
    throw new Unreadable(`the number \`${text}\` would not stay what it is`, at);
  }
}

function kindOf(value: PlainValue): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return 'str';
}

function checkTag(node: YAMLMap | YAMLSeq, kind: string): void {
  if (node.tag === undefined || node.tag === `${TAGS}${kind}`) return;
  throw new Unreadable(`the tag \`${node.tag.replace(TAGS, '!!')}\` is none that manifests have`, positionOf(node));
}

function positionOf(node: unknown): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] ?? 0 : 0;
}

function put(map: Record<string, unknown>, key: string, value: unknown, names?: Set<string>): void {
  names?.add(key);
  // An assignment to `__proto__` would set no key.
  if (key !== '__proto__') map[key] = value;
  else Object.defineProperty(map, key, { value, configurable: true, enumerable: true, writable: true });
}
