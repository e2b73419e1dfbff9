import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  checkName, clusterDomainOf, KINDS, type ObjectReference, refuse, show, type SinkConfig,
} from '../core';
import type { IKafkaSink } from './kafka-sink-contract';

/** Where an existing Kafka sink is. */
export interface ExistingKafkaSinkOptions {
  /**
   * Namespace of the sink.
   * @default - the namespace of the chart
   */
  readonly namespace?: string;
}

/** @internal */
export const INGRESS_SERVICE = 'kafka-sink-ingress';
/** @internal */
export const INGRESS_NAMESPACE = 'knative-eventing';

/**
 * A Kafka sink that the program does not make.
 * @internal
 */
export class ImportedKafkaSink extends Construct implements IKafkaSink {
  public readonly kafkaSinkName: string;
  public readonly namespace?: string;
  public readonly reference: ObjectReference;

  constructor(scope: Construct, id: string, kafkaSinkName: string, options: ExistingKafkaSinkOptions) {
    super(scope, id);
    const { apiVersion, kind, nameRule } = KINDS.kafkaSink;
    this.kafkaSinkName = kafkaSinkName;
    this.namespace = options.namespace ?? Chart.of(this).namespace;
    this.reference = { apiVersion, kind, name: kafkaSinkName, namespace: this.namespace };
    refuse(this,
      checkName(`name for a ${kind}`, kafkaSinkName, nameRule, 'KN-NAM-001'),
      this.namespace === undefined
        ? undefined
        : checkName('namespace name', this.namespace, KINDS.namespace.nameRule, 'KN-NAM-006'));
  }

  public get url(): string {
    const { namespace, kafkaSinkName } = this;
    if (namespace === undefined) this.refuseAddress();
    const host = `${INGRESS_SERVICE}.${INGRESS_NAMESPACE}.svc.${clusterDomainOf(this)}`;
    return `http://${host}/${namespace ?? 'default'}/${kafkaSinkName}`;
  }

  public toSinkConfig(): SinkConfig {
    return { ref: this.reference };
  }

  private refuseAddress(): void {
    refuse(this, {
      code: 'KN-NAM-003',
      message: `the address of ${this.reference.kind} ${show(this.kafkaSinkName)} is asked for, but it has no namespace`,
      received: undefined,
      allowed: 'a namespace from the chart or from the options',
      fix: "write `{ namespace: 'my-namespace' }`",
    });
  }
}
