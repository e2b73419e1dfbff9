import { type Problem, show } from '../core';

/** How many pods the parts of an installation have that can have several. */
export interface HighAvailability {
  /**
   * Pods of each Deployment that can have several; where a HorizontalPodAutoscaler rules, the least. Less than 1 is
   * refused with `KN-PLT-004`.
   */
  readonly replicas: number;
}

/**
 * Checks a number of pods.
 * @internal
 */
export function checkReplicas(what: string, replicas: number | undefined, least: number): Problem | undefined {
  if (replicas === undefined) return undefined;
  if (Number.isInteger(replicas) && replicas >= least && replicas < 2 ** 31) return undefined;
  return {
    code: 'KN-PLT-004',
    message: `${what}: ${show(replicas)} is no number of pods`,
    received: replicas,
    allowed: `a whole number from ${least}`,
    fix: 'write 2, for example',
  };
}
