import type { Construct } from 'constructs';
import { describeInstallation, KNATIVE_EVENTING, KNATIVE_SERVING } from '../core';
import { PlatformBase } from './platform-base';
import { EXISTING } from './platform-contract';
import type { ExistingPlatformProps } from './platform-props';

/**
 * A platform that is there already: it writes nothing, and what the program writes is checked against it.
 * @see https://knative.dev/docs/install/
 */
export class ExistingPlatform extends PlatformBase {
  constructor(scope: Construct, id: string, props: ExistingPlatformProps) {
    super(scope, id, props, props.ingress, true);
    if (this._isSecond) return;
    const enable = () => false;
    describeInstallation({
      construct: this, kind: EXISTING, namespace: KNATIVE_SERVING, config: () => this._servingConfig, enable,
    });
    describeInstallation({
      construct: this, kind: EXISTING, namespace: KNATIVE_EVENTING, config: () => this._eventingConfig, enable,
    });
  }
}
