import type { IAddressable } from '../events';

/** A job sink, made by the program or existing already. */
export interface IJobSink extends IAddressable {
  /** Name of the sink. */
  readonly jobSinkName: string;
  /** Address in the cluster, where events are posted to. */
  readonly url: string;
}
