import type { Construct } from 'constructs';
import { KINDS, type MadeObject, madeService, refuse, type ResourceProps } from '../core';
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
 * Its name is at most 52 characters long and begins with a letter: Knative makes a Service and a Deployment
 * `<name>-deployment` of it, and another object of that name is refused with `KN-NAM-010`.
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

  /**
   * Follows pkg/reconciler/integration/sink/resources/names.go of Eventing.
   * @internal
   */
  public override _makes(): MadeObject[] {
    const name = serviceOf(this.name);
    return [...madeService(name), { group: 'apps', kind: 'Deployment', name }];
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return { spec: this.type._render() };
  }
}
