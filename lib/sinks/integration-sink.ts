import type { Construct } from 'constructs';
import { KINDS, refuse, type ResourceProps } from '../core';
import { AddressableResource } from '../events';
import {
  type ExistingIntegrationSinkOptions, ImportedIntegrationSink, serviceOf,
} from './imported-integration-sink';
import type { IIntegrationSink } from './integration-sink-contract';
import type { IntegrationSinkType } from './integration-sink-type';

/** Properties for `IntegrationSink`. */
export interface IntegrationSinkProps extends ResourceProps {
  /** Where events go: `IntegrationSinkType.awsSqs({ ... })`. */
  readonly type: IntegrationSinkType;
}

/**
 * Hands every event that it receives on to a service outside of the cluster, or to a log.
 *
 * Its name is at most 52 characters long and begins with a letter: Knative makes a Service of it.
 * @see https://knative.dev/docs/eventing/sinks/integration-sink/
 */
export class IntegrationSink extends AddressableResource implements IIntegrationSink {
  /** An integration sink that exists already. */
  public static fromIntegrationSinkName(
    scope: Construct, id: string, integrationSinkName: string, options: ExistingIntegrationSinkOptions = {},
  ): IIntegrationSink {
    return new ImportedIntegrationSink(scope, id, integrationSinkName, options);
  }

  /** Where events go. */
  public readonly type: IntegrationSinkType;

  constructor(scope: Construct, id: string, props: IntegrationSinkProps) {
    super(scope, id, KINDS.integrationSink, props);
    this.type = props.type;
    refuse(this, props.type._auth?._check(this.namespace));
  }

  /** Name of the sink. */
  public get integrationSinkName(): string {
    return this.name;
  }

  /** Address in the cluster, where events are posted to; without a namespace the problem `KN-NAM-003` is recorded. */
  public get url(): string {
    return this._clusterUrl(serviceOf(this.name), this._namespaceForAddress());
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return { spec: this.type._render() };
  }
}
