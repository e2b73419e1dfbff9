import fc from 'fast-check';
import type { EventPolicy } from '../../lib/events';
import { type Compared, ShadowIndex } from '../../lib/events/shadow-index';

interface Said {
  readonly to?: string[];
  readonly from: string[];
  readonly filters?: string;
}

/** As Go compares them, one by one: the sender itself, or what begins so. */
function overlap(one: string, other: string): boolean {
  const [prefix, longer] = [one, other].map((text) => text.replace(/\*$/, ''));
  const folded = (text = '') => text.toLowerCase();
  if (one.endsWith('*') && other.endsWith('*')) return prefix!.startsWith(longer!) || longer!.startsWith(prefix!);
  if (one.endsWith('*')) return folded(other).startsWith(folded(prefix));
  if (other.endsWith('*')) return folded(one).startsWith(folded(longer));
  return folded(one) === folded(other);
}

function hides(first: Said, second: Said): boolean {
  if (first.filters === undefined || first.filters === second.filters) return false;
  const receiver = first.to === undefined || second.to === undefined || first.to.some((to) => second.to!.includes(to));
  return receiver && first.from.some((one) => second.from.some((other) => overlap(one, other)));
}

const SUBJECT = fc.tuple(fc.array(fc.constantFrom('a', 'b', 'A', ':'), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([letters, open]) => letters.join('') + (open ? '*' : ''));
const SAID: fc.Arbitrary<Said> = fc.record({
  to: fc.option(fc.array(fc.constantFrom('orders', 'audit', 'bills'), { minLength: 1, maxLength: 2 }), { nil: undefined }),
  from: fc.array(fc.oneof(SUBJECT, fc.constantFrom('*', '{"ref":1}')), { maxLength: 3 }),
  filters: fc.constantFrom(undefined, 'eu', 'us'),
});

test('the first policy that hides another is the one that comparing each with each finds', () => {
  fc.assert(fc.property(fc.array(SAID, { maxLength: 8 }), (all) => {
    const compared = all.map(({ to, from, filters }, place): Compared => ({
      policy: { name: String(place) } as unknown as EventPolicy, from, filters,
      to: to === undefined ? undefined : new Set(to),
    }));
    const index = new ShadowIndex(compared);
    for (const [place, second] of compared.entries()) {
      const first = all.slice(0, place).findIndex((other) => hides(other, all[place]!));

      expect(index.firstOver(second)?.policy.name).toBe(first < 0 ? undefined : String(first));
      if (second.filters !== undefined) index.add(second);
    }
  }));
});
