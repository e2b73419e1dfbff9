import { compile, parse } from '../../lib/cesql';
import type { GoFilters, GoValue } from '../filters/go';
import type { Random } from '../filters/random';
import { valueOf } from './ours';

const SECRETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'request-reply-keys': { 'default.orders.key': '0123456789012345', 'default.orders.old': '0123456789012345678901234567890X' },
  'other-keys': { 'default.orders-2.key': 'abcdefghijklmnopqrstuvwx', 'shop.orders.key': '5432109876543210', 'default.orders.bad': 'short' },
};
const SHORTEST_KEY = 16;
const IDS = ['1', 'order-1', 'caf\u00e9', 'a b', ''] as const;

/** A question about a correlation id, with what both sides say. */
export interface Verified {
  readonly expression: string;
  readonly replyid: string;
  readonly ours: string;
  readonly go: string;
}

/** Asks `KN_VERIFY_CORRELATION_ID` about ids that Knative made, and about what somebody made of them. */
export async function verified(go: GoFilters, random: Random, count: number): Promise<Verified[]> {
  await go.ask(Object.entries(SECRETS).map(([name, keys]) => ({
    secret: { name, keys: Object.fromEntries(Object.entries(keys).map(([key, text]) => [key, base64(text)])) },
  })));
  const questions = await Promise.all(random.times(count, () => aQuestion(go, random)));
  const events = questions.map(({ replyid }) => ({ specversion: '1.0', id: '1', type: 'x', source: '/x', replyid }));
  const numbers = await go.ask(events.map((event) => ({ event })));
  const answers = await go.ask(questions.map(({ expression }, at) => (
    { expression, events: [numbers[at]?.number ?? 0] })));
  return questions.map(({ expression, replyid }, at) => ({
    expression, replyid, ours: JSON.stringify(ours(expression, replyid)), go: JSON.stringify(answers[at]?.values?.[0]),
  }));
}

async function aQuestion(go: GoFilters, random: Random): Promise<Pick<Verified, 'expression' | 'replyid'>> {
  const name = random.pick(['orders', 'orders', 'orders-2', 'ord']);
  const namespace = random.pick(['default', 'default', 'shop']);
  const secret = random.pick(['request-reply-keys', 'request-reply-keys', 'other-keys', 'absent']);
  const index = random.below(4);
  const count = random.pick([1, 2, 3]);
  const pod = random.chance(0.7) ? index % count : random.below(3);
  const keys = Object.values(SECRETS[random.pick(['request-reply-keys', 'other-keys'])] ?? {})
    .filter((key) => key.length >= SHORTEST_KEY);
  const [made] = await go.ask([{
    correlate: { id: random.pick(IDS), key: base64(keys[random.below(keys.length)] ?? ''), index },
  }]);
  const replyid = random.chance(0.7) ? made?.text ?? '' : spoilt(random, made?.text ?? '');
  const args = [JSON.stringify(name), JSON.stringify(namespace), JSON.stringify(secret), String(pod), String(count)];
  return { expression: `KN_VERIFY_CORRELATION_ID(replyid, ${args.join(', ')})`, replyid };
}

function spoilt(random: Random, text: string): string {
  const [id = '', encrypted = '', index = ''] = text.split(':');
  return random.pick([
    `x${id}:${encrypted}:${index}`, `${id}:${encrypted}`, `${id}:${encrypted}:${index}:`, `${id}:${encrypted}:a`, `${id}:${encrypted}:`,
    `${id}:${encrypted.replace(/=+$/, '')}:${index}`, `${id}:${encrypted.slice(4)}:${index}`, `${id}:!:${index}`, `${id}::${index}`,
    `${id}:${encrypted}:+${index}`, `${id}:${encrypted}:-1`, `${id}:${encrypted}:2147483648`, `${id}:${encrypted}:0${index}`, '', ':', '::',
    `${id}:${encrypted.slice(0, 20)}\n${encrypted.slice(20)}:${index}`, `${id}:AAAA:${index}`,
  ]);
}

function ours(expression: string, replyid: string): GoValue {
  const { expression: tree, fault } = parse(expression);
  if (fault !== undefined) return { fault: 'parse' };
  const secrets = Object.fromEntries(Object.entries(SECRETS).map(([name, keys]) => [
    name, Object.fromEntries(Object.entries(keys).map(([key, text]) => [key, Buffer.from(text)])),
  ]));
  return valueOf(compile(tree)({ specversion: '1.0', id: '1', type: 'x', source: '/x', replyid }, secrets));
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
