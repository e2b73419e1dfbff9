import {
  cesqlKafkaDifferences, type CesqlSecrets, type CesqlWarning, compile, type Evaluator, type Expression, isFault,
  type KafkaFilterDifference,
} from '../cesql';
import { type FilterEvent, lookUp } from './filter-event';
import { differencesOf } from './kafka-filter-difference';

/**
 * Whether a filter passes an event; nothing where the filter of a broker panics, which nothing around the filter
 * catches: the broker then passes nothing on, whatever stands around.
 * @internal
 */
export type Answer = boolean | undefined;

/**
 * One dialect of filters: how it is written, and how it decides. A dialect that is built is never empty, so each
 * passes an event, fails it or panics; Knative's further answer, "no filter", does not arise.
 * @internal
 */
export interface FilterDialect {
  /** Key of the dialect in a manifest. */
  readonly name: string;
  test(event: FilterEvent, secrets?: CesqlSecrets): Answer;
  render(): unknown;
  kafkaDifferences(): KafkaFilterDifference[];
  warnings(): readonly CesqlWarning[];
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
  private readonly attributes: readonly (readonly [name: string, value: string])[];

  constructor(public readonly name: keyof typeof COMPARISONS, attributes: Readonly<Record<string, string>>) {
    this.attributes = Object.entries(attributes);
  }

  public test(event: FilterEvent): Answer {
    const compare = COMPARISONS[this.name];
    for (const [attribute, wanted] of this.attributes) {
      const given = lookUp(event, attribute);
      if (given === undefined || !compare(given.text, wanted)) return false;
    }
    return true;
  }

  public render(): unknown {
    return Object.fromEntries(this.attributes);
  }

  public kafkaDifferences(): KafkaFilterDifference[] {
    return this.attributes.flatMap(([attribute, value]) => differencesOf(this.name, attribute, value));
  }

  public warnings(): readonly CesqlWarning[] {
    return [];
  }
}

/** What a dialect needs of the filters inside of it. */
interface Nested {
  _test(event: FilterEvent, secrets?: CesqlSecrets): Answer;
  _render(): Record<string, unknown>;
  _kafkaDifferences(): KafkaFilterDifference[];
  _warnings(): readonly CesqlWarning[];
}

/**
 * All or any of several filters, asked in their order up to the one that decides; a broker moves those ahead that often
 * decide. Follows Go: pkg/eventfilter/subscriptionsapi/{all,any}_filter.go
 * @internal
 */
export class CombinationDialect implements FilterDialect {
  constructor(public readonly name: 'all' | 'any', private readonly filters: readonly Nested[]) {}

  public test(event: FilterEvent, secrets?: CesqlSecrets): Answer {
    const goesOn = this.name === 'all';
    for (const filter of this.filters) {
      const answer = filter._test(event, secrets);
      if (answer !== goesOn) return answer;
    }
    return goesOn;
  }

  public render(): unknown {
    return this.filters.map((filter) => filter._render());
  }

  public kafkaDifferences(): KafkaFilterDifference[] {
    return this.filters.flatMap((filter) => filter._kafkaDifferences());
  }

  public warnings(): readonly CesqlWarning[] {
    return this.filters.flatMap((filter) => filter._warnings());
  }
}

/**
 * The opposite of a filter. Follows Go: pkg/eventfilter/subscriptionsapi/not_filter.go
 * @internal
 */
export class NegationDialect implements FilterDialect {
  public readonly name = 'not';

  constructor(private readonly filter: Nested) {}

  public test(event: FilterEvent, secrets?: CesqlSecrets): Answer {
    const answer = this.filter._test(event, secrets);
    return answer === undefined ? undefined : !answer;
  }

  public render(): unknown {
    return this.filter._render();
  }

  public kafkaDifferences(): KafkaFilterDifference[] {
    return this.filter._kafkaDifferences();
  }

  public warnings(): readonly CesqlWarning[] {
    return this.filter._warnings();
  }
}

/**
 * An expression of CloudEvents SQL. An error of it is an answer like another, which `not` turns around. Follows Go:
 * pkg/eventfilter/subscriptionsapi/cesql_filter.go
 * @internal
 */
export class CesqlDialect implements FilterDialect {
  public readonly name = 'cesql';
  private evaluate?: Evaluator;

  constructor(
    private readonly expression: string,
    private readonly tree: Expression,
    private readonly noted: readonly CesqlWarning[],
  ) {}

  public test(event: FilterEvent, secrets?: CesqlSecrets): Answer {
    // Most programs ask for no answer.
    this.evaluate ??= compile(this.tree);
    const value = this.evaluate(event, secrets);
    if (isFault(value)) return value.kind === 'panic' ? undefined : false;
    return value === true;
  }

  public render(): unknown {
    return this.expression;
  }

  public kafkaDifferences(): KafkaFilterDifference[] {
    return cesqlKafkaDifferences(this.tree, this.expression);
  }

  public warnings(): readonly CesqlWarning[] {
    return this.noted;
  }
}
