import { type ApplyIndex, groupOf, type IndexedObject, Wave, type WaveObject } from '../core';

/**
 * What a tool that waits after everything it applies may apply at once. Such tools wait where `Wave` does not ask them
 * to, so that what joins Knative is one stage: a broker may wait for a sequence whose last reply goes to the broker.
 */
export interface Stage {
  /** `controllers`. */
  readonly name: string;
  /** Of Argo CD: below zero before services, so that what says nothing goes with them. */
  readonly syncWave: number;
}

const SERVICES = 'services';
const STAGE_OF: Readonly<Record<Wave, string>> = {
  [Wave.FOUNDATION]: 'foundation',
  [Wave.DEFINITIONS]: 'definitions',
  [Wave.CONFIGURATION]: 'configuration',
  [Wave.CONTROLLERS]: 'controllers',
  [Wave.ADMISSION]: 'admission',
  [Wave.ISSUERS]: 'issuers',
  [Wave.CREDENTIALS]: 'credentials',
  [Wave.KNATIVE]: 'knative',
  [Wave.KNATIVE_ADMISSION]: 'knative-admission',
  [Wave.SERVICES]: SERVICES,
  [Wave.BROKERS]: SERVICES,
  [Wave.WIRING]: SERVICES,
  [Wave.SOURCES]: SERVICES,
  [Wave.MIGRATIONS]: 'migrations',
};
const STEP = 10;
const NAMES = [...new Set(Object.values(STAGE_OF))];

/** All stages, first to last. */
export const STAGES: readonly Stage[] = NAMES.map((name, position) => ({
  name, syncWave: (position - NAMES.indexOf(SERVICES)) * STEP,
}));

/** The stages whose objects stay when a program has them no more: what lies in them, or is of their kinds, would go. */
export const KEPT_STAGES: readonly string[] = ['foundation', 'definitions'];

/** The stage of an object that is applied in a step. */
export function stageOf({ apiVersion, kind }: WaveObject, wave: Wave): Stage {
  // A claim may wait for the first pod that uses it, which comes with the services.
  const name = groupOf(apiVersion) === '' && kind === 'PersistentVolumeClaim' ? SERVICES : STAGE_OF[wave];
  return STAGES.find((stage) => stage.name === name) ?? { name: SERVICES, syncWave: 0 };
}

/** A stage with its objects. */
export interface FilledStage extends Stage {
  readonly objects: readonly IndexedObject[];
}

/** The stages that have objects, first to last. */
export function filledStages({ objects }: ApplyIndex): FilledStage[] {
  const waves = new Map<string, Wave>(Object.values(Wave).map((wave) => [wave, wave]));
  const byStage = new Map<string, IndexedObject[]>();
  for (const object of objects) {
    const { name } = stageOf(object, waves.get(object.wave) ?? Wave.SERVICES);
    const inStage = byStage.get(name);
    if (inStage === undefined) byStage.set(name, [object]);
    else inStage.push(object);
  }
  return STAGES.flatMap((stage) => {
    const inStage = byStage.get(stage.name);
    return inStage === undefined ? [] : [{ ...stage, objects: inStage }];
  });
}
