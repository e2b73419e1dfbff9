import { ApiObject, type Chart } from 'cdk8s';
import {
  EventTransform, type EventTransformProps, Sink, SinkBinding, SinkBindingSubject, SubjectKind, TransformReply,
} from '../../lib';
import { CERTIFICATE } from '../program-parts/destinations';
import { destinationRows } from '../verdict-parts/destination';
import { byHand, DESTINATION, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'EventTransform';
const sink = Sink.uri('https://events.example.com/inbox');
const JSONATA: Fields = { expression: '$' };
const manifest = byHand('eventing.knative.dev/v1alpha1', kind, 'to-v2', { jsonata: JSONATA });

function transform(chart: Chart, props: Partial<EventTransformProps> = {}): void {
  new EventTransform(chart, 'to-v2', { jsonata: '$', ...props });
}

const NO_START = 'the pods that transform the events end with an error when they start, so that it is never ready';

/** An expression that is taken and does not work. */
function expression(mistake: string, refused: VerdictRow['refused'], jsonata: string): VerdictRow {
  return {
    kind, mistake, refused, stricter: NO_START,
    program: (chart) => { transform(chart, { jsonata }); }, manifest: manifest({ jsonata: { expression: jsonata } }),
  };
}

const expressions: readonly VerdictRow[] = [
  expression('an empty expression', 'KN-ETR-001', ''),
  expression('an expression of white space', 'KN-ETR-001', ' \n'),
  expression('an object that is not closed', 'KN-ETR-002', '{"type": "a"'),
  expression('a call that is not closed', 'KN-ETR-002', '$merge([$, {"type": "a"}]'),
  expression('a text that is not closed', 'KN-ETR-002', '"type'),
  expression('a regular expression that is not closed', 'KN-ETR-002', '$match(subject, /[a-z)'),
  expression('an operator of a later version', 'KN-ETR-002', 'subject ?? "none"'),
  expression('an expression of another language', 'KN-ETR-002', '.data | select(.total > 5)'),
  {
    kind, mistake: 'no transformation', refused: 'compiler', words: 'expected exactly one, got neither: spec.jsonata',
    // @ts-expect-error an expression
    program: (chart) => { new EventTransform(chart, 'to-v2', {}); },
    manifest: manifest({ jsonata: undefined, sink: DESTINATION }),
  },
  {
    kind, mistake: 'a transformation without an expression', refused: 'KN-ETR-001', stricter: NO_START,
    program: (chart) => { transform(chart, { jsonata: undefined }); }, manifest: manifest({ jsonata: {} }),
  },
  {
    kind, mistake: 'a transformation of another language', refused: 'compiler', words: 'field not declared in schema',
    // @ts-expect-error there is none but JSONata
    program: (chart) => { transform(chart, { jq: '.data' }); }, manifest: manifest({ jq: { expression: '.data' } }),
  },
  {
    kind, mistake: 'an expression that is a text of its own', refused: 'compiler', words: 'spec.jsonata',
    // @ts-expect-error the expression itself
    program: (chart) => { transform(chart, { jsonata: { expression: '$' } }); }, manifest: manifest({ jsonata: '$' }),
  },
];

const replies: readonly VerdictRow[] = [
  {
    kind, mistake: 'an answer that is dropped, without a sink', refused: 'KN-ETR-003', words: 'reply is set without spec.sink',
    program: (chart) => { transform(chart, { reply: TransformReply.discard() }); },
    manifest: manifest({ reply: { discard: true } }),
  },
  {
    kind, mistake: 'an answer that is transformed, without a sink', refused: 'KN-ETR-003',
    words: 'reply is set without spec.sink',
    program: (chart) => { transform(chart, { reply: TransformReply.jsonata('$') }); },
    manifest: manifest({ reply: { jsonata: JSONATA } }),
  },
  {
    kind, mistake: 'an answer that is both transformed and dropped', refused: 'compiler',
    words: 'expected exactly one, got both',
    // @ts-expect-error one of the two
    program: (chart) => { transform(chart, { sink, reply: TransformReply.jsonata('$', { discard: true }) }); },
    manifest: manifest({ sink: DESTINATION, reply: { jsonata: JSONATA, discard: true } }),
  },
  {
    kind, mistake: 'an answer of which nothing is said', refused: 'compiler',
    stricter: 'it changes nothing: the sender gets the answer as it is',
    // @ts-expect-error made by its factories
    program: (chart) => { transform(chart, { sink, reply: {} }); },
    manifest: manifest({ sink: DESTINATION, reply: {} }),
  },
  {
    kind, mistake: 'an answer whose expression is not closed', refused: 'KN-ETR-002', stricter: NO_START,
    program: (chart) => { transform(chart, { sink, reply: TransformReply.jsonata('{"type": "a"') }); },
    manifest: manifest({ sink: DESTINATION, reply: { jsonata: { expression: '{"type": "a"' } } }),
  },
  {
    kind, mistake: 'a sink with certificates', refused: 'KN-ETR-004', words: 'CACerts for the sink is not supported',
    program: (chart) => {
      transform(chart, { sink: Sink.uri('https://events.example.com/inbox', { caCerts: CERTIFICATE }) });
    },
    manifest: manifest({ sink: { ...DESTINATION, CACerts: CERTIFICATE } }),
  },
];

const names: readonly VerdictRow[] = [
  ...[
    ['a name with a dot', 'to.v2'], ['a name that begins with a digit', '2nd'],
  ].map(([mistake = '', name = '']): VerdictRow => ({
    kind, mistake, refused: 'KN-NAM-001', stricter: 'its Service or the volume of its pods cannot be called so: it is never ready',
    program: (chart) => { transform(chart, { metadata: { name } }); }, manifest: manifest({}, { name }),
  })),
  {
    kind, mistake: 'a name that leaves no room for its Service', refused: 'KN-NAM-001',
    stricter: 'the Service gets a name with a hash, so that the address is not the one that programs expect',
    program: (chart) => { transform(chart, { metadata: { name: 'x'.repeat(56) } }); },
    manifest: manifest({}, { name: 'x'.repeat(56) }),
  },
  {
    kind, mistake: 'a binding with the name of its own', refused: 'KN-NAM-010',
    stricter: 'the controller overwrites the binding with its own',
    program: (chart) => {
      transform(chart, { sink });
      const subject = SinkBindingSubject.selected(SubjectKind.DEPLOYMENT, { matchLabels: { app: 'orders' } });
      new SinkBinding(chart, 'to-v2-jsonata', { subject, sink });
    },
    manifest: (chart) => {
      new ApiObject(chart, 'binding', {
        apiVersion: 'sources.knative.dev/v1', kind: 'SinkBinding', metadata: { name: 'to-v2-jsonata' },
        spec: {
          subject: { apiVersion: 'apps/v1', kind: 'Deployment', selector: { matchLabels: { app: 'orders' } } },
          sink: DESTINATION,
        },
      });
      manifest({ sink: DESTINATION })(chart);
    },
  },
];

export const rows: readonly VerdictRow[] = [
  ...expressions,
  ...replies,
  ...names,
  ...destinationRows({
    kind, what: 'sink',
    program: (chart, destination) => { transform(chart, { sink: destination }); },
    manifest: (destination) => manifest({ sink: destination }),
  }),
  ...metadataRows({
    kind,
    program: (chart, metadata) => { transform(chart, { metadata }); },
    manifest: (metadata) => manifest({}, metadata),
  }),
];
