import type { Duration } from 'cdk8s';
import { checkWhole, goDuration, raise } from '../core';
import { checkTime } from './settings-table';

/**
 * How long revisions are kept after something happened.
 * @see https://knative.dev/docs/serving/revisions/revision-admin-config-options/
 */
export class Retention {
  /**
   * Revisions may go when this much time is over.
   * @throws KnativeError `KN-SET-001` for less than nothing
   */
  public static for(time: Duration): Retention {
    raise(checkTime(time, 'the time', {}));
    return new Retention(goDuration(time));
  }

  /**
   * The time makes no difference. Where that holds for both times of `config-gc`, only the number of revisions counts.
   */
  public static disabled(): Retention {
    return new Retention('disabled');
  }

  private constructor(
    /** The text that Knative reads. */
    public readonly text: string,
  ) {}
}

/**
 * How many revisions are kept that nobody asks for any more.
 * @see https://knative.dev/docs/serving/revisions/revision-admin-config-options/
 */
export class RevisionLimit {
  /**
   * So many; the oldest go first.
   * @throws KnativeError `KN-SET-001` for a number that is not whole, or less than 0
   */
  public static of(revisions: number): RevisionLimit {
    raise(checkWhole('KN-SET-001', 'the number of revisions', revisions, { min: 0 }));
    return new RevisionLimit(String(revisions), revisions);
  }

  /** However many there are. */
  public static disabled(): RevisionLimit {
    return new RevisionLimit('disabled', Number.POSITIVE_INFINITY);
  }

  private constructor(
    /** The text that Knative reads. */
    public readonly text: string,
    /** The number; infinity where there is none. */
    public readonly revisions: number,
  ) {}
}
