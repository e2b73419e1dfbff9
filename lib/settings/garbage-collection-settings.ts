import { KNATIVE_SERVING, type Problem } from '../core';
import { Retention, RevisionLimit } from './retention';
import { contradiction, type SettingKey, type SettingsMap, whole, wrongValue } from './settings-table';

/**
 * When revisions go that nobody asks for any more: the ConfigMap `config-gc`. A number that is out of its range is
 * refused with `KN-SET-001`, bounds that contradict each other with `KN-SET-002`.
 * @see https://knative.dev/docs/serving/revisions/revision-admin-config-options/
 */
export interface GarbageCollectionSettings {
  /**
   * How long revisions are kept after they were made.
   * @default - 48 hours
   */
  readonly retainSinceCreateTime?: Retention;
  /**
   * How long revisions are kept after a route last named them.
   * @default - 15 hours
   */
  readonly retainSinceLastActiveTime?: Retention;
  /**
   * Revisions of a service that are kept in any case.
   * @default 20
   */
  readonly minNonActiveRevisions?: number;
  /**
   * Revisions of a service that are kept at most, whatever their age.
   * @default - 1000
   */
  readonly maxNonActiveRevisions?: RevisionLimit;
}

/** Follows pkg/gc/config.go. */
export const GARBAGE_COLLECTION: SettingsMap<GarbageCollectionSettings> = {
  configMap: 'config-gc',
  namespace: KNATIVE_SERVING,
  keys: {
    retainSinceCreateTime: retention('retain-since-create-time'),
    retainSinceLastActiveTime: retention('retain-since-last-active-time'),
    minNonActiveRevisions: whole('min-non-active-revisions', { min: 0 }),
    maxNonActiveRevisions: {
      key: 'max-non-active-revisions',
      render: ({ text }) => text,
      check: (value, field) => value instanceof RevisionLimit ? undefined
        : wrongValue(field, value, '`RevisionLimit.of`, `RevisionLimit.disabled`', 'write `RevisionLimit.of(1000)`, for example'),
    },
  },
  checkTogether: checkLimits,
};

function retention(key: string): SettingKey<Retention> {
  return {
    key,
    render: ({ text }) => text,
    check: (value, field) => value instanceof Retention ? undefined
      : wrongValue(field, value, '`Retention.for`, `Retention.disabled`', 'write `Retention.for(Duration.hours(48))`, for example'),
  };
}

function checkLimits(settings: GarbageCollectionSettings): (Problem | undefined)[] {
  const { minNonActiveRevisions: min = 20, maxNonActiveRevisions } = settings;
  const max = maxNonActiveRevisions?.revisions ?? 1000;
  return min <= max ? [] : [contradiction(`${min} revisions are kept in any case, and ${max} at most`, min, `0 to ${max}`,
    `write \`minNonActiveRevisions: ${max}\` or a greater \`maxNonActiveRevisions\``)];
}
