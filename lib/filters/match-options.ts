import type { CesqlSecrets } from '../cesql';

/** Options for `filter.matches`. */
export interface MatchOptions {
  /**
   * What `KN_VERIFY_CORRELATION_ID` looks into: by the name of a Secret its values, by their keys. Only the filters of
   * a `RequestReply` have that function (`requestReply.replyFilter`).
   * @default - none, so that no reply is recognised
   */
  readonly secrets?: CesqlSecrets;
}
