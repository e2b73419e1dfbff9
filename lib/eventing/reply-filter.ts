import { isAesKey } from '../cesql';
import { checkWhole, type Problem, show } from '../core';
import { Filter } from '../filters';

/** Options for `requestReply.replyFilter`. */
export interface ReplyFilterOptions {
  /**
   * Pod of the data plane that waits for the reply, counted from 0.
   * @default 0
   */
  readonly pod?: number;
  /**
   * Number of pods of the data plane.
   * @default 1, as a release has
   */
  readonly pods?: number;
}

/** Which replies are looked for. */
interface Replies {
  readonly attribute: string;
  readonly name: string;
  readonly namespace: string;
}

/** In the namespace of Knative Eventing. */
const KEYS = 'request-reply-keys';
const RULE = 'KN-RRP-004';

/** @internal */
export function checkReplyFilter({ pod = 0, pods = 1 }: ReplyFilterOptions): Problem | undefined {
  return checkWhole(RULE, '`pods`', pods, { min: 1 }) ?? checkPod(pod, pods - 1);
}

/** @internal */
export function checkPod(pod: number, max?: number): Problem | undefined {
  return checkWhole(RULE, '`pod`', pod, { min: 0, max, proposal: 0 });
}

/**
 * The filter of a trigger that Knative makes for a pod, letter for letter.
 * Follows Go: `createTrigger` in pkg/reconciler/requestreply/requestreply.go
 * @internal
 */
export function replyFilterOf(replies: Replies, { pod = 0, pods = 1 }: ReplyFilterOptions): Filter {
  const { attribute, name, namespace } = replies;
  return Filter._ofRequestReply(
    `KN_VERIFY_CORRELATION_ID(${attribute}, "${name}", "${namespace}", "${KEYS}", ${pod}, ${pods})`);
}

/** @internal */
export function checkCorrelationKey(key: Uint8Array): Problem | undefined {
  if (isAesKey(key)) return undefined;
  return {
    code: RULE,
    message: `a value of ${show(key instanceof Uint8Array ? `${key.length} bytes` : typeof key)} is not a key of AES`,
    allowed: '16, 24 or 32 bytes; Knative makes 32',
    fix: 'write `randomBytes(32)`, from `node:crypto`',
  };
}
