import type { KafkaFilterDifference } from '../cesql';
import { raise } from '../core';
import { checkAttributes } from './checks';
import { expectEvent } from './event-shape';
import { type FilterEvent, lookUp } from './filter-event';
import { differencesOf } from './kafka-filter-difference';

/**
 * The older form of a trigger's condition, `filter.attributes`, for triggers that have it already; new ones take
 * `Filter`. Every attribute has exactly the given value; an empty value asks for the attribute to be there and not
 * empty. Extensions that an event holds as numbers or booleans never match a value.
 * @see https://knative.dev/docs/eventing/triggers/#trigger-filtering
 */
export class AttributesFilter {
  /**
   * Compares attributes: `AttributesFilter.of({ type: 'order.paid', source: '' })`.
   * @throws KnativeError `KN-FLT-001` without attributes, `KN-FLT-002` for a value that is no text, `KN-FLT-003` for a
   * name that is none
   */
  public static of(attributes: Readonly<Record<string, string>>): AttributesFilter {
    raise(checkAttributes('attributes', attributes, { emptyValues: true }));
    return new AttributesFilter({ ...attributes });
  }

  private constructor(
    /** The values, by attribute. */
    public readonly attributes: Readonly<Record<string, string>>,
  ) {}

  /**
   * Whether a trigger with this filter passes the event on, as Knative's own filter, that of the MT broker, does.
   * Follows Go: pkg/eventfilter/attributes/filter.go
   * @throws KnativeError `KN-FLT-013` for what is no event, as `Filter.matches`
   */
  public matches(event: FilterEvent): boolean {
    expectEvent(event);
    return Object.entries(this.attributes).every(([attribute, wanted]) => {
      const given = lookUp(event, attribute);
      if (given === undefined) return false;
      return wanted === '' ? given.text !== '' : !given.typed && given.text === wanted;
    });
  }

  /** Whether `other` compares the same attributes with the same values. */
  public equals(other: AttributesFilter): boolean {
    const mine = Object.entries(this.attributes);
    return mine.length === Object.keys(other.attributes).length
      && mine.every(([attribute, value]) => other.attributes[attribute] === value);
  }

  /**
   * The filter as the value of `filter`.
   * @internal
   */
  public _render(): Record<string, unknown> {
    return { attributes: { ...this.attributes } };
  }

  /**
   * Where a Kafka broker would answer otherwise than `matches`.
   * @internal
   */
  public _kafkaDifferences(): KafkaFilterDifference[] {
    return Object.entries(this.attributes).flatMap(([attribute, value]) => differencesOf('exact', attribute, value));
  }
}
