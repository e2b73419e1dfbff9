import { show } from '../core';

/** Where the data plane of Knative's Kafka broker answers otherwise than the filters of the specification do. */
export interface KafkaFilterDifference {
  /** Stable id, for a warning. */
  readonly id: string;
  /** What happens, and what to write instead. */
  readonly message: string;
  /** Whether the filter is of no use on a Kafka broker; otherwise it may still be what is wanted. */
  readonly refused: boolean;
}

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
      message: `a Kafka broker knows no attribute ${show(attribute)}, so that ${show(dialect)} never finds it: `
        + 'compare `datacontenttype`',
      refused: true,
    }];
  }
  if ((dialect === 'prefix' || dialect === 'suffix') && UNGUARDED.has(attribute)) {
    const part = dialect === 'prefix' ? beginsWith(attribute, value) : endsWith(attribute, value);
    const instead = `EXISTS ${attribute} AND ${part}`;
    return [{
      id: 'kafka-filter-absent-attribute',
      message: `a Kafka broker fails on events without ${show(attribute)} and drops them, where ${show(dialect)} asks `
        + `for it: write \`Filter.cesql(${JSON.stringify(instead)})\``,
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

function beginsWith(attribute: string, value: string): string {
  if (!isAscii(value)) return `${attribute} LIKE ${quoted(`${value}%`)}`;
  return `LEFT(${attribute}, ${value.length}) = ${quoted(value)}`;
}

function endsWith(attribute: string, value: string): string {
  if (!isAscii(value)) return `${attribute} LIKE ${quoted(`%${value}`)}`;
  return `RIGHT(${attribute}, ${value.length}) = ${quoted(value)}`;
}

/** Beyond ASCII the other brokers count bytes, where Kafka counts characters. */
function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
