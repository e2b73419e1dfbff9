import { absentOnKafka, show } from '../core';
import type { Cause } from './kafka-outcomes';

/** Where the data plane of Knative's Kafka broker answers otherwise than the filters of the specification do. */
export interface KafkaFilterDifference {
  /** Stable id, for a warning. */
  readonly id: string;
  /** What happens, and what to write instead. */
  readonly message: string;
  /** Whether the filter is of no use on a Kafka broker; otherwise it may still be what is wanted. */
  readonly refused: boolean;
  /** The attribute of which it matters that it may be absent. */
  readonly absent?: string;
}

interface Description {
  readonly id: string;
  readonly refused?: boolean;
  /** What happens, and at the end what to write instead. */
  says(of: string, instead?: string): string;
}

const CHANGES_LETTERS: ReadonlySet<string> = new Set(['LOWER', 'UPPER', 'TRIM']);
/** Names of casts to a boolean. */
const BOOLEANS: ReadonlySet<string> = new Set(['NOT', 'XOR', 'AND', 'OR', 'BOOL']);

const CAUSES: Readonly<Record<Cause['kind'], Description>> = {
  absent: {
    id: 'kafka-cesql-absent',
    says: (of) => absentOnKafka([of]),
  },
  cast: {
    id: 'kafka-cesql-error',
    says: (of) => {
      const [what, instead, guard] = castsOf(of);
      return `if a text that ${show(of)} takes is not ${what}, the expression fails and the event is dropped, but a Kafka `
        + `broker goes on with ${instead}, and may deliver it: ask ${guard} before, or compare texts`;
    },
  },
  zero: {
    id: 'kafka-cesql-error',
    says: () => 'a division by zero fails and the event is dropped, but a Kafka broker goes on with `0`, and may deliver '
      + 'it: divide by a number that is written out',
  },
  bounds: {
    id: 'kafka-cesql-error',
    says: (of) => `if the arguments of ${show(of)} are out of bounds, the expression fails and the event is dropped, but a `
      + 'Kafka broker goes on with a value of its own, and may deliver it: compare the attribute itself, with `LIKE` or a '
      + 'number',
  },
  characters: {
    id: 'kafka-cesql-characters',
    says: (of, instead) => (CHANGES_LETTERS.has(of)
      ? `${show(of)} may change characters beyond ASCII differently on a Kafka broker: give it texts of ASCII`
      : `${of === 'LIKE' ? '`_` in a pattern' : show(of)} counts characters on a Kafka broker, and bytes elsewhere; for `
        + `texts of ASCII both are the same: ${instead ?? 'make sure that the attribute holds nothing else'}`),
  },
  pattern: {
    id: 'kafka-cesql-pattern',
    says: (of, instead) => `in the pattern ${show(of)} a Kafka broker takes \`\\%\` and \`\\_\` for \`%\` and \`_\` and nothing `
      + 'else, and cannot read `\\E`; other brokers also find a backslash of the text there, so that both answer differently '
      + `for some texts: ${instead ?? 'compare `LEFT` or `RIGHT` of the text, or a part without backslashes'}`,
  },
  capitals: {
    id: 'kafka-cesql-capitals',
    refused: true,
    says: (of) => `a Kafka broker never finds the attribute ${show(of)}: write ${show(of.toLowerCase())}`,
  },
  time: {
    id: 'kafka-filter-time',
    says: () => 'a Kafka broker writes `time` with none, three, six or nine digits of a second and leaves seconds that are '
      + 'zero out, other brokers write it as the event has it: compare an extension that the source sets',
  },
  function: {
    id: 'kafka-cesql-function',
    says: (of) => `${show(of)} never holds on a Kafka broker: use a broker of another class`,
  },
  type: {
    id: 'kafka-cesql-type',
    says: (of) => `${show(of)} looks at the text of its argument on a Kafka broker, and at its value elsewhere: ask it of `
      + 'an attribute',
  },
  boolean: {
    id: 'kafka-cesql-type',
    says: (of) => `${show(of)} does not give a boolean, and a Kafka broker casts it to one: compare it with something`,
  },
};

/** What is read as a boolean, as a number, and as what stands on the other side. */
function castsOf(of: string): [what: string, instead: string, guard: string] {
  if (BOOLEANS.has(of)) return ['`true` or `false`', '`false`', '`IS_BOOL(...)`'];
  if (of === '=' || of === 'IN') {
    return ['a number or a boolean, as the other side is', '`0` or `false`', '`IS_INT(...)` or `IS_BOOL(...)`'];
  }
  return ['a number', '`0`', '`IS_INT(...)`'];
}

/** A cause in words, with what to write instead. @internal */
export function describeCause({ kind, of, instead }: Cause): KafkaFilterDifference {
  const { id, refused = false, says } = CAUSES[kind];
  return { id, message: says(of, instead), refused, ...kind === 'absent' ? { absent: of } : {} };
}
