import { checkPattern, escaped, type KafkaFilterDifference, quote } from '../cesql';
import { show } from '../core';

/** Attributes that the Kafka data plane hands to `prefix` and `suffix` without looking whether they are there. */
const UNGUARDED: ReadonlySet<string> = new Set(['subject', 'datacontenttype']);
/** Names that the filters of the MT broker resolve by themselves; for Kafka they are extensions like any other. */
const DERIVED: ReadonlySet<string> = new Set(['datamediatype', 'datacontentencoding']);

/**
 * Differences of one comparison, `dialect: { attribute: value }`.
 * Follows Java: data-plane core/filter/AttributesFilter.java and its subclasses.
 * @internal
 */
export function differencesOf(dialect: string, attribute: string, value: string): KafkaFilterDifference[] {
  if (value === '') {
    return [{
      id: 'kafka-filter-empty-value',
      message: `a Kafka broker skips the empty value of ${show(attribute)}, so that events without that attribute pass `
        + `too: write \`Filter.cesql('EXISTS ${attribute}')\``,
      refused: false,
    }];
  }
  if (DERIVED.has(attribute)) {
    return [{
      id: 'kafka-filter-attribute',
      message: `a Kafka broker does not know the attribute ${show(attribute)}, so that ${show(dialect)} never finds it: `
        + 'compare `datacontenttype`',
      refused: true,
    }];
  }
  if ((dialect === 'prefix' || dialect === 'suffix') && UNGUARDED.has(attribute)) {
    const part = dialect === 'prefix' ? beginsWith(attribute, value) : endsWith(attribute, value);
    const instead = part === undefined ? 'compare an extension that the source sets'
      : `write \`Filter.cesql(${JSON.stringify(`EXISTS ${attribute} AND ${part}`)})\``;
    return [{
      id: 'kafka-filter-absent-attribute',
      message: `a Kafka broker fails on events without ${show(attribute)} and drops them, where ${show(dialect)} asks `
        + `for it: ${instead}`,
      refused: true,
    }];
  }
  if (attribute !== 'time') return [];
  return [{
    id: 'kafka-filter-time',
    message: 'a Kafka broker compares `time` in UTC with none, three, six or nine digits of a second, other brokers '
      + 'as the event has it, and an absent time is empty: compare an extension that the source sets',
    refused: false,
  }];
}

/** Nothing for a value that no pattern can look for: a backslash at its end would escape the `%`. */
function beginsWith(attribute: string, value: string): string | undefined {
  if (isAscii(value)) return `LEFT(${attribute}, ${value.length}) = ${quote(value)}`;
  return value.endsWith('\\') ? undefined : like(attribute, `${escaped(value)}%`);
}

/** In Go a `%` of a pattern that meets one of a text is only that character, which the value would begin with. */
function endsWith(attribute: string, value: string): string | undefined {
  if (isAscii(value)) return `RIGHT(${attribute}, ${value.length}) = ${quote(value)}`;
  return value.startsWith('%') ? undefined : like(attribute, `%${escaped(value)}`);
}

function like(attribute: string, pattern: string): string | undefined {
  return checkPattern(pattern) === undefined ? `${attribute} LIKE ${quote(pattern)}` : undefined;
}

/** Beyond ASCII the other brokers count bytes, where Kafka counts characters. */
function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}
