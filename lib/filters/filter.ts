import type { CesqlBoolean, CesqlSecrets, CesqlWarning, KafkaFilterDifference } from '../cesql';
import { type IEventFilter, raise } from '../core';
import { checkAttributes, checkCondition, checkParts, readExpression } from './checks';
import {
  type Answer, CesqlDialect, CombinationDialect, ComparisonDialect, type FilterDialect, NegationDialect,
} from './dialects';
import { expectEvent } from './event-shape';
import type { FilterEvent } from './filter-event';
import type { MatchOptions } from './match-options';

/**
 * A condition on the context attributes of an event. It is written into a trigger, and it answers here whether an
 * event matches. Attribute names are lower-case letters and digits; values are compared letter for letter, a number, a
 * boolean or a time of the event in its string form (`5`, `true`, `2026-01-31T10:00:00Z`).
 *
 * A filter that would silently pass everything cannot be made: no attributes, no filters inside `all` or `any`, an
 * empty value and an empty expression are refused.
 * @see https://knative.dev/docs/eventing/triggers/#trigger-filtering
 */
export class Filter implements IEventFilter {
  /**
   * Every attribute has exactly the given value: `Filter.exact({ type: 'order.paid', source: '/shop' })`.
   * @throws KnativeError `KN-FLT-001` without attributes, `KN-FLT-002` for an empty value or one that is not a text,
   * `KN-FLT-003` for a name that attributes cannot have
   */
  public static exact(attributes: Readonly<Record<string, string>>): Filter {
    raise(checkAttributes('exact', attributes, { emptyValues: false }));
    return new Filter(new ComparisonDialect('exact', attributes));
  }

  /**
   * Every attribute begins with the given text. An absent attribute does not match. On a Kafka broker not for
   * `subject` and `datacontenttype`.
   * @throws KnativeError `KN-FLT-001`, `KN-FLT-002` and `KN-FLT-003` as `Filter.exact`
   */
  public static prefix(attributes: Readonly<Record<string, string>>): Filter {
    raise(checkAttributes('prefix', attributes, { emptyValues: false }));
    return new Filter(new ComparisonDialect('prefix', attributes));
  }

  /**
   * Every attribute ends with the given text. An absent attribute does not match. On a Kafka broker not for
   * `subject` and `datacontenttype`.
   * @throws KnativeError `KN-FLT-001`, `KN-FLT-002` and `KN-FLT-003` as `Filter.exact`
   */
  public static suffix(attributes: Readonly<Record<string, string>>): Filter {
    raise(checkAttributes('suffix', attributes, { emptyValues: false }));
    return new Filter(new ComparisonDialect('suffix', attributes));
  }

  /**
   * Every filter matches.
   * @throws KnativeError `KN-FLT-004` without filters, and for what is no filter, such as a list of them
   */
  public static all(...filters: Filter[]): Filter {
    raise(checkParts('all', filters));
    return new Filter(new CombinationDialect('all', filters));
  }

  /**
   * At least one filter matches.
   * @throws KnativeError `KN-FLT-004` without filters, and for what is no filter, such as a list of them
   */
  public static any(...filters: Filter[]): Filter {
    raise(checkParts('any', filters));
    return new Filter(new CombinationDialect('any', filters));
  }

  /**
   * The filter does not match. An event that lacks an attribute of `filter` passes, since `filter` fails on it.
   * @throws KnativeError `KN-FLT-004` for what is no filter
   */
  public static not(filter: Filter): Filter {
    raise(checkParts('not', [filter]));
    return new Filter(new NegationDialect(filter));
  }

  /**
   * A CloudEvents SQL expression that gives a boolean. An attribute that the event lacks is an error of the
   * expression, and then nothing matches, so ask `EXISTS` first: `EXISTS subject AND subject LIKE 'eu/%'`. Where the
   * filter is attached, it warns about attributes that may be absent and are read without `EXISTS`, about conditions
   * that every event meets, and about `AND` and `OR` without parentheses where the order of other languages would give
   * something else: `a AND b OR c` is `a AND (b OR c)`. `a OR b AND c` is what it looks like.
   * @throws KnativeError `KN-FLT-005` for an empty expression and what is no text, `KN-FLT-007` for one that Knative
   * does not parse, one of more than 65,536 characters, and one of more than 500 levels, `KN-FLT-008` for one that does
   * not give a boolean, on which the filter of a broker panics, `KN-FLT-009` for an unknown function or a wrong number
   * of arguments, `KN-FLT-010` for a comparison that holds on no event, `KN-FLT-011` for a part that fails on every
   * event, `KN-FLT-012` for the function that Knative keeps for the triggers of a RequestReply, `KN-FLT-003` for the
   * data of the event
   * @see https://github.com/cloudevents/spec/blob/main/cesql/spec.md
   */
  public static cesql(expression: string): Filter {
    const { tree, warnings } = readExpression(expression);
    return new Filter(new CesqlDialect(expression, tree, warnings));
  }

  /**
   * An expression of a trigger that Knative makes for a RequestReply, which may verify correlation ids.
   * @internal
   */
  public static _ofRequestReply(expression: string): Filter {
    const { tree, warnings } = readExpression(expression, { ofRequestReply: true });
    return new Filter(new CesqlDialect(expression, tree, warnings));
  }

  /**
   * A condition of CloudEvents SQL that was built with `Cesql`, without strings. It is `Filter.cesql(condition.text)`,
   * and refused as that is.
   * @throws KnativeError `KN-FLT-005` for what was not built with `Cesql`
   */
  public static where(condition: CesqlBoolean): Filter {
    raise(checkCondition(condition));
    return Filter.cesql(condition.text);
  }

  private constructor(private readonly dialect: FilterDialect) {}

  /**
   * Whether a trigger with this filter passes the event on. It answers as Knative's own filters, those of the MT
   * broker, do: an absent extension matches nothing, an absent `time` reads as `0001-01-01T00:00:00Z`, `schemaurl` is
   * `dataschema`, and the data of the event plays no part.
   *
   * A CESQL expression that fails, on an absent attribute or a text that is no number, does not match, so that
   * `Filter.not` of it does. One on which the filter of a broker panics, a `SUBSTRING` with a length below 0, matches
   * nothing, whatever stands around: the panic counts as a failed delivery. Where several filters are combined they are
   * asked in their order; a broker asks those first, after a while, that often decide.
   *
   * Two sorts of expressions fail here that Go goes on with: texts of more than 16 MiB, made with `CONCAT`, and a
   * `LIKE` that would compare for more than about a second, as only texts and patterns do that are made for it.
   * @throws KnativeError `KN-FLT-013` for what is no event: no object, a list, an HTTP message, and an object without
   * `type`, `source`, `id` and `specversion` that has names which attributes cannot have, such as `ce-type` and `Type`
   */
  public matches(event: FilterEvent, options: MatchOptions = {}): boolean {
    expectEvent(event);
    return this._test(event, options.secrets ?? undefined) === true;
  }

  /** Whether `other` is the same condition, written with the same dialects in the same order. */
  public equals(other: Filter): boolean {
    return canonical(this._render()) === canonical(other._render());
  }

  public toFilterConfig(): Record<string, unknown> {
    return this._render();
  }

  /** @internal */
  public _test(event: FilterEvent, secrets?: CesqlSecrets): Answer {
    return this.dialect.test(event, secrets);
  }

  /**
   * The filter as an entry of `filters`: one dialect and no more.
   * @internal
   */
  public _render(): Record<string, unknown> {
    return { [this.dialect.name]: this.dialect.render() };
  }

  /**
   * Where a Kafka broker would answer otherwise than `matches`.
   * @internal
   */
  public _kafkaDifferences(): KafkaFilterDifference[] {
    const byMessage = new Map(this.dialect.kafkaDifferences().map((difference) => [difference.message, difference]));
    return [...byMessage.values()];
  }

  /**
   * What the filter may do and its author may not have meant.
   * @internal
   */
  public _warnings(): readonly CesqlWarning[] {
    return this.dialect.warnings();
  }
}

/** One text for one value, whatever the order in which its attributes were written. */
function canonical(rendered: unknown): string {
  return JSON.stringify(rendered, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
