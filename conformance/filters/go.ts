import { LineProgram } from '../judge/line-program';
import { programPath } from '../judge/programs';
import type { Random } from './random';

/** What the Go program `filters` is asked; see its `question`. */
export type Question =
  | { readonly event: Readonly<Record<string, unknown>> }
  | { readonly headers: Readonly<Record<string, string>> }
  | { readonly filters: readonly unknown[]; readonly events: readonly number[] }
  | { readonly attributes: Readonly<Record<string, string>>; readonly events: readonly number[] }
  | { readonly expression: string; readonly events: readonly number[] }
  | { readonly secret: { readonly name: string; readonly keys: Readonly<Record<string, string>> } }
  | { readonly correlate: { readonly id: string; readonly key: string; readonly index: number } };

/** What an expression gave: one of these. */
export interface GoValue {
  readonly text?: string;
  /** A text that is no UTF-8, in base64. */
  readonly bytes?: string;
  readonly number?: number;
  readonly truth?: boolean;
  readonly fault?: string;
}

export interface Answer {
  readonly error?: string;
  readonly number?: number;
  readonly results?: readonly string[];
  readonly values?: readonly GoValue[];
  readonly text?: string;
}

/** Knative's own filters and its CESQL. */
export class GoFilters {
  private readonly program = new LineProgram(programPath('filters'));

  /** Asks one thing after the other, without waiting in between. */
  public ask(questions: readonly Question[]): Promise<Answer[]> {
    return this.program.askAll(questions);
  }

  public close(): void {
    this.program.end();
  }
}

/** An event in both forms in which it reaches a broker. */
export interface SentEvent {
  /** What our side is given. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An event that Go was handed, with its number there. */
export interface Given<Sent extends SentEvent = SentEvent> {
  readonly event: Sent;
  readonly number: number;
}

/** Hands events over; those that the SDK does not read are left out, since they reach no filter. */
export async function handOver<Sent extends SentEvent>(
  go: GoFilters, events: readonly Sent[],
): Promise<Given<Sent>[]> {
  const answers = await go.ask(events.map(({ event, headers }) => (headers === undefined ? { event } : { headers })));
  return answers.flatMap(({ number }, at) => {
    const event = events[at];
    return number === undefined || event === undefined ? [] : [{ event, number }];
  });
}

/** One of the events that Go was handed. */
export function oneOf(random: Random, given: readonly Given[]): Given {
  const found = given[random.below(given.length)];
  if (found === undefined) throw new Error('Go read no event at all');
  return found;
}
