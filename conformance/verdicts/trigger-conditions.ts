import type { Chart } from 'cdk8s';
import { Broker, Cesql, type CesqlBoolean, Filter, type ReplyFilterOptions, RequestReply, Sink } from '../../lib';
import { byHand, DESTINATION } from '../verdict-parts/manifest';
import type { VerdictRow } from './row';

/*
 * Mistakes in conditions of CESQL that are built without strings, and what they would have become.
 */

const kind = 'Trigger';
const trigger = byHand('eventing.knative.dev/v1', kind, 'paid', { broker: 'events', subscriber: DESTINATION });
const subscriber = Sink.uri('https://events.example.com/inbox');
const path = Cesql.attribute('path');
const price = Cesql.attribute('price');
const tenant = Cesql.attribute('tenant');

function withFilter(filter: () => Filter) {
  return (chart: Chart): void => {
    Broker.fromBrokerName(chart, 'broker', 'events').addTrigger('paid', { subscriber, filter: filter() });
  };
}

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;
/** What Knative parses, it takes. */
const NOT_PARSED = (cesql: string): Verdict => ({ words: `invalid value: ${cesql}: spec.filters[0].cesql` });

function row(
  mistake: string, refused: VerdictRow['refused'], condition: () => CesqlBoolean, cesql: string,
  verdict: Verdict = NOT_PARSED(cesql),
): VerdictRow {
  return {
    kind, mistake, refused, ...verdict,
    program: withFilter(() => Filter.where(condition())), manifest: trigger({ filters: [{ cesql }] }),
  };
}

const PANIC = 'the filter of the broker panics on every event, which is sent again and again';
const ALL_WITH_PATH = { stricter: 'it holds for every event that has the attribute, as `exists()` does' };
const NOTHING_PASSES = { stricter: 'it fails on every event, so that none passes, and nothing says so' };

const texts: readonly VerdictRow[] = [
  row('a condition on a pattern that ends in a backslash', 'KN-FLT-020', () => path.like('C:\\'), "path LIKE 'C:\\'"),
  row('a condition on a pattern of quotes of both kinds behind backslashes', 'KN-FLT-020', () => path.like('\\\'\\"'),
    "path LIKE '\\'\\\""),
  row('a condition that looks for a backslash before other text', 'KN-FLT-020', () => path.contains('a\\'), "path LIKE '%a\\%'", {
    stricter: 'the backslash makes a percent sign of the one that stands for any text',
  }),
  row('a condition on a beginning that is empty', 'KN-FLT-020', () => path.startsWith(''), "LEFT(path, 0) = ''", ALL_WITH_PATH),
  row('a condition that looks for an empty text', 'KN-FLT-020', () => path.contains(''), "path LIKE '%%'", ALL_WITH_PATH),
];

const numbers: readonly VerdictRow[] = [
  row('a condition on a price with cents', 'KN-FLT-021', () => price.toInteger().greaterThan(12.5), 'INT(price) > 12.5'),
  row('a condition on a number beyond 32 bits', 'KN-FLT-021', () => price.toInteger().lessThan(3_000_000_000), 'INT(price) < 3000000000'),
  row('a condition on what is no number', 'KN-FLT-021', () => price.toInteger().equals(NaN), 'INT(price) = NaN', {
    stricter: 'it is compared with an attribute `nan`, which no event has',
  }),
  row('a condition that divides by zero', 'KN-FLT-021', () => price.toInteger().dividedBy(0).equals(1), 'INT(price) / 0 = 1', NOTHING_PASSES),
  row('a condition on a part of a negative length', 'KN-FLT-021', () => path.left(-1).equals('a'), "LEFT(path, -1) = 'a'", NOTHING_PASSES),
  row('a condition on a part that begins before the first byte', 'KN-FLT-021', () => path.substring(0).equals('a'), "SUBSTRING(path, 0) = 'a'",
    { stricter: 'bytes are counted from 1, and before it is nothing: no event passes, and nothing says so' }),
];

const lists: readonly VerdictRow[] = [
  row('a condition on one text of none', 'KN-FLT-022', () => tenant.in(), 'tenant IN ()'),
  row('a condition on no number of none', 'KN-FLT-022', () => price.toInteger().notIn(), 'INT(price) NOT IN ()'),
  row('all of no conditions', 'KN-FLT-022', () => Cesql.all(), '', {
    stricter: 'an empty expression filters nothing, so that every event passes',
  }),
  row('a condition on no texts, one after the other', 'KN-FLT-022', () => Cesql.concat().equals('a'), "CONCAT() = 'a'", {
    stricter: 'it is the empty text, so that no event passes, and nothing says so',
  }),
];

const types: readonly VerdictRow[] = [
  row('a condition on an attribute with a capital', 'KN-FLT-003', () => Cesql.attribute('orderId').exists(), 'EXISTS orderId', {
    stricter: 'a Kafka broker looks for the name as it is written, which no event has',
  }),
  row('a condition on an attribute with a dash', 'KN-FLT-003', () => Cesql.attribute('order-id').exists(), 'EXISTS order-id', {
    stricter: `it is a difference, and no condition: ${PANIC}`,
  }),
  row('a condition on an attribute that is a word of CESQL', 'KN-FLT-003', () => Cesql.attribute('like').equals('a'), "like = 'a'"),
  row('a condition on two values of one attribute', 'KN-FLT-010', () => tenant.equals('a').and(tenant.equals('b')), "tenant = 'a' AND tenant = 'b'", {
    stricter: 'no event passes, and nothing says so',
  }),
  // @ts-expect-error a condition is needed
  row('a text in place of a condition', 'compiler', () => path.lower(), 'LOWER(path)', {
    stricter: PANIC,
  }),
  // @ts-expect-error a text is compared with texts
  row('a text of a condition compared with a number', 'compiler', () => path.lower().equals(5), 'LOWER(path) = 5.0'),
  // @ts-expect-error there is none
  row('a condition with a regular expression', 'compiler', () => path.matches('^/in'), "path ~ '^/in'"),
];

/** What Knative writes into the triggers of a RequestReply, by hand. */
function replyRow(mistake: string, options: ReplyFilterOptions, podOfPods: string): VerdictRow {
  const cesql = `KN_VERIFY_CORRELATION_ID(replyid, "ask", "shop", "request-reply-keys", ${podOfPods})`;
  return {
    kind, mistake, refused: 'KN-RRP-004', stricter: 'there is no such pod: no reply passes, and nothing says so',
    program: (chart) => {
      const broker = Broker.fromBrokerName(chart, 'broker', 'events');
      broker.addTrigger('replies', { subscriber, filter: new RequestReply(chart, 'ask', { broker }).replyFilter(options) });
    },
    manifest: trigger({ filters: [{ cesql }] }),
  };
}

export const rows: readonly VerdictRow[] = [
  ...texts, ...numbers, ...lists, ...types,
  replyRow('replies for the second pod of one', { pod: 1 }, '1, 1'),
  replyRow('replies for no pods', { pods: 0 }, '0, 0'),
];
