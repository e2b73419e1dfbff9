import type { IConfiguration } from './configuration-contract';
import type { IServingAddress } from './route-contract';

/** A Knative service, made by the program or existing already. */
export interface IKnativeService extends IServingAddress, IConfiguration {
  /** Name of the service. */
  readonly serviceName: string;
}
