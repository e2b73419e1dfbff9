import fc, { type Arbitrary } from 'fast-check';
import type { Configuration, Drafts } from './arbitraries';
import { basics } from './basics';
import { cesqlFilter } from './cesql';
import { certificates } from './certificates';
import { brokerDefaults, eventing, filtering } from './eventing';
import type { Draft } from './expression';
import { domains } from './domains';
import { events } from './events';
import { flows } from './flows';
import { kafka } from './kafka';
import { namespaces } from './namespaces';
import { controllers, networkingValues } from './networking';
import { networking, platform } from './platform';
import { declaredInjector, platformOfAll, wholePlatform } from './platform-whole';
import { choices, type Mutant, mutate, poolOf, usedBy } from './mutations';
import { assemble, type Program } from './program';
import { readOnlyVolumes, toleration, writableVolumes } from './pod';
import { scaling, serving } from './serving';
import { failureRule, integrationSinkType, sinks } from './sinks';
import { integrationSourceType, sources, subjectKind } from './sources';
import { vault, vaultPatch, vaultSetUp, vaultTls } from './vault';

/** A run of the generators: it and the number of a program say which program it is. */
export interface Seed {
  readonly seed: number;
  readonly flags: boolean;
}

/** Areas of the API; each comes up as often as the others. */
export function areas(configuration: Configuration): Readonly<Record<string, readonly Drafts[]>> {
  return {
    serving: serving(configuration),
    eventing: eventing(configuration),
    filtering: filtering(configuration),
    kafka: kafka(),
    sources: sources(configuration),
    sinks: sinks(configuration),
    vault: vault(configuration),
    basics: basics(),
    flows: flows(configuration),
    events: events(configuration),
    domains: domains(configuration),
    certificates: certificates(),
    namespaces: namespaces(),
  };
}

/** The statements of a program, before they are put together. */
function draftsOf(configuration: Configuration): Arbitrary<readonly Draft[]> {
  const any = fc.oneof(...Object.values(areas(configuration)).map((drafts) => fc.oneof(...drafts)));
  return fc.oneof(
    { weight: 30, arbitrary: fc.array(any, { minLength: 2, maxLength: 7 }) },
    { weight: 4, arbitrary: onPlatform(configuration, fc.array(any, { minLength: 1, maxLength: 5 })) },
    ...recipes(configuration).map((arbitrary) => ({ weight: 1, arbitrary })),
  );
}

/** Programs with a platform, which they make first or last; it says the cluster of all Kafka channels. */
export function onPlatform(
  configuration: Configuration, others: Arbitrary<readonly Draft[]>,
): Arbitrary<readonly Draft[]> {
  return fc.record({ made: platformOfAll(configuration), injector: declaredInjector, others, last: fc.boolean() })
    .map(({ made, injector, others: all, last }) => {
      const rest = [injector, ...all.filter(({ once }) => once !== 'channelConfig')];
      return last ? [...rest, made] : [made, ...rest];
    });
}

/** Programs that are about one thing, which concerns everything else of a cluster. */
function recipes(configuration: Configuration): Arbitrary<readonly Draft[]>[] {
  return [
    fc.tuple(brokerDefaults(configuration)), vaultSetUp(configuration), platform, networking, controllers,
    wholePlatform,
  ];
}

/**
 * Few programs with everything that there is: of many statements of each sort those that use something which none
 * before them did.
 */
export function samples(flags: boolean, count: number): Program[] {
  const seen = new Set<string>();
  const single = Object.entries(areas({ flags })).flatMap(([area, all]) => all.flatMap((drafts) =>
    fc.sample(drafts, { seed: 1, numRuns: count * (['vault', 'kafka'].includes(area) ? 5 : 1) }).map((made): readonly Draft[] => [made])));
  const others = [...values(flags), ...recipes({ flags })]
    .flatMap((arbitrary) => fc.sample(arbitrary, { seed: 1, numRuns: 8 * count }));
  return [...single, ...others]
    .filter((drafts) => {
      const fresh = drafts.flatMap(({ expr }) => usedBy(expr)).filter((use) => !seen.has(use));
      for (const use of fresh) seen.add(use);
      return fresh.length > 0;
    })
    .map((drafts, at) => assemble(drafts, `sample-${at}`, flags, clusterOf(at)));
}

/** Values that come up deep inside of others. */
function values(flags: boolean): Arbitrary<readonly Draft[]>[] {
  const gens = [
    ...readOnlyVolumes(flags), ...writableVolumes(flags), toleration, scaling(flags), vaultPatch, vaultTls,
    integrationSinkType, integrationSourceType, failureRule, subjectKind, cesqlFilter, ...networkingValues,
  ];
  return gens.map((gen) => gen.map((expr) => [{ sorts: [], expr: { is: 'list', items: [expr] } }]));
}

/** One program in ten names its cluster. */
function clusterOf(at: number): string | undefined {
  return at % 10 === 3 ? 'eu' : undefined;
}

/** Programs number 0 to `count` of a seed, each in a namespace of its own. */
export function programs({ seed, flags }: Seed, count: number): Program[] {
  return fc.sample(draftsOf({ flags }), { seed, numRuns: count })
    .map((drafts, at) => assemble(drafts, `gen-${flags ? 'f' : 'd'}${Math.abs(seed)}-${at}`, flags, clusterOf(at)));
}

/** A valid program, and one with a change in it. */
export interface Pair {
  readonly valid: Program;
  readonly mutant: Mutant;
}

/** Programs of each configuration that fields are taken from, to add them elsewhere. */
const POOL = 200;
/** Namespace of all programs that are changed; nothing of them is ever stored. */
export const MUTANTS = 'mutants';

/** Changed programs number 0 to `count` of a seed. */
export function pairs({ seed, flags }: Seed, count: number): Pair[] {
  const valid = fc.sample(draftsOf({ flags }), { seed: seed ^ 0x5eed, numRuns: count })
    .map((drafts) => assemble(drafts, MUTANTS, flags));
  // What the other configuration writes belongs to the mistakes of this one.
  const pool = poolOf([true, false].flatMap((either) => fc.sample(draftsOf({ flags: either }), { seed, numRuns: POOL }))
    .map((drafts) => assemble(drafts, MUTANTS, flags)));
  return fc.sample(choices, { seed, numRuns: count }).flatMap((choice, at) => {
    const program = valid[at];
    return program === undefined ? [] : [{ valid: program, mutant: mutate(program, choice, pool) }];
  });
}
