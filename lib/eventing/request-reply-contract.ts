import type { IConstruct } from 'constructs';
import type { IReceiver } from '../events';

/** A request-reply, made by the program or existing already. */
export interface IRequestReply extends IConstruct, IReceiver {
  /** Name of the request-reply. */
  readonly requestReplyName: string;
  /** Address in the cluster, where requests are posted to; without a namespace the problem `KN-NAM-003` is recorded. */
  readonly url: string;
}
