/** Random numbers that a seed repeats, and choices made with them. Follows the generator mulberry32. */
export class Random {
  constructor(private state: number) {}

  /** At least 0, below 1. */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Whether something of this probability happens. */
  public chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from 0, below `end`. */
  public below(end: number): number {
    return Math.floor(this.next() * end);
  }

  public pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  public times<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }

  /** One of several makers, with weights. */
  public oneOf<T>(choices: readonly (readonly [weight: number, make: () => T])[]): T {
    let left = this.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, make] of choices) {
      left -= weight;
      if (left < 0) return make();
    }
    throw new Error('no choice has a weight');
  }
}
