import { compile, isFault, parse } from '../../lib/cesql';
import type { GoValue } from '../filters/go';

/** Our side of a question: what stops the parser, or a value for each event. */
export interface OurAnswer {
  readonly found?: string;
  readonly values: readonly GoValue[];
}

export function ask(text: string, events: readonly Readonly<Record<string, unknown>>[]): OurAnswer {
  const { expression, fault } = parse(text);
  if (fault !== undefined) return { found: fault.found, values: [] };
  const evaluate = compile(expression);
  return { values: events.map((event) => valueOf(evaluate(event))) };
}

/** A result in the form in which Go gives it: texts are bytes on our side too, one a character. */
export function valueOf(result: ReturnType<ReturnType<typeof compile>>): GoValue {
  if (isFault(result)) return { fault: result.kind };
  switch (typeof result) {
    case 'number':
      return { number: result };
    case 'boolean':
      return { truth: result };
    default: {
      const bytes = Buffer.from(result, 'latin1');
      const text = bytes.toString('utf8');
      return Buffer.from(text, 'utf8').equals(bytes) ? { text } : { bytes: bytes.toString('base64') };
    }
  }
}
