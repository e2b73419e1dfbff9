import { createRequire } from 'node:module';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './measure.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const { events, filters, expressions } = createRequire(import.meta.url)('./cases/filter-sets.cjs');

/** What is measured next to Go. */
export const SETS = [
  { set: 'exact', what: 'pairs of event and exact filter, against the filters of Knative' },
  { set: 'nested', what: 'pairs of event and nested filter, against the filters of Knative' },
  { set: 'cesql', what: 'pairs of event and CESQL filter, against the filters of Knative' },
  { set: 'parsing', what: 'CESQL expressions made filters, types and all, against the parser of Knative alone' },
];

/** Knative's own filters, measured inside of a fresh process; or what is missing for them. */
export async function goFilters() {
  const { missing, program } = built();
  if (missing !== undefined) return { missing };
  return {
    measure(set, milliseconds) {
      const of = set === 'parsing' ? { expressions } : { filters: filters[set].map((filter) => [filter]) };
      const questions = [
        ...events.map((event) => ({ event })),
        { measure: { milliseconds, ...of }, events: events.map((_, number) => number) },
      ];
      const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
      const answer = JSON.parse(run(program, [], { input }).trim().split('\n').at(-1));
      if (answer.speed === undefined) throw new Error(`the filters of Knative say ${answer.error}`);
      const { count, nanoseconds, passed } = answer.speed;
      return { perMs: count / nanoseconds * 1e6, passed };
    },
  };
}

function built() {
  try {
    return JSON.parse(run(process.execPath, [path.join(here, 'cases/build-filters.cjs')]).trim().split('\n').at(-1));
  } catch (error) {
    return { missing: `they do not build here: ${error.message.trim().split('\n').at(-1)}` };
  }
}
