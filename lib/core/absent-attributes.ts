import { show } from './problem';

/** Something about a filter that may concern one attribute, which an event may lack. */
interface OfAttribute {
  readonly id: string;
  readonly message: string;
  readonly absent?: string;
}

/**
 * What a Kafka broker does without attributes.
 * @internal
 */
export function absentOnKafka(names: readonly string[]): string {
  return `on an event without ${listed(names)} the expression fails and the event is dropped, but a Kafka broker goes on `
    + `with \`false\` in its place, and may deliver it: ${guards(names)}`;
}

/** What other brokers do without attributes. */
function absentElsewhere(names: readonly string[]): string {
  return `an event without ${listed(names)} does not meet the expression that reads it, even if another part of that `
    + `would hold: ${guards(names)}`;
}

/**
 * The same, where all that concerns absent attributes is said at once.
 * @internal
 */
export function absentTogether<T extends OfAttribute>(all: readonly T[]): T[] {
  const firsts = new Map(all.filter(({ absent }) => absent !== undefined).reverse().map((one) => [one.id, one]));
  return all.flatMap((one) => {
    if (one.absent === undefined) return [one];
    if (firsts.get(one.id) !== one) return [];
    const alike = all.filter(({ id }) => id === one.id);
    const names = [...new Set(alike.flatMap(({ absent }) => (absent === undefined ? [] : [absent])))];
    if (names.length === 1) return [one];
    const message = one.id.startsWith('kafka-') ? absentOnKafka(names) : absentElsewhere(names);
    return [{ ...one, message }];
  });
}

function listed(names: readonly string[]): string {
  const shown = names.map(show);
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.slice(-1).join('')}`;
}

function guards(names: readonly string[]): string {
  const all = names.map((name) => show(`EXISTS ${name} AND ...`)).join(', ');
  return `write ${all} before ${names.length > 1 ? 'each' : 'it'} is used`;
}
