import { type Chart, Duration } from 'cdk8s';
import { Backoff, Delivery, Sink } from '../../lib';
import type { VerdictRow } from '../verdicts/row';
import type { Fields, Manifest } from './manifest';

/** What stands around a delivery. */
export interface DeliveryRowsOptions {
  readonly kind: string;
  readonly program: (chart: Chart, delivery: Delivery) => void;
  readonly manifest: (delivery: Fields) => Manifest;
  /** Why we refuse what the admission of this kind does not look at; absent for kinds whose delivery it checks. */
  readonly unchecked?: string;
  /** Whether the schema of this kind has no format. */
  readonly withoutFormat?: boolean;
}

interface DeliveryMistake {
  readonly mistake: string;
  readonly refused: VerdictRow['refused'];
  readonly delivery: () => Delivery;
  readonly fields: Fields;
  /** The server's words where its admission looks at the delivery. */
  readonly words?: string;
  /** The server's words where only the schema does. */
  readonly schemaWords?: string;
  readonly stricter?: string;
}

const FORMAT = 'a format that there is not';
const NO_EFFECT = 'it changes nothing, and on a broker it takes the default retries away';

const MISTAKES: readonly DeliveryMistake[] = [
  {
    mistake: 'retries below zero', refused: 'KN-DLV-001', delivery: () => Delivery.retry(-1),
    fields: { retry: -1 }, words: 'invalid value: -1',
  },
  {
    mistake: 'half a retry', refused: 'KN-DLV-001', delivery: () => Delivery.retry(2.5), fields: { retry: 2.5 },
    words: 'cannot unmarshal number 2.5', schemaWords: 'cannot unmarshal number 2.5',
  },
  {
    mistake: 'retries as a text', refused: 'compiler',
    // @ts-expect-error it is a number
    delivery: () => Delivery.retry('5'),
    fields: { retry: '5' }, words: 'expected numeric (int or float), got string',
    schemaWords: 'expected numeric (int or float), got string',
  },
  {
    mistake: 'a policy that there is not', refused: 'compiler',
    // @ts-expect-error linear, exponential and delay
    delivery: () => Delivery.retry(5, { backoff: Backoff.quadratic(Duration.seconds(2)) }),
    fields: { retry: 5, backoffPolicy: 'quadratic', backoffDelay: 'PT2S' }, words: 'backoffPolicy',
  },
  {
    mistake: 'a delay as Go writes it', refused: 'compiler',
    // @ts-expect-error a Duration
    delivery: () => Delivery.retry(5, { backoff: Backoff.linear('2s') }),
    fields: { retry: 5, backoffPolicy: 'linear', backoffDelay: '2s' }, words: 'invalid value: 2s',
  },
  {
    mistake: 'a delay of centuries', refused: 'KN-DUR-002',
    delivery: () => Delivery.retry(5, { backoff: Backoff.linear(Duration.days(1_200_000)) }),
    fields: { retry: 5, backoffPolicy: 'linear', backoffDelay: 'P1200000D' }, words: 'invalid value: P1200000D',
  },
  {
    mistake: 'no time for an attempt', refused: 'KN-DUR-002', delivery: () => Delivery.of({ timeout: Duration.millis(50) }),
    fields: { timeout: 'PT0.05S' }, words: 'invalid value: PT0.05S',
  },
  {
    mistake: FORMAT, refused: 'compiler',
    // @ts-expect-error DeliveryFormat.JSON
    delivery: () => Delivery.of({ format: 'avro' }),
    fields: { format: 'avro' }, words: 'invalid value: avro',
  },
  {
    mistake: 'a time for an attempt that is finer than Knative keeps', refused: 'KN-DUR-001',
    delivery: () => Delivery.of({ timeout: Duration.millis(1250) }), fields: { timeout: 'PT1.25S' },
    stricter: 'Knative cuts it to tenths of a second without a word',
  },
  {
    mistake: 'a delivery that says nothing', refused: 'KN-DLV-002', delivery: () => Delivery.of({}), fields: {},
    stricter: NO_EFFECT,
  },
  {
    mistake: 'a path as the dead letter sink', refused: 'KN-SNK-001',
    delivery: () => Delivery.deadLetter(Sink.uri('/dead-letters')), fields: { deadLetterSink: { uri: '/dead-letters' } },
    words: 'Relative URI is not allowed',
  },
];

const LATER = 'the feature `delivery-retryafter` is off in a release';

/** Mistakes in a delivery, which are the same for every kind that has one. */
export function deliveryRows({ kind, program, manifest, unchecked, withoutFormat }: DeliveryRowsOptions): VerdictRow[] {
  const mistakes = MISTAKES.filter(({ mistake }) => withoutFormat !== true || mistake !== FORMAT);
  return [...mistakes.map(({ mistake, refused, delivery, fields, words, schemaWords, stricter }) => ({
    kind, mistake, refused,
    words: unchecked === undefined ? words : schemaWords,
    stricter: stricter ?? (unchecked !== undefined && schemaWords === undefined ? unchecked : undefined),
    program: (chart: Chart) => { program(chart, delivery()); }, manifest: manifest(fields),
  })), {
    kind, mistake: 'a cap on what receivers may ask for, without the feature', refused: 'KN-FTR-001', plane: 'defaults',
    words: unchecked === undefined ? 'must not set the field(s)' : undefined,
    stricter: unchecked === undefined ? undefined : `${LATER}: nothing reads the field then`,
    program: (chart) => { program(chart, Delivery.retry(5, { retryAfterMax: Duration.seconds(30) })); },
    manifest: manifest({ retry: 5, retryAfterMax: 'PT30S' }),
  }];
}
