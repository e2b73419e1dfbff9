import { KnativeError, show } from '../core';
import { type FilterEvent, lookUp } from './filter-event';
import { differencesOf, type KafkaFilterDifference } from './kafka-filter-difference';

/**
 * One dialect of filters: how it is written, and how it decides. A dialect that is built is never empty, so each
 * passes an event or fails it; Knative's third answer, "no filter", does not arise.
 * @internal
 */
export interface FilterDialect {
  /** Key of the dialect in a manifest. */
  readonly name: string;
  test(event: FilterEvent): boolean;
  render(): unknown;
  kafkaDifferences(): KafkaFilterDifference[];
}

/** How `exact`, `prefix` and `suffix` compare what an event has with what the filter asks for. */
const COMPARISONS = {
  exact: (given: string, wanted: string) => given === wanted,
  prefix: (given: string, wanted: string) => given.startsWith(wanted),
  suffix: (given: string, wanted: string) => given.endsWith(wanted),
} as const;

/**
 * Every attribute compares. Follows Go: pkg/eventfilter/subscriptionsapi/{exact,prefix,suffix}_filter.go
 * @internal
 */
export class ComparisonDialect implements FilterDialect {
  private readonly attributes: Readonly<Record<string, string>>;

  constructor(public readonly name: keyof typeof COMPARISONS, attributes: Readonly<Record<string, string>>) {
    this.attributes = { ...attributes };
  }

  public test(event: FilterEvent): boolean {
    return Object.entries(this.attributes).every(([attribute, wanted]) => {
      const given = lookUp(event, attribute);
      return given !== undefined && COMPARISONS[this.name](given.text, wanted);
    });
  }

  public render(): unknown {
    return { ...this.attributes };
  }

  public kafkaDifferences(): KafkaFilterDifference[] {
    return Object.entries(this.attributes).flatMap(([attribute, value]) => differencesOf(this.name, attribute, value));
  }
}

/** What a dialect needs of the filters inside of it. */
interface Nested {
  matches(event: FilterEvent): boolean;
  _render(): Record<string, unknown>;
  _kafkaDifferences(): KafkaFilterDifference[];
}

/**
 * All or any of several filters. Follows Go: pkg/eventfilter/subscriptionsapi/{all,any}_filter.go
 * @internal
 */
export class CombinationDialect implements FilterDialect {
  constructor(public readonly name: 'all' | 'any', private readonly filters: readonly Nested[]) {}

  public test(event: FilterEvent): boolean {
    const passes = (filter: Nested) => filter.matches(event);
    return this.name === 'all' ? this.filters.every(passes) : this.filters.some(passes);
  }

  public render(): unknown {
    return this.filters.map((filter) => filter._render());
  }

  public kafkaDifferences(): KafkaFilterDifference[] {
    return this.filters.flatMap((filter) => filter._kafkaDifferences());
  }
}

/**
 * The opposite of a filter. Follows Go: pkg/eventfilter/subscriptionsapi/not_filter.go
 * @internal
 */
export class NegationDialect implements FilterDialect {
  public readonly name = 'not';

  constructor(private readonly filter: Nested) {}

  public test(event: FilterEvent): boolean {
    return !this.filter.matches(event);
  }

  public render(): unknown {
    return this.filter._render();
  }

  public kafkaDifferences(): KafkaFilterDifference[] {
    return this.filter._kafkaDifferences();
  }
}

/**
 * An expression that the cluster evaluates.
 * @internal
 */
export class CesqlDialect implements FilterDialect {
  public readonly name = 'cesql';

  constructor(private readonly expression: string) {}

  public test(): boolean {
    throw new KnativeError({
      code: 'KN-FLT-006',
      message: `whether an event matches ${show(this.expression)} is known to the cluster only`,
      received: this.expression,
      allowed: '`matches` on filters of the other dialects',
      fix: 'write the condition with `Filter.exact`, `prefix`, `suffix`, `all`, `any` and `not` to have an answer here',
    });
  }

  public render(): unknown {
    return this.expression;
  }

  public kafkaDifferences(): KafkaFilterDifference[] {
    return [];
  }
}
