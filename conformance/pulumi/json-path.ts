/** What a path selects in a document, in the order in which it stands there. */
export type JsonPath = (document: unknown) => readonly unknown[];

type Query = (root: unknown, current: unknown) => readonly unknown[];
type Test = (root: unknown, current: unknown) => boolean;
/** A value of a comparison; `undefined` is what no document can have. */
type Operand = (root: unknown, current: unknown) => unknown;

const ORDERED: Readonly<Record<string, (one: unknown, other: unknown) => boolean>> = {
  '==': (one, other) => one === other,
  '!=': (one, other) => one !== other,
  '<=': (one, other) => one === other || isBelow(one, other),
  '>=': (one, other) => one === other || isBelow(other, one),
  '<': isBelow,
  '>': (one, other) => isBelow(other, one),
};

/**
 * Reads a path of RFC 9535, as far as waits of a program need it: names, numbers, `*` and filters. What it does not
 * know is an error, and never nothing.
 * @see https://www.rfc-editor.org/rfc/rfc9535
 */
export function parseJsonPath(text: string): JsonPath {
  const parser = new Parser(text);
  const query = parser.whole();
  return (document) => query(document, document);
}

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  public whole(): Query {
    this.expect('$');
    const query = this.segments((root) => [root]);
    if (this.at < this.text.length) this.fail('the end');
    return query;
  }

  private segments(from: Query): Query {
    let query = from;
    for (;;) {
      const segment = this.segment();
      if (segment === undefined) return query;
      const before = query;
      query = (root, current) => before(root, current).flatMap((node) => segment(root, node));
    }
  }

  private segment(): Query | undefined {
    if (this.take('.')) {
      if (this.take('*')) return (_, node) => childrenOf(node);
      const name = this.match(/[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y) ?? this.fail('a name');
      return (_, node) => member(node, name);
    }
    if (!this.take('[')) return undefined;
    const selectors = [this.selector()];
    while (this.takeSpaced(',')) selectors.push(this.selector());
    this.expect(']');
    return (root, node) => selectors.flatMap((select) => select(root, node));
  }

  private selector(): Query {
    this.skip();
    if (this.take('*')) return (_, node) => childrenOf(node);
    if (this.take('?')) {
      const test = this.or();
      return (root, node) => childrenOf(node).filter((child) => test(root, child));
    }
    const name = this.string();
    if (name !== undefined) return (_, node) => member(node, name);
    const index = Number(this.match(/-?\d+/y) ?? this.fail('a selector'));
    return (_, node) => (Array.isArray(node) && node.at(index) !== undefined ? [node.at(index)] : []);
  }

  private or(): Test {
    const tests = [this.and()];
    while (this.takeSpaced('||')) tests.push(this.and());
    return (root, node) => tests.some((test) => test(root, node));
  }

  private and(): Test {
    const tests = [this.basic()];
    while (this.takeSpaced('&&')) tests.push(this.basic());
    return (root, node) => tests.every((test) => test(root, node));
  }

  private basic(): Test {
    if (this.takeSpaced('!')) {
      const test = this.basic();
      return (root, node) => !test(root, node);
    }
    if (this.takeSpaced('(')) {
      const test = this.or();
      this.skip();
      this.expect(')');
      return test;
    }
    return this.comparison();
  }

  private comparison(): Test {
    const query = this.query();
    const one = query === undefined ? this.literal() : valueOf(query);
    const sign = Object.keys(ORDERED).find((each) => this.takeSpaced(each));
    const compare = ORDERED[sign ?? ''];
    if (compare === undefined) {
      if (query === undefined) return this.fail('a comparison');
      return (root, node) => query(root, node).length > 0;
    }
    const second = this.query();
    const other = second === undefined ? this.literal() : valueOf(second);
    return (root, node) => compare(one(root, node), other(root, node));
  }

  private query(): Query | undefined {
    if (this.takeSpaced('@')) return this.segments((_, node) => [node]);
    return this.takeSpaced('$') ? this.segments((root) => [root]) : undefined;
  }

  private literal(): Operand {
    this.skip();
    const text = this.string() ?? this.constant();
    return () => text;
  }

  private constant(): unknown {
    const word = this.match(/true|false|null|-?\d+(\.\d+)?/y) ?? this.fail('a value');
    return JSON.parse(word);
  }

  private string(): string | undefined {
    const quoted = this.match(/'[^'\\]*'|"[^"\\]*"/y);
    return quoted?.slice(1, -1);
  }

  private skip(): void {
    this.match(/\s*/y);
  }

  private takeSpaced(text: string): boolean {
    const before = this.at;
    this.skip();
    // A sign is not the beginning of a longer one: `!` of `!=`.
    const isWhole = text !== '!' || this.text[this.at + 1] !== '=';
    if (isWhole && this.take(text)) return true;
    this.at = before;
    return false;
  }

  private take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private expect(text: string): void {
    if (!this.take(text)) this.fail(text);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private fail(wanted: string): never {
    throw new Error(`no path that the judge knows: ${wanted} is missing at ${this.at} of ${this.text}`);
  }
}

function valueOf(query: Query): Operand {
  return (root, node) => query(root, node)[0];
}

function member(node: unknown, name: string): unknown[] {
  const isThere = typeof node === 'object' && node !== null && !Array.isArray(node) && Object.hasOwn(node, name);
  return isThere ? [Reflect.get(node, name)] : [];
}

function childrenOf(node: unknown): unknown[] {
  return typeof node === 'object' && node !== null ? Object.values(node) : [];
}

/** Only numbers have an order with numbers, and texts with texts. */
function isBelow(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') return one < other;
  return typeof one === 'string' && typeof other === 'string' && one < other;
}
