import { show } from '../core';
import type { Cause } from './kafka-outcomes';

/** Where the data plane of Knative's Kafka broker answers otherwise than the filters of the specification do. */
export interface KafkaFilterDifference {
  /** Stable id, for a warning. */
  readonly id: string;
  /** What happens, and what to write instead. */
  readonly message: string;
  /** Whether the filter is of no use on a Kafka broker; otherwise it may still be what is wanted. */
  readonly refused: boolean;
}

interface Description {
  readonly id: string;
  readonly refused?: boolean;
  /** What happens, and at the end what to write instead. */
  says(of: string): string;
}

const CAUSES: Readonly<Record<Cause['kind'], Description>> = {
  absent: {
    id: 'kafka-cesql-absent',
    says: (of) => `on an event without ${show(of)} the expression fails and the event is dropped, but a Kafka broker `
      + `goes on with \`false\` in its place, and may deliver it: write \`EXISTS ${of} AND ...\` before ${show(of)} is used`,
  },
  cast: {
    id: 'kafka-cesql-error',
    says: () => 'if a text is not a number, or not a boolean, the expression fails and the event is dropped, but a Kafka '
      + 'broker goes on with `0` or `false`, and may deliver it: ask `IS_INT(...)` or `IS_BOOL(...)` before, or compare '
      + 'texts',
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
    says: (of) => `${show(of)} counts characters on a Kafka broker, and bytes elsewhere, which differs for texts beyond `
      + 'ASCII: compare with `LIKE` and `%`, or `LEFT(...)` with a text of ASCII',
  },
  pattern: {
    id: 'kafka-cesql-pattern',
    says: (of) => `a Kafka broker reads backslashes in a pattern differently, as in ${show(of)}; \`contains\` puts them before `
      + '`%` and `_`: write a pattern without them, or compare `LEFT` or `RIGHT` of the text',
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

/** A cause in words, with what to write instead. @internal */
export function describeCause({ kind, of }: Cause): KafkaFilterDifference {
  const { id, refused = false, says } = CAUSES[kind];
  return { id, message: says(of), refused };
}
