import { groupOf, Wave, waveOfInstalled } from '../core';
import type { Manifest } from '../releases';

/** Jobs of an upgrade, as their files are called in all releases of Knative. */
const MIGRATES = /post-install(-jobs)?\.yaml$/;

/** Groups of kinds that Knative defines. */
const OF_KNATIVE = /\.knative\.dev$/;

/**
 * The step of an object of Knative itself, which is installed after the controllers that it needs. Objects of its own
 * kinds, such as the Certificate of Serving, come as late as those of users: its webhook answers for them.
 */
export function waveOfKnative(object: Manifest, file: string): Wave {
  const wave = waveOfInstalled(object);
  if (OF_KNATIVE.test(groupOf(object.apiVersion))) return wave;
  if (wave === Wave.ADMISSION) return Wave.KNATIVE_ADMISSION;
  if (wave === Wave.SERVICES && object.kind === 'Job' && MIGRATES.test(file)) return Wave.MIGRATIONS;
  return wave === Wave.CONTROLLERS || wave === Wave.SERVICES ? Wave.KNATIVE : wave;
}
