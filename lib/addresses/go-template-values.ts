import { beyond } from './template-faults';

/** Labels or annotations. */
export class Table {
  private readonly entries: ReadonlyMap<string, string>;

  /** @param open keys that others may add, so that nobody knows here whether they are there; all where it says so */
  constructor(entries: Readonly<Record<string, string>> | undefined, private readonly open: OpenKeys = NONE) {
    this.entries = new Map(Object.entries(entries ?? {}));
  }

  public get(key: string): string | undefined {
    const found = this.entries.get(key);
    if (found === undefined && (this.open.all || this.open.keys.includes(key))) beyond(`${this.open.what} \`${key}\``);
    return found;
  }

  public isFilled(): boolean {
    if (this.entries.size === 0 && (this.open.all || this.open.keys.length > 0)) beyond(`whether there are ${this.open.what}`);
    return this.entries.size > 0;
  }
}

/** Keys of a table of which nobody knows whether it has them. */
export interface OpenKeys {
  readonly what: string;
  readonly keys: readonly string[];
  readonly all: boolean;
}

const NONE: OpenKeys = { what: 'labels', keys: [], all: false };

/** What the dot of a template is before any `with`. */
export class Fields {
  private readonly fields: ReadonlyMap<string, string | Table>;

  constructor(fields: Readonly<Record<string, string | Table>>) {
    this.fields = new Map(Object.entries(fields));
  }

  public get(name: string): string | Table | undefined {
    return this.fields.get(name);
  }
}

/** A value in a template; `undefined` is what Go has for a key that is not there. */
export type Value = string | boolean | undefined | Table | Fields;

export function isTrue(value: Value): boolean {
  if (value instanceof Table) return value.isFilled();
  if (value instanceof Fields) return true;
  return value !== undefined && value !== '' && value !== false;
}
