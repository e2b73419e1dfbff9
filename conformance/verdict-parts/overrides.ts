import type { Chart } from 'cdk8s';
import { CloudEventOverrides } from '../../lib';
import type { VerdictRow } from '../verdicts/row';
import type { Fields, Manifest } from './manifest';

/** What stands around the overrides of a source. */
export interface OverridesRowsOptions {
  readonly kind: string;
  readonly program: (chart: Chart, ceOverrides: CloudEventOverrides) => void;
  readonly manifest: (ceOverrides: Fields) => Manifest;
}

interface OverridesMistake {
  readonly mistake: string;
  readonly refused: VerdictRow['refused'];
  readonly overrides: () => CloudEventOverrides;
  readonly fields: Fields;
  readonly words?: string;
  readonly stricter?: string;
}

const MISTAKES: readonly OverridesMistake[] = [
  {
    mistake: 'an extension with a dash', refused: 'KN-SRC-010',
    overrides: () => CloudEventOverrides.extensions({ 'my-region': 'eu' }), fields: { extensions: { 'my-region': 'eu' } },
    words: 'keys are expected to be alphanumeric',
  },
  {
    mistake: 'an extension without a name', refused: 'KN-SRC-010',
    overrides: () => CloudEventOverrides.extensions({ '': 'eu' }), fields: { extensions: { '': 'eu' } },
    words: 'keys MUST NOT be empty',
  },
  {
    mistake: 'an extension that is a number', refused: 'KN-SRC-011',
    overrides: () => CloudEventOverrides.extensions(JSON.parse('{"shard":5}') as Record<string, string>),
    fields: { extensions: { shard: 5 } }, words: 'string',
  },
  {
    mistake: 'an extension of the name of an attribute', refused: 'KN-SRC-010',
    overrides: () => CloudEventOverrides.extensions({ type: 'other' }), fields: { extensions: { type: 'other' } },
    stricter: 'the event has two types then, and receivers drop it or take the wrong one',
  },
  {
    mistake: 'an extension with capital letters', refused: 'KN-SRC-010',
    overrides: () => CloudEventOverrides.extensions({ myRegion: 'eu' }), fields: { extensions: { myRegion: 'eu' } },
    stricter: 'CloudEvents knows no such name: the event has another one, or is none',
  },
  {
    mistake: 'overrides that set nothing', refused: 'KN-SRC-011', overrides: () => CloudEventOverrides.extensions({}),
    fields: { extensions: {} }, stricter: 'they change nothing',
  },
];

/** Mistakes in the overrides of events, which are the same for every source. */
export function overridesRows({ kind, program, manifest }: OverridesRowsOptions): VerdictRow[] {
  return MISTAKES.map(({ mistake, refused, overrides, fields, words, stricter }) => ({
    kind, mistake, refused, words, stricter,
    program: (chart) => { program(chart, overrides()); }, manifest: manifest(fields),
  }));
}
