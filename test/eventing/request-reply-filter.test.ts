import { Chart, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { verifyCorrelationId } from '../../lib/cesql';
import { KnativeError } from '../../lib/core';
import { Broker, BrokerClass, type ReplyFilterOptions, RequestReply, type RequestReplyProps } from '../../lib/eventing';
import type { FilterEvent } from '../../lib/filters';
import { codesOf, quietly, shop } from './program';

quietly();

const KEY = Buffer.from('0123456789abcdef0123456789abcdef');
const OTHER = Buffer.alloc(32, 1);
/** An id that `SetCorrelationId` of Knative 1.23 made with `KEY`, for pod 3. */
const BY_KNATIVE = '1234-ab:DEmSsmavT-jXjfL66ECAOH_rkF0wtaiWfGlE4QoC2LNxzjs=:3';

function ask(chart: Chart = shop(), props: Partial<RequestReplyProps> = {}): RequestReply {
  const broker = Broker.fromBrokerName(chart, 'broker', 'events', { brokerClass: BrokerClass.MT_CHANNEL_BASED });
  return new RequestReply(chart, 'ask', { broker, ...props });
}

function reply(replyid: unknown): FilterEvent {
  return { specversion: '1.0', id: 'reply', source: '/answers', type: 'answer', replyid };
}

function recognised(replyid: unknown, keys: Record<string, Uint8Array>, options?: ReplyFilterOptions): boolean {
  return ask().replyFilter(options).matches(reply(replyid), { secrets: { 'request-reply-keys': keys } });
}

describe('the filter for replies', () => {
  test('is what Knative writes into its trigger', () => {
    expect(ask().replyFilter().toFilterConfig()).toEqual({
      cesql: 'KN_VERIFY_CORRELATION_ID(replyid, "ask", "shop", "request-reply-keys", 0, 1)',
    });
    expect(ask(shop(), { replyAttribute: 'answerid' }).replyFilter({ pod: 1, pods: 3 }).toFilterConfig()).toEqual({
      cesql: 'KN_VERIFY_CORRELATION_ID(answerid, "ask", "shop", "request-reply-keys", 1, 3)',
    });
  });

  test('recognises what the request-reply gave to the request', () => {
    const id = RequestReply.correlationId('1234-ab', KEY);

    expect(id).toMatch(/^1234-ab:[\w-]+={0,2}:0$/);
    expect(recognised(id, { 'shop.ask.key-0': KEY })).toBe(true);
    expect(recognised(id, { 'shop.ask.key-0': OTHER, 'shop.ask.key-1': KEY })).toBe(true);
  });

  test('recognises what Knative gave to the request', () => {
    expect(recognised(BY_KNATIVE, { 'shop.ask.key-0': KEY }, { pod: 3, pods: 4 })).toBe(true);
    expect(recognised(BY_KNATIVE, { 'shop.ask.key-0': KEY }, { pod: 1, pods: 2 })).toBe(true);
    expect(recognised(BY_KNATIVE, { 'shop.ask.key-0': OTHER }, { pod: 3, pods: 4 })).toBe(false);
  });

  const [id, encrypted] = RequestReply.correlationId('1', KEY).split(':');
  test.each<[string, unknown]>([
    ['an id of another event', `2:${encrypted}:0`],
    ['an id without pod', `${id}:${encrypted}`],
    ['an id with a further part', RequestReply.correlationId('urn:1', KEY)],
    ['an id of another pod', RequestReply.correlationId('1', KEY, 1)],
    ['an id whose pod is no number', `${id}:${encrypted}:x`],
    ['an id whose pod is no whole number', `${id}:${encrypted}:0.0`],
    ['an id whose pod is beyond 32 bits', `${id}:${encrypted}:4294967296`],
    ['an id that was changed', `${id}:A${encrypted}:0`],
    ['an id that is cut off', `${id}:AAAA:0`],
    ['an id that is no base64', `${id}:!!!!:0`],
    ['an id in base64 without its padding', `${id}:${encrypted?.replaceAll('=', '')}:0`],
    ['the id of the event alone', '1'],
    ['a number', 1],
    ['nothing', undefined],
  ])('does not recognise %s', (_, replyid) => {
    expect(ask().replyFilter({ pods: 2 }).matches(reply(replyid), {
      secrets: { 'request-reply-keys': { 'shop.ask.key-0': KEY } },
    })).toBe(false);
  });

  test.each<[string, Record<string, Record<string, Uint8Array>> | undefined]>([
    ['no Secret', undefined],
    ['another Secret', { keys: { 'shop.ask.key-0': KEY } }],
    ['the key of another namespace', { 'request-reply-keys': { 'till.ask.key-0': KEY } }],
    ['the key of another request-reply', { 'request-reply-keys': { 'shop.ask-twice.key-0': KEY } }],
    ['a value that is no key', { 'request-reply-keys': { 'shop.ask.key-0': KEY.subarray(1) } }],
  ])('recognises nothing with %s', (_, secrets) => {
    expect(ask().replyFilter().matches(reply(RequestReply.correlationId('1', KEY)), { secrets })).toBe(false);
  });

  test('recognises every id without a colon, whatever key and pod', () => {
    const keys = fc.constantFrom(16, 24, 32).chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), keys, fc.nat(9), fc.integer({ min: 1, max: 5 }), (eventId, key, pod, pods) => {
      const replyId = RequestReply.correlationId(eventId, key, pod);
      const question = { replyId, name: 'ask', namespace: 'shop', secretName: 'keys', replicas: pods };

      expect(verifyCorrelationId({ keys: { 'shop.ask.key-0': key } }, { ...question, pod: pod % pods })).toBe(!eventId.includes(':'));
      expect(verifyCorrelationId({ keys: { 'shop.ask.key-0': key } }, { ...question, pod: pod % pods + 1 })).toBe(false);
    }));
  });

  test('skips line ends inside of an id, as Go does', () => {
    expect(recognised(`${id}:${encrypted?.slice(0, 5)}\r\n${encrypted?.slice(5)}:+0`, { 'shop.ask.key-0': KEY })).toBe(true);
  });
});

describe('a filter for replies that cannot be', () => {
  test.each<[string, () => unknown]>([
    ['no pods', () => ask().replyFilter({ pods: 0 })],
    ['a pod that there is not', () => ask().replyFilter({ pod: 1 })],
    ['a broken pod', () => ask().replyFilter({ pod: 0.5, pods: 2 })],
    ['a negative pod', () => RequestReply.correlationId('1', KEY, -1)],
    ['a key of another length', () => RequestReply.correlationId('1', KEY.subarray(1))],
    ['a key that is a text', () => RequestReply.correlationId('1', String(KEY) as unknown as Uint8Array)],
  ])('fails with %s', (_, make) => {
    expect(make).toThrow(KnativeError);
    expect(make).toThrow('KN-RRP-004');
  });

  test('fails without a namespace', () => {
    const chart = new Chart(Testing.app(), 'chart');

    ask(chart).replyFilter();

    expect(codesOf(chart)).toContain('KN-NAM-003');
  });
});
