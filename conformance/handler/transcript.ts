import Table from 'cli-table3';
import type { ReportRow } from '../judge/report';
import { countOf, type Step } from './cloud';

const ACTIONS = ['Create', 'Update', 'Delete', 'Retain'] as const;
const NUMBERS = [...ACTIONS.map((action) => action.toLowerCase()), 'undo', 'kubectl', 'helm', 'described', 'there', 'lost', 'anew'];
const STEP_WIDTH = 56;
const LEFT_WIDTH = 46;
const DEFINITION = 'CustomResourceDefinition.apiextensions.k8s.io';

/**
 * What ran in each step, and what it left. `undo` is what a rollback changed back, `described` are the objects of the
 * templates, `there` those of the server, `anew` those that were deleted and made again in between, and `left` those
 * that no template describes.
 */
export function transcript(steps: readonly Step[]): string {
  const drawn = new Table({
    head: ['step', 'ended with', ...NUMBERS, 'left', 's'],
    colWidths: [STEP_WIDTH, ...Array<null>(NUMBERS.length + 1).fill(null), LEFT_WIDTH, null],
    colAligns: ['left', 'left', ...NUMBERS.map(() => 'right' as const), 'left', 'right'],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const step of steps) {
    drawn.push([
      step.name, step.status, ...ACTIONS.map((action) => countOf(step, action)),
      step.events.filter(({ phase }) => phase === 'rollback').length,
      commandsOf(step, 'kubectl'), commandsOf(step, 'helm'), step.described.size, step.there.size,
      step.lost.length, step.remade.length, shortened(step.left), Math.round(step.seconds),
    ]);
  }
  return drawn.toString();
}

/** Rows for the table of all suites: one for the steps that begin with the same word. */
export function rowsOf(steps: readonly Step[]): Omit<ReportRow, 'suite' | 'seconds'>[] {
  const parts = [...new Set(steps.map(({ name }) => partOf(name)))];
  return parts.map((what) => {
    const own = steps.filter(({ name }) => partOf(name) === what);
    const events = own.flatMap((step) => step.events);
    const accepted = events.filter(({ succeeded }) => succeeded).length;
    const most = Math.max(...own.map(({ there }) => there.size));
    const lost = own.reduce((sum, step) => sum + step.lost.length, 0);
    const largest = Math.max(0, ...events.map(({ bytes }) => bytes));
    return {
      what, judged: events.length, accepted, refused: events.length - accepted, differing: 0, notJudged: 0,
      note: `${own.length} steps, at most ${most} objects, ${lost} lost; the largest event has ${largest} bytes`,
    };
  });
}

function partOf(name: string): string {
  return name.split(':')[0] ?? name;
}

function commandsOf({ events }: Step, program: string): number {
  return events.flatMap(({ commands }) => commands).filter(([name]) => name === program).length;
}

/** How many there are, and what they are where that is one line. */
function shortened(names: readonly string[]): string {
  if (names.length === 0) return '';
  if (names.every((name) => name.startsWith(DEFINITION))) {
    return names.length === 1 ? `definition ${names[0]?.split(' ')[1] ?? ''}` : `${names.length} definitions`;
  }
  return names.length === 1 ? names[0] ?? '' : `${names.length} objects`;
}
