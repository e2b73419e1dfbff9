import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Feature, Features, Sink } from '../../lib/core';
import { Broker, InMemoryChannel } from '../../lib/eventing';
import { EventPolicy, EventSender } from '../../lib/events';
import { ServiceAccount } from '../../lib/pod';
import { PingSource } from '../../lib/sources';
import { codesOf, shop, thrownCode } from '../kafka/program';

function rendered(sender: EventSender, chart = shop()): unknown {
  Features.of(chart).enable(Feature.AUTHENTICATION_OIDC);
  const policy = new EventPolicy(chart, 'policy', { from: [sender] });
  return policy._spec.from[0];
}

describe('a sender', () => {
  test('is a source, by reference', () => {
    const chart = shop();
    const sink = Sink.uri('https://example.com/in');
    const near = new PingSource(chart, 'near', { schedule: '@daily', sink });
    const far = new PingSource(chart, 'far', { schedule: '@daily', sink, metadata: { namespace: 'billing' } });
    const ref = { apiVersion: 'sources.knative.dev/v1', kind: 'PingSource' };

    expect(rendered(EventSender.source(near), chart)).toEqual({ ref: { ...ref, name: 'near' } });
    expect(EventSender.source(far)._render(near)).toEqual({ ref: { ...ref, name: 'far', namespace: 'billing' } });
  });

  test('is a trigger, whose name the answers of its subscriber bear', () => {
    const chart = shop();
    const trigger = Broker.fromBrokerName(chart, 'broker', 'events').addTrigger('trigger', {
      subscriber: Sink.uri('https://example.com/in'),
    });

    expect(rendered(EventSender.source(trigger), chart))
      .toEqual({ ref: { apiVersion: 'eventing.knative.dev/v1', kind: 'Trigger', name: 'trigger' } });
  });

  test('is a subscription', () => {
    const chart = shop();
    const subscription = new InMemoryChannel(chart, 'channel').subscribe('all', {
      subscriber: Sink.uri('https://example.com/in'),
    });

    expect(rendered(EventSender.source(subscription), chart))
      .toEqual({ ref: { apiVersion: 'messaging.knative.dev/v1', kind: 'Subscription', name: 'all' } });
  });

  test('is any object, by reference', () => {
    const ref = { apiVersion: 'sources.example.com/v1', kind: 'TillSource', name: 'till', namespace: 'billing' };

    expect(rendered(EventSender.reference(ref))).toEqual({ ref });
  });

  test('is a service account of this library, of cdk8s-plus, or one that exists', () => {
    const chart = shop();
    const own = new ServiceAccount(chart, 'till');
    const theirs = new kplus.ServiceAccount(chart, 'theirs', { metadata: { name: 'till', namespace: 'billing' } });
    const sub = (sender: EventSender) => sender._render(own);

    expect(sub(EventSender.serviceAccount(own))).toEqual({ sub: 'system:serviceaccount:shop:till' });
    expect(sub(EventSender.serviceAccount(theirs))).toEqual({ sub: 'system:serviceaccount:billing:till' });
    expect(sub(EventSender.serviceAccount(ServiceAccount.fromName('till')))).toEqual({
      sub: 'system:serviceaccount:shop:till',
    });
    expect(sub(EventSender.serviceAccount({ name: 'till', namespace: 'billing' }))).toEqual({
      sub: 'system:serviceaccount:billing:till',
    });
  });

  test('is every service account of a namespace, and of none that begins alike', () => {
    expect(rendered(EventSender.namespace('shop'))).toEqual({ sub: 'system:serviceaccount:shop:*' });
  });

  test.each(['system:serviceaccount:shop:till', 'system:serviceaccount:*', '*', 'x'])('is the subject %s', (subject) => {
    expect(rendered(EventSender.subject(subject))).toEqual({ sub: subject });
  });

  test.each<[string, () => unknown, string]>([
    ['an empty subject', () => EventSender.subject(''), 'KN-EVT-006'],
    ['a star in the middle', () => EventSender.subject('system:*:till'), 'KN-EVT-006'],
    ['two stars', () => EventSender.subject('**'), 'KN-EVT-006'],
    ['white space', () => EventSender.subject('system: x'), 'KN-EVT-006'],
    ['a namespace that is none', () => EventSender.namespace('shop:*'), 'KN-NAM-006'],
    ['a service account that is none', () => EventSender.serviceAccount({ name: 'Till' }), 'KN-NAM-001'],
    ['a reference without a kind', () => EventSender.reference({ apiVersion: 'v1', kind: '', name: 'x' }), 'KN-SNK-004'],
    ['a reference without a version', () => EventSender.reference({ apiVersion: '', kind: 'X', name: 'x' }), 'KN-SNK-004'],
    ['a reference without a name', () => EventSender.reference({ apiVersion: 'v1', kind: 'X', name: '' }), 'KN-SNK-004'],
  ])('fails for %s', (_, make, code) => {
    expect(thrownCode(make)).toBe(code);
  });

  test('fails for a service account of no known namespace', () => {
    const chart = new Chart(Testing.app(), 'chart');
    Features.of(chart).enable(Feature.AUTHENTICATION_OIDC);

    new EventPolicy(chart, 'policy', { from: [EventSender.serviceAccount({ name: 'till' })] });

    expect(codesOf(chart)).toEqual(['KN-NAM-003']);
  });
});
