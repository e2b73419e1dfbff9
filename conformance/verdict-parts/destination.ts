import type { Chart } from 'cdk8s';
import { Broker, type ISink, Sink } from '../../lib';
import type { VerdictRow } from '../verdicts/row';
import { type Fields, type Manifest, REFERENCE } from './manifest';

/** What stands around a destination. */
export interface DestinationRowsOptions {
  readonly kind: string;
  /** What the object calls its destination, such as `sink`. */
  readonly what: string;
  readonly program: (chart: Chart, sink: ISink) => void;
  readonly manifest: (destination: Fields) => Manifest;
}

interface DestinationMistake {
  readonly mistake: string;
  readonly refused: VerdictRow['refused'];
  readonly sink: (chart: Chart) => ISink;
  readonly destination: Fields;
  readonly words?: string;
  readonly stricter?: string;
  readonly plane?: VerdictRow['plane'];
}

const HERE = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' };
const BROKER = { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'events' };
const NO_CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

const MISTAKES: readonly DestinationMistake[] = [
  {
    mistake: 'without a scheme', refused: 'KN-SNK-001', sink: () => Sink.uri('events.example.com/inbox'),
    destination: { uri: 'events.example.com/inbox' }, words: 'Relative URI is not allowed',
  },
  {
    mistake: 'with a percent sign that begins no escape', refused: 'KN-SNK-001',
    sink: () => Sink.uri('https://events.example.com/100%/x'), destination: { uri: 'https://events.example.com/100%/x' },
    words: 'invalid URL escape',
  },
  {
    mistake: 'that is both an object and an absolute address', refused: 'KN-SNK-002',
    sink: () => Sink.reference(HERE, { path: 'https://events.example.com/inbox' }),
    destination: { ref: REFERENCE, uri: 'https://events.example.com/inbox' }, words: 'Absolute URI is not allowed when Ref',
  },
  {
    mistake: 'that refers to an object without a name', refused: 'KN-SNK-004',
    sink: () => Sink.reference({ ...HERE, name: '' }), destination: { ref: { ...REFERENCE, name: '' } },
    words: 'ref.name',
  },
  {
    mistake: 'whose CA is no certificate', refused: 'KN-SNK-003',
    sink: () => Sink.uri('https://events.example.com/inbox', { caCerts: NO_CERTIFICATE }),
    destination: { uri: 'https://events.example.com/inbox', CACerts: NO_CERTIFICATE }, words: 'CA Cert provided is invalid',
  },
  {
    mistake: 'of a scheme that no sender speaks', refused: 'KN-SNK-001',
    sink: () => Sink.uri('ftp://events.example.com/inbox'), destination: { uri: 'ftp://events.example.com/inbox' },
    stricter: 'the sender fails with an unsupported protocol scheme on every event',
  },
  {
    mistake: 'with a password', refused: 'KN-SNK-005', sink: () => Sink.uri('https://shop:hunter2@events.example.com/'),
    destination: { uri: 'https://shop:hunter2@events.example.com/' },
    stricter: 'everybody who may read the object, or the repository that it is in, reads the password',
  },
  {
    mistake: 'with a path below a broker', refused: 'KN-SNK-006',
    sink: (chart) => Sink.of(Broker.fromBrokerName(chart, 'existing', 'events'), { path: '/orders' }),
    destination: { ref: BROKER, uri: '/orders' },
    stricter: 'the path takes the place of that of the broker, so that events are answered with 404',
  },
  {
    mistake: 'with an audience where authentication is off', refused: 'KN-FTR-001', plane: 'defaults',
    sink: () => Sink.uri('https://events.example.com/inbox', { audience: 'inbox' }),
    destination: { uri: 'https://events.example.com/inbox', audience: 'inbox' },
    stricter: 'no sender shows a token for the audience, and whoever asks for one turns the events away',
  },
];

/** Mistakes in a destination, which are the same for every kind. */
export function destinationRows({ kind, what, program, manifest }: DestinationRowsOptions): VerdictRow[] {
  return MISTAKES.map(({ mistake, refused, sink, destination, words, stricter, plane }) => ({
    kind, mistake: `a ${what} ${mistake}`, refused, words, stricter, plane,
    program: (chart) => { program(chart, sink(chart)); }, manifest: manifest(destination),
  }));
}
