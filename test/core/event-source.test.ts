import { EventSource } from '../../lib/core';
import { Filter } from '../../lib/filters';
import { thrownCode } from '../kafka/program';

const TILL = { apiVersion: 'sources.example.com/v1', kind: 'TillSource', name: 'till' };

describe('a source by reference', () => {
  test('says what it was told', () => {
    expect(EventSource.reference(TILL).toEventSourceConfig()).toEqual({ ref: TILL, events: [] });
    expect(EventSource.reference({ ...TILL, namespace: 'billing' }, { events: [{ type: 'opened' }] })
      .toEventSourceConfig()).toEqual({ ref: { ...TILL, namespace: 'billing' }, events: [{ type: 'opened' }] });
  });

  test.each([
    ['apiVersion', { ...TILL, apiVersion: '' }, 'KN-SNK-004'], ['kind', { ...TILL, kind: ' ' }, 'KN-SNK-004'],
    ['name', { ...TILL, name: '' }, 'KN-SNK-004'], ['right name', { ...TILL, name: 'My Till' }, 'KN-NAM-001'],
  ])('fails without a %s', (_, reference, code) => {
    expect(thrownCode(() => EventSource.reference(reference))).toBe(code);
  });
});

test('a filter says what it is in a manifest', () => {
  expect(Filter.any(Filter.exact({ type: 'a' }), Filter.cesql("type = 'b'")).toFilterConfig())
    .toEqual({ any: [{ exact: { type: 'a' } }, { cesql: "type = 'b'" }] });
});
