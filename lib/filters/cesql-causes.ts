import { show } from '../core';
import type { Cause } from './cesql-outcomes';
import type { KafkaFilterDifference } from './kafka-filter-difference';

/** Ids and words of the causes; what to write instead is the last part of each. */
const CAUSES: Readonly<Record<Cause['kind'], { readonly id: string; readonly refused?: boolean; says(of: string): string }>> = {
  absent: {
    id: 'kafka-cesql-absent',
    says: (of) => `on an event without ${show(of)} the expression fails and the event is dropped, but a Kafka broker `
      + `goes on with \`false\` in its place, and may deliver it: write \`EXISTS ${of} AND ...\` before ${show(of)} is used`,
  },
  error: {
    id: 'kafka-cesql-error',
    says: () => 'where a text is no number or no boolean, a number is divided by zero or a part of a text is out of its '
      + 'bounds, the expression fails and the event is dropped, but a Kafka broker goes on with `0`, `false` or an empty '
      + 'text, and may deliver it: ask `IS_INT(...)` before, or compare texts',
  },
  characters: {
    id: 'kafka-cesql-characters',
    says: (of) => `${show(of)} counts characters on a Kafka broker, and bytes elsewhere, which differs for texts beyond `
      + 'ASCII: compare with `LIKE` and `%`, or `LEFT(...)` with a text of ASCII',
  },
  pattern: {
    id: 'kafka-cesql-pattern',
    says: (of) => `a Kafka broker reads the pattern ${show(of)} otherwise: write one without backslashes`,
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
    says: (of) => `${show(of)} gives no boolean, and a Kafka broker casts it to one: compare it with something`,
  },
};

/** A cause in words, with what to write instead. @internal */
export function describeCause({ kind, of }: Cause): KafkaFilterDifference {
  const { id, refused = false, says } = CAUSES[kind];
  return { id, message: says(of), refused };
}
