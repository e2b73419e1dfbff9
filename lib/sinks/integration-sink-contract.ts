import type { IAddressable } from '../events';

/** An integration sink, made by the program or existing already. */
export interface IIntegrationSink extends IAddressable {
  /** Name of the sink. */
  readonly integrationSinkName: string;
  /** Address in the cluster, where events are posted to. */
  readonly url: string;
}
