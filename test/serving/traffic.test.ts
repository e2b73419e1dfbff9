import { Chart, Testing } from 'cdk8s';
import { KnativeError } from '../../lib/core';
import { Configuration, Traffic } from '../../lib/serving';

const BLUE = Configuration.fromConfigurationName(new Chart(Testing.app(), 'chart'), 'blue', 'orders-blue');

function codeOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return error instanceof KnativeError ? error.code : String(error);
  }
  return 'none';
}

describe('a share of traffic', () => {
  test.each([
    ['the newest revision', Traffic.latest(100), { latestRevision: true, percent: 100 }],
    ['the newest with a tag', Traffic.latest(0, { tag: 'next' }), { latestRevision: true, percent: 0, tag: 'next' }],
    ['a revision', Traffic.revision('orders-00001', 20),
      { revisionName: 'orders-00001', latestRevision: false, percent: 20 }],
    ['a revision with a tag', Traffic.revision('orders-v1', 0, { tag: 'stable' }),
      { revisionName: 'orders-v1', latestRevision: false, percent: 0, tag: 'stable' }],
    ['the newest revision of a configuration', Traffic.configuration(BLUE, 30, { tag: 'blue' }),
      { configurationName: 'orders-blue', latestRevision: true, percent: 30, tag: 'blue' }],
  ])('goes to %s', (_, traffic, expected) => {
    expect(traffic._render()).toEqual(expected);
  });

  test('equals another of the same share, revision and tag', () => {
    const traffic = Traffic.revision('orders-v1', 50, { tag: 'a' });

    expect(traffic.equals(Traffic.revision('orders-v1', 50, { tag: 'a' }))).toBe(true);
    expect(traffic.equals(Traffic.revision('orders-v1', 50))).toBe(false);
    expect(traffic.equals(Traffic.revision('orders-v2', 50, { tag: 'a' }))).toBe(false);
    expect(traffic.equals(Traffic.latest(50, { tag: 'a' }))).toBe(false);
    expect(Traffic.latest(50).equals(Traffic.configuration(BLUE, 50))).toBe(false);
    expect(Traffic.configuration(BLUE, 50).equals(Traffic.configuration(BLUE, 50))).toBe(true);
  });

  test.each([-1, 101, 12.5, Number.NaN])('fails on %p percent', (percent) => {
    expect(codeOf(() => Traffic.latest(percent))).toBe('KN-TRF-001');
    expect(codeOf(() => Traffic.revision('orders-00001', percent))).toBe('KN-TRF-001');
    expect(codeOf(() => Traffic.configuration(BLUE, percent))).toBe('KN-TRF-001');
  });

  test.each(['', 'V1', '1st', 'a.b', 'a-', 'a_b', 'a'.repeat(64)])('fails on the tag %j', (tag) => {
    expect(codeOf(() => Traffic.latest(100, { tag }))).toBe('KN-TRF-003');
  });

  test.each(['', 'Orders-00001', 'orders.1', '00001'])('fails on the revision name %j', (name) => {
    expect(codeOf(() => Traffic.revision(name, 100))).toBe('KN-TRF-005');
  });
});
