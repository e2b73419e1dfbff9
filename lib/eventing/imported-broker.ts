import type { Construct } from 'constructs';
import { type ExistingObjectOptions, KINDS, placedIn, refuse } from '../core';
import { ImportedAddressable } from '../events';
import { brokerAddress } from './broker-address';
import { checkBrokerName } from './broker-checks';
import type { BrokerClass } from './broker-class';
import type { IBroker } from './broker-contract';
import { Trigger, type TriggerOptions } from './trigger';

/** Options for `Broker.fromBrokerName`. */
export interface ExistingBrokerOptions extends ExistingObjectOptions {
  /**
   * Class of the broker, for its address and for the checks of its triggers.
   * @default - not known
   */
  readonly brokerClass?: BrokerClass;
}

/**
 * A broker that the program does not make.
 * @internal
 */
export class ImportedBroker extends ImportedAddressable implements IBroker {
  public readonly brokerClass?: BrokerClass;

  constructor(scope: Construct, id: string, name: string, options: ExistingBrokerOptions) {
    super(scope, id, KINDS.broker, name, options);
    this.brokerClass = options.brokerClass;
    refuse(this, checkBrokerName(name, options.brokerClass));
  }

  public get brokerName(): string {
    return this.name;
  }

  public get url(): string {
    return brokerAddress(this, this.brokerClass, this._namespaceForAddress(), this.name);
  }

  public get _kafka(): boolean {
    return this.brokerClass?.kafka === true;
  }

  public addTrigger(id: string, options: TriggerOptions): Trigger {
    return new Trigger(this, id, { ...options, broker: this, metadata: placedIn(this.namespace, options.metadata) });
  }
}
