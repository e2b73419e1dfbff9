import { type Problem, show, showAll } from './problem';

/**
 * A minor version of Knative that an installation can have. The same minor stands for Serving, Eventing and the Kafka
 * parts, which are released together.
 * @see https://github.com/knative/community/blob/main/mechanics/RELEASE-SCHEDULE.md
 */
export enum KnativeVersion {
  V1_20 = '1.20',
  V1_21 = '1.21',
  V1_22 = '1.22',
  V1_23 = '1.23',
}

/** The version that this library is made for, and the newest that the operator of that version brings along. */
export const NEWEST_KNATIVE = KnativeVersion.V1_23;

const IN_ORDER: readonly KnativeVersion[] = Object.values(KnativeVersion);

/**
 * Whether a version is older than another one.
 * @internal
 */
export function isOlder(version: KnativeVersion, than: KnativeVersion): boolean {
  return IN_ORDER.indexOf(version) < IN_ORDER.indexOf(than);
}

/**
 * Checks a version; JavaScript may pass any text.
 * @internal
 */
export function checkKnativeVersion(version: KnativeVersion): Problem | undefined {
  if (IN_ORDER.includes(version)) return undefined;
  return {
    code: 'KN-PLT-014',
    message: `${show(version)} is no version of Knative that this library knows`,
    received: version,
    allowed: showAll(IN_ORDER),
    fix: 'write a member of `KnativeVersion`, such as `KnativeVersion.V1_23`',
  };
}
