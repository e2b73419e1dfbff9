import { attributeReader, type AttributeReader, type CesqlValue } from './attributes';
import type { Expression } from './expression';
import { partsOf } from './walk';

/**
 * Reads attributes. One that an expression asks for several times is read once for an event, as it may be long.
 * @internal
 */
export class Readers {
  public readonly readAgain: boolean;
  private readonly byName = new Map<string, AttributeReader>();
  private event = 0;

  constructor(expression: Expression) {
    const found = new Set<string>();
    const again = new Set<string>();
    for (const part of partsOf(expression)) {
      if (part.kind !== 'attribute' && part.kind !== 'exists') continue;
      if (found.has(part.name)) again.add(part.name);
      found.add(part.name);
    }
    this.readAgain = again.size > 0;
    for (const name of found) {
      const read = attributeReader(name);
      this.byName.set(name, again.has(name) ? this.remembered(read) : read);
    }
  }

  public of(name: string): AttributeReader {
    return this.byName.get(name) ?? attributeReader(name);
  }

  /** Another event comes. */
  public forget(): void {
    this.event += 1;
  }

  private remembered(read: AttributeReader): AttributeReader {
    let value: CesqlValue | undefined;
    let of = this.event;
    return (event) => {
      if (of !== this.event) {
        value = read(event);
        of = this.event;
      }
      return value;
    };
  }
}
