import { Traffic } from '../../lib';
import { both, ours, props, untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

type Fields = Readonly<Record<string, unknown>>;
const traffic = (...targets: Fields[]) => ({ spec: { traffic: targets } });
const latest = (percent: unknown, fields: Fields = {}) => ({ latestRevision: true, percent, ...fields });
const pinned = (revisionName: string, percent: number, fields: Fields = {}) =>
  ({ revisionName, latestRevision: false, percent, ...fields });
const NO_LABEL = 'not a DNS 1035 label';

export const rows: readonly VerdictRow[] = [
  both('KN-TRF-001', 'a share below zero', 'expected 0 <= -10 <= 100',
    () => ({ traffic: [Traffic.latest(-10)] }), traffic(latest(-10), pinned('orders-00001', 110))),
  both('KN-TRF-001', 'a share above 100', 'expected 0 <= 101 <= 100',
    () => ({ traffic: [Traffic.latest(101)] }), traffic(latest(101))),
  both('KN-TRF-001', 'half a percent', 'cannot unmarshal number 99.5',
    () => ({ traffic: [Traffic.latest(99.5)] }), traffic(latest(99.5), pinned('orders-00001', 1))),
  both('KN-TRF-001', 'a share that is a text', 'expected numeric',
    () => ({ traffic: [Traffic.latest(untyped('100'))] }), traffic(latest('100'))),
  both('KN-TRF-002', 'shares below 100', 'Traffic targets sum to 90, want 100',
    () => ({ traffic: [Traffic.latest(90)] }), traffic(latest(90))),
  both('KN-TRF-002', 'shares above 100', 'Traffic targets sum to 110, want 100',
    () => ({ traffic: [Traffic.latest(90), Traffic.revision('orders-00001', 20)] }),
    traffic(latest(90), pinned('orders-00001', 20))),
  both('KN-TRF-002', 'a tag without any traffic', 'Traffic targets sum to 0, want 100',
    () => ({ traffic: [Traffic.latest(0, { tag: 'next' })] }), traffic(latest(0, { tag: 'next' }))),
  both('KN-TRF-003', 'a tag with a dot', NO_LABEL,
    () => ({ traffic: [Traffic.latest(100, { tag: 'v1.0' })] }), traffic(latest(100, { tag: 'v1.0' }))),
  both('KN-TRF-003', 'a tag with a digit first', NO_LABEL,
    () => ({ traffic: [Traffic.latest(100, { tag: '2next' })] }), traffic(latest(100, { tag: '2next' }))),
  both('KN-TRF-003', 'a tag in capitals', NO_LABEL,
    () => ({ traffic: [Traffic.latest(100, { tag: 'Next' })] }), traffic(latest(100, { tag: 'Next' }))),
  ours('KN-TRF-003', 'an empty tag', 'it is no tag: the revision gets no address',
    () => ({ traffic: [Traffic.latest(100, { tag: '' })] }), traffic(latest(100, { tag: '' }))),
  both('KN-TRF-004', 'one tag for two revisions', 'Multiple definitions for "next"',
    () => ({ traffic: [Traffic.latest(50, { tag: 'next' }), Traffic.revision('orders-00001', 50, { tag: 'next' })] }),
    traffic(latest(50, { tag: 'next' }), pinned('orders-00001', 50, { tag: 'next' }))),
  both('KN-TRF-005', 'a revision that cannot exist', 'invalid key name "orders 00001"',
    () => ({ traffic: [Traffic.revision('orders 00001', 100)] }), traffic(pinned('orders 00001', 100))),
  ours('KN-TRF-005', 'a revision of another service', 'a service serves its own revisions only: the Route never gets ready',
    () => ({ traffic: [Traffic.revision('payments-00001', 100)] }), traffic(pinned('payments-00001', 100))),
  both('KN-TRF-005', 'no name of a revision', 'may not set revisionName "" when latestRevision is false',
    () => ({ traffic: [Traffic.revision('', 100)] }), traffic(pinned('', 100))),
  ours('KN-TRF-006', 'a tag that is too long together with the name', 'the Kubernetes Service `<tag>-<service>` cannot be made: the Route never gets ready',
    () => ({ traffic: [Traffic.latest(100, { tag: 'a'.repeat(60) })] }), traffic(latest(100, { tag: 'a'.repeat(60) }))),
  both('compiler', 'a named revision that is the newest one', 'may not set revisionName "orders-00001" when latestRevision is true',
    // @ts-expect-error a share is a value of a class: of the newest revision, or of a named one
    () => props({ traffic: [{ revisionName: 'orders-00001', latestRevision: true, percent: 100 }] }),
    traffic({ revisionName: 'orders-00001', latestRevision: true, percent: 100 })),
  both('compiler', 'traffic to a configuration', 'must not set the field(s): spec.traffic[0].configurationName',
    // @ts-expect-error a service has one configuration
    () => props({ traffic: [{ configurationName: 'orders', percent: 100 }] }),
    traffic({ configurationName: 'orders', percent: 100 })),
  both('compiler', 'the address of a share', 'must not set the field(s): spec.traffic[0].url',
    // @ts-expect-error the server writes it
    () => props({ traffic: [{ latestRevision: true, percent: 100, url: 'http://orders.example.com' }] }),
    traffic(latest(100, { url: 'http://orders.example.com' }))),
  both('compiler', 'shares as a map', 'expected list',
    // @ts-expect-error this is a list
    () => props({ traffic: { latest: 100 } }), { spec: { traffic: { latest: 100 } } }),
];
