import { ApiObject, type Chart, JsonPatch, Testing } from 'cdk8s';
import { ClusterChart, type KnativeError, Sink } from '../../lib/core';
import {
  Broker, EventTransform, type EventTransformProps, InMemoryChannel, TransformReply,
} from '../../lib/eventing';
import { codesOf, manifestOf, problemsOf, quietly, shop, warningsOf } from './program';

quietly();

const PEM = `-----BEGIN CERTIFICATE-----
MIIBUTCCAQOgAwIBAgIULgYUlyxCP3vbn7KwCJJa8+6J6lYwBQYDK2VwMB0xGzAZ
BgNVBAMMEmV2ZW50cy5leGFtcGxlLmNvbTAgFw0yNjExMjEwODAxMDFaGA8yMTI2
MTAyODA4MDEwMVowHTEbMBkGA1UEAwwSZXZlbnRzLmV4YW1wbGUuY29tMCowBQYD
K2VwAyEA2ECRlXfB1E14YPzEW6M5W4IJC5YYDDntwNBTkpaz2ZGjUzBRMB0GA1Ud
DgQWBBTvIu3ZMhoz6b8OlSvWopUArwNH0zAfBgNVHSMEGDAWgBTvIu3ZMhoz6b8O
lSvWopUArwNH0zAPBgNVHRMBAf8EBTADAQH/MAUGAytlcANBAEaAaTmaB3jEYw+n
taRsWttwwK/Rfud7TTFrTmK2dsfrD5dlsbPPmAUmopxX7iJSjPSOwArs6wP2RJwY
t7BF/gI=
-----END CERTIFICATE-----
`;

const SAME = '$merge([$, {"type": "com.example.order.v2"}])';
const sink = Sink.kubernetesService('orders');

function transform(chart: Chart, props: Partial<EventTransformProps> = {}, id = 'to-v2'): EventTransform {
  return new EventTransform(chart, id, { jsonata: SAME, ...props });
}

describe('a transformation', () => {
  test('needs an expression', () => {
    const chart = shop();

    const made = transform(chart);

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'eventing.knative.dev/v1alpha1', kind: 'EventTransform',
      metadata: { name: 'to-v2', namespace: 'shop' },
      spec: { jsonata: { expression: SAME } },
    }]);
    expect(made.node.defaultChild).toBe(made.apiObject);
    expect(warningsOf(chart)).toEqual([]);
  });

  test.each([
    [TransformReply.discard(), { discard: true }],
    [TransformReply.jsonata('$'), { jsonata: { expression: '$' } }],
  ])('%# says what becomes of the answer of its sink', (reply, rendered) => {
    const chart = shop();

    transform(chart, { sink: Sink.of(sink, { path: '/in' }), reply });

    expect(problemsOf(chart)).toBe('');
    expect(manifestOf(chart, 'EventTransform').spec).toEqual({
      jsonata: { expression: SAME },
      sink: { ref: { apiVersion: 'v1', kind: 'Service', name: 'orders' }, uri: '/in' },
      reply: rendered,
    });
  });

  test('is the subscriber of a trigger, whose broker takes the result as the reply', () => {
    const chart = shop();

    new Broker(chart, 'events').addTrigger('upgrade', { subscriber: transform(chart) });

    expect(manifestOf(chart, 'Trigger').spec.subscriber).toEqual({
      ref: { apiVersion: 'eventing.knative.dev/v1alpha1', kind: 'EventTransform', name: 'to-v2' },
    });
    expect(problemsOf(chart)).toBe('');
  });

  test('has an address in the cluster, and so has one that exists already', () => {
    const chart = new ClusterChart(Testing.app(), 'chart', { namespace: 'shop', clusterDomain: 'example.local' });
    const existing = EventTransform.fromEventTransformName(chart, 'existing', 'to-v3', { namespace: 'billing' });

    const made = transform(chart);

    expect(made.url).toBe('http://to-v2-jsonata.shop.svc.example.local');
    expect(made.eventTransformName).toBe('to-v2');
    expect(existing.url).toBe('http://to-v3-jsonata.billing.svc.example.local');
    expect(existing.eventTransformName).toBe('to-v3');
    expect(existing.toSinkConfig(chart).ref).toMatchObject({ kind: 'EventTransform', name: 'to-v3' });
    expect(problemsOf(chart)).toBe('');
  });

  test('can be patched', () => {
    const chart = shop();

    transform(chart).apiObject.addJsonPatch(JsonPatch.replace('/spec/jsonata/expression', '$'));

    expect(manifestOf(chart, 'EventTransform').spec).toEqual({ jsonata: { expression: '$' } });
  });

  test.each<[string, string, boolean]>([
    ['an event written out', '{"specversion": "1.0", "id": id, "source": source, "type": "t", "data": data}', false],
    ['an object without the version', '{"id": id, "source": source, "type": "t"}', true],
    ['the same in a block', '($v := 1; {"id": id, "n": $v})', true],
    ['the same with a content type of its own', '{"contenttype": "text/plain", "x": 1}', false],
    ['an object with a key that is computed', '{$type: 1}', false],
    ['an object of another object', '{"a": {"b": 1}}.a', false],
    ['the event itself', '$', false],
    ['an empty block', '()', false],
    ['an empty object', '{}', true],
  ])('looks for CloudEvents: %s', (_, jsonata, warned) => {
    const chart = shop();

    transform(chart, { jsonata });
    transform(chart, { jsonata, sink }, 'to-a-sink');

    expect(problemsOf(chart)).toBe('');
    expect(warningsOf(chart)).toEqual(warned ? ['transform-no-cloud-event'] : []);
  });

  test('warns of an answer that no broker takes', () => {
    const chart = shop();

    transform(chart, { sink, reply: TransformReply.jsonata('{"ok": true}') });

    expect(warningsOf(chart)).toEqual(['transform-no-cloud-event']);
  });

  test.each<[string, string, string]>([
    ['', 'KN-ETR-001', 'is no JSONata expression'],
    [' \n', 'KN-ETR-001', 'is no JSONata expression'],
    ['{"type": ', 'KN-ETR-002', 'Expected "}" before end of expression'],
    ['$merge([$, {"type": "a"}]', 'KN-ETR-002', 'after `$merge([$, {"type": "a"}]`'],
    ['$merge([$, {"data": {"total": $sum(items.price)}}]', 'KN-ETR-002', 'after `...'],
    ['data.items[0', 'KN-ETR-002', 'Expected "]" before end of expression'],
    ['"type', 'KN-ETR-002', 'String literal must be terminated by a matching quote'],
    ['/[/', 'KN-ETR-002', 'No terminating / in regular expression'],
    // Later versions take it, the one of Knative does not.
    ['subject ?? "none"', 'KN-ETR-002', 'cannot be used as a unary operator'],
  ])('fails with the expression %j', (jsonata, code, words) => {
    const chart = shop();

    transform(chart, { jsonata });

    expect(codesOf(chart)).toEqual([code]);
    expect(problemsOf(chart)).toContain(words);
    expect(() => TransformReply.jsonata(jsonata)).toThrow(expect.objectContaining({ code }) as KnativeError);
  });

  test('fails with an expression that is no text', () => {
    const chart = shop();

    transform(chart, { jsonata: 5 as unknown as string });

    expect(codesOf(chart)).toEqual(['KN-ETR-001']);
  });

  test('fails to say what becomes of an answer that nobody gives', () => {
    const chart = shop();

    transform(chart, { reply: TransformReply.discard() });

    expect(codesOf(chart)).toEqual(['KN-ETR-003']);
  });

  test('fails with certificates of its sink', () => {
    const chart = shop();

    transform(chart, { sink: Sink.uri('https://orders.example.com/', { caCerts: PEM }) });

    expect(codesOf(chart)).toEqual(['KN-ETR-004']);
  });

  test.each([['to.v2'], ['2nd'], ['x'.repeat(56)]])('fails with the name %s', (name) => {
    const chart = shop();

    transform(chart, {}, name);
    EventTransform.fromEventTransformName(chart, 'existing', name);

    expect(codesOf(chart)).toEqual(['KN-NAM-001', 'KN-NAM-001']);
  });

  test.each([
    ['v1', 'Service'], ['v1', 'ConfigMap'], ['apps/v1', 'Deployment'], ['serving.knative.dev/v1', 'Service'],
    ['sources.knative.dev/v1', 'SinkBinding'],
  ])('fails beside a %s %s that has the name of its own', (apiVersion, kind) => {
    const chart = shop();
    transform(chart, { sink });

    new ApiObject(chart, 'other', { apiVersion, kind, metadata: { name: 'to-v2-jsonata' } });

    expect(codesOf(chart)).toEqual(['KN-NAM-010']);
  });

  test('makes no binding without a sink', () => {
    const chart = shop();
    transform(chart);

    new ApiObject(chart, 'other', {
      apiVersion: 'sources.knative.dev/v1', kind: 'SinkBinding', metadata: { name: 'to-v2-jsonata' },
    });
    new InMemoryChannel(chart, 'to-v2-jsonata');

    expect(problemsOf(chart)).toBe('');
  });

  test('loads the parser of its expressions when the first one is written', () => {
    const parser = jest.fn(() => ({ ast: () => ({ type: 'variable' }) }));
    const load = jest.fn(() => parser);

    jest.isolateModules(() => {
      jest.doMock('jsonata', load);
      const eventing = require('../../lib/eventing') as { TransformReply: typeof TransformReply };
      expect(load).not.toHaveBeenCalled();
      eventing.TransformReply.jsonata('$');
    });

    expect(load).toHaveBeenCalledTimes(1);
    expect(parser).toHaveBeenCalledWith('$');
  });
});
