import { type ISink, Resource, type SinkConfig } from '../core';

/** A construct that receives events at an address of its own. */
export abstract class AddressableResource extends Resource implements ISink {
  public toSinkConfig(): SinkConfig {
    return { ref: this.reference };
  }
}
