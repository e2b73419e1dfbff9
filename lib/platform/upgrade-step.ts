import { checkKnativeVersion, isOlder, KnativeVersion, type Problem, show } from '../core';

/** Whether a platform goes from an older minor version to its own, so that stored objects have to be moved. */
export function isUpgrade(from: KnativeVersion | undefined, version: KnativeVersion): boolean {
  return from !== undefined && isOlder(from, version);
}

/**
 * Checks the step from the version that runs. Follows pkg/reconciler/common/releases.go of the operator, which goes one
 * minor version at a time: only then every version in between has moved what is stored.
 */
export function checkUpgradeStep(from: KnativeVersion | undefined, version: KnativeVersion): Problem | undefined {
  if (from === undefined) return undefined;
  const all = Object.values(KnativeVersion);
  const [step, target] = [all.indexOf(from), all.indexOf(version)];
  const unknown = checkKnativeVersion(from);
  // Of a version of its own that there is not, the platform says so itself.
  if (unknown !== undefined || target < 0) return unknown;
  if (step === target || step === target - 1) return undefined;
  const next = all[step + 1] ?? version;
  const member = (minor: string): string => show(`version: KnativeVersion.V${minor.replace('.', '_')}`);
  return {
    code: 'KN-PLT-029',
    message: step > target ? `the cluster has Knative ${from} already, which is newer than ${version}`
      : `Knative ${from} cannot become ${version} in one step`,
    received: from,
    allowed: 'the version itself, or the minor version before it',
    fix: step > target ? `write ${member(from)}: Knative does not go back, and only a backup of the cluster brings ${version} again`
      : `write ${member(next)} first, apply that, and go on from there`,
  };
}
