import { type Problem, raise, show } from '../core';

const NAME = /^[a-z0-9]+$/;
/** Names of attributes as headers of HTTP, records of Kafka and messages of AMQP carry them. */
const CARRIED = /^(?:ce[-_]|cloudEvents[:_])(.+)$/i;
const EXAMPLE = 'pass `{ type: \'com.example.order\', source: \'/shop\' }`, for example';

/**
 * Refuses what is no event, which every filter would just not match. Events are asked about by the million, and those
 * that have one of the attributes which all have are events.
 * @internal
 */
export function expectEvent(event: Readonly<Record<string, unknown>> | null | undefined): void {
  if (event?.type !== undefined || event?.source !== undefined) return;
  raise(checkEvent(event));
}

/** A part of an event may do, so that an object with any names that attributes can have is one. */
function checkEvent(event: unknown): Problem | undefined {
  if (typeof event !== 'object' || event === null) return notAnObject(event);
  if (Array.isArray(event)) {
    return noEvent('a list is no event', '`[...]`', 'ask about each: `events.filter((event) => filter.matches(event))`');
  }
  const members: Readonly<Record<string, unknown>> = { ...event };
  if (members.id !== undefined || members.specversion !== undefined) return undefined;
  if ('then' in event && typeof event.then === 'function') {
    return noEvent('a promise is no event', 'a promise', 'write `filter.matches(await event)`');
  }
  if (('headers' in event && isObject(event.headers)) || ('body' in event && isObject(event.body))) {
    return noEvent('an HTTP message is no event, though it may carry one', 'an HTTP message',
      'pass what `HTTP.toEvent(message)` of the package `cloudevents` returns');
  }
  return checkNames(members);
}

function notAnObject(event: unknown): Problem {
  if (typeof event === 'string') {
    return noEvent(`${show(event)} is a text, and no event`, event, 'pass `JSON.parse(text)`, if it is an event as JSON');
  }
  return noEvent(`${typeof event === 'function' ? 'a function' : show(event)} is no event`, event, EXAMPLE);
}

function checkNames(members: Readonly<Record<string, unknown>>): Problem | undefined {
  const wrong = Object.keys(members).filter((name) => (
    !NAME.test(name) && name !== 'data_base64' && !name.startsWith('_') && typeof members[name] !== 'function'));
  const name = wrong.find((one) => CARRIED.test(one)) ?? wrong[0];
  if (name === undefined) return undefined;
  const proposal = (CARRIED.exec(name)?.[1] ?? name).toLowerCase().replace(/[^a-z0-9]+/g, '');
  return noEvent(`an event has no attribute ${show(name)}`, name,
    proposal === '' ? EXAMPLE : `name it ${show(proposal)}, or pass what the package \`cloudevents\` makes of the message`);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

function noEvent(message: string, received: unknown, fix: string): Problem {
  return {
    code: 'KN-FLT-013',
    message,
    received,
    allowed: 'an event of the package `cloudevents`, or an object that has attributes under their lower-case names',
    fix,
  };
}
