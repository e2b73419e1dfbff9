import type { Duration } from 'cdk8s';
import { goDuration } from '../core';

/** A flag of a controller with a time; what is no duration, as JavaScript may pass, is refused by its check alone. */
export function durationFlag(flag: string, time: Duration | undefined): string[] {
  return typeof time?.toMilliseconds === 'function' ? [`--${flag}=${goDuration(time)}`] : [];
}
