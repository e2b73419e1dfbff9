import type { CesqlSecrets } from '../cesql';

/** Options for `filter.matches`. */
export interface MatchOptions {
  /**
   * Secrets by name, each with its values by key, in which `KN_VERIFY_CORRELATION_ID` looks for keys. Only the filter
   * of a `RequestReply` calls that function (`requestReply.replyFilter`).
   * @default - none, so that no reply is recognised
   */
  readonly secrets?: CesqlSecrets;
}
