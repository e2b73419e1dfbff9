import { Broker, EventTransform, Sink, TransformReply } from '../../lib';
import type { KindProgram } from './program';

const NO_FIELD = 'no object of the library has several addresses to choose from';

export const program: KindProgram = {
  apiVersion: 'eventing.knative.dev/v1alpha1',
  kind: 'EventTransform',
  program: (chart) => {
    const jsonata = '$merge([$, {"type": "com.example.order.v2"}])';
    const far = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders', namespace: 'billing' };
    new EventTransform(chart, 'answering', { jsonata });
    new EventTransform(chart, 'sending', { jsonata, sink: Broker.fromBrokerName(chart, 'broker', 'events') });
    new EventTransform(chart, 'to-an-address', {
      jsonata, sink: Sink.uri('https://events.example.com/inbox', { audience: 'inbox' }), reply: TransformReply.discard(),
    });
    new EventTransform(chart, 'to-a-path', {
      jsonata, sink: Sink.reference(far, { path: '/in' }), reply: TransformReply.jsonata('$'),
    });
  },
  notReached: {
    'spec.sink.CACerts': 'admission refuses it beside `jsonata`, and there is no other transformation',
    'spec.sink.ref.address': NO_FIELD,
    'spec.sink.ref.group': 'superseded by apiVersion; needs the feature `kreference-group`',
  },
};
