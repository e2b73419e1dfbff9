import { Yaml } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  checkName, feedInstallation, KafkaDataPlane, KINDS, KNATIVE_EVENTING, needsDataPlane, type ObjectReference, ownCopy,
  refuse, Resource, type ResourceProps, show,
} from '../core';
import { BrokerClass } from './broker-class';
import { checkClusterDefault, checkDefaultsPlace, checkNamespaceDefault } from './broker-defaults-checks';
import { type DefaultBrokerConfig, registerDefaults } from './defaults-registry';
import { Delivery, withDefaultRetries } from './delivery';

/** What brokers of one class get where they name no configuration. */
export interface BrokerClassDefault {
  /** Class of the brokers; each class once (`KN-BRK-011`). */
  readonly brokerClass: BrokerClass;
  /**
   * Configuration, such as the `reference` of a `KafkaBrokerConfig`. One without a namespace stands for that of each
   * broker.
   */
  readonly config: ObjectReference;
  /**
   * Delivery of brokers without one of their own. Knative copies retries, back-off and dead letter sink, nothing else
   * (`KN-BRK-012`).
   * @default Delivery.KNATIVE_DEFAULT
   */
  readonly delivery?: Delivery;
}

/** What brokers of a cluster get where they say nothing. */
export interface ClusterBrokerDefault extends BrokerClassDefault {
  /**
   * Configurations for other classes; without one, a broker of such a class gets `config`.
   * @default - none
   */
  readonly brokerClasses?: BrokerClassDefault[];
  /**
   * Refuses brokers whose configuration or dead letter sink is in another namespace, be it by these defaults.
   * @default false
   */
  readonly disallowDifferentNamespaceConfig?: boolean;
}

/** What brokers of one namespace get where they say nothing. */
export interface NamespaceBrokerDefault {
  /**
   * Class of brokers without one; needed where `config` or `delivery` is given (`KN-BRK-011`).
   * @default - that of the cluster
   */
  readonly brokerClass?: BrokerClass;
  /**
   * Configuration for brokers of `brokerClass`.
   * @default - what the cluster has for `brokerClass`; where it has none, that is refused with `KN-BRK-011`
   */
  readonly config?: ObjectReference;
  /**
   * Delivery of brokers of `brokerClass`, together with `config` only (`KN-BRK-011`).
   * @default Delivery.KNATIVE_DEFAULT
   */
  readonly delivery?: Delivery;
  /**
   * Configurations for other classes.
   * @default - those of the cluster
   */
  readonly brokerClasses?: BrokerClassDefault[];
  /**
   * As for the cluster; one of the two is enough.
   * @default false
   */
  readonly disallowDifferentNamespaceConfig?: boolean;
}

/** Properties for `BrokerDefaults`. */
export interface BrokerDefaultsProps extends ResourceProps {
  /**
   * Defaults of the cluster.
   * @default - those of a Knative release: the multi-tenant broker with in-memory channels and ten retries
   */
  readonly clusterDefault?: ClusterBrokerDefault;
  /**
   * Defaults of single namespaces, by their names.
   * @default - none
   */
  readonly namespaceDefaults?: Readonly<Record<string, NamespaceBrokerDefault>>;
}

const RELEASE: ClusterBrokerDefault = {
  brokerClass: BrokerClass.MT_CHANNEL_BASED,
  config: { apiVersion: 'v1', kind: 'ConfigMap', name: 'config-br-default-channel', namespace: KNATIVE_EVENTING },
};

/**
 * Defaults for brokers: the ConfigMap `config-br-defaults` in `knative-eventing`, whole. Other names and namespaces are
 * refused with `KN-BRK-010`, since Knative would not read them.
 *
 * The release of Knative Eventing ships this ConfigMap too. Where the program describes the installation, by a platform
 * or by a `KnativeEventing`, these defaults become a part of its settings, and there is no object of their own. Without
 * one, apply the object after the release, and again after each upgrade; an operator that the program does not know of
 * would undo it.
 * @see https://knative.dev/docs/eventing/configuration/broker-configuration/
 */
export class BrokerDefaults extends Resource {
  private readonly cluster: ClusterBrokerDefault;
  private readonly namespaces: ReadonlyMap<string, NamespaceBrokerDefault>;

  constructor(scope: Construct, id: string, props: BrokerDefaultsProps = {}) {
    super(scope, id, KINDS.configMap, {
      metadata: { namespace: KNATIVE_EVENTING, ...props.metadata },
    }, ['data']);
    this.cluster = ownCopy(props.clusterDefault) ?? RELEASE;
    this.namespaces = new Map(Object.entries(ownCopy(props.namespaceDefaults) ?? {}));
    registerDefaults(this);
    this.needDataPlanes();
    feedInstallation(this);

    refuse(this, ...checkDefaultsPlace(this.name, this.namespace), ...checkClusterDefault(this.cluster));
    for (const [namespace, defaults] of this.namespaces) {
      refuse(this,
        checkName('namespace name', namespace, KINDS.namespace.nameRule, 'KN-NAM-006'),
        ...checkNamespaceDefault(namespace, defaults, this.cluster),
      );
    }
  }

  /**
   * Follows pkg/apis/config/defaults.go: GetBrokerConfig.
   * @internal
   */
  public _lookUp(namespace: string | undefined, className: string | undefined): DefaultBrokerConfig {
    const own = this.namespaces.get(namespace ?? '');
    const wanted = className ?? own?.brokerClass?.name;
    if (wanted !== undefined) {
      const listed = own?.brokerClasses?.find(({ brokerClass }) => brokerClass.name === wanted);
      if (listed !== undefined) return listed;
      if (own?.brokerClass?.name === wanted && own.config !== undefined) return own;
    }
    const name = wanted ?? this.cluster.brokerClass.name;
    return this.cluster.brokerClasses?.find(({ brokerClass }) => brokerClass.name === name) ?? this.cluster;
  }

  /** @internal */
  public _classFor(namespace: string | undefined): BrokerClass {
    return this.namespaces.get(namespace ?? '')?.brokerClass ?? this.cluster.brokerClass;
  }

  /** @internal */
  public _configures(namespace: string | undefined, brokerClass: BrokerClass): boolean {
    const found = this._lookUp(namespace, brokerClass.name);
    return found !== this.cluster || this.cluster.brokerClass.equals(brokerClass);
  }

  /** @internal */
  public _confines(namespace: string | undefined): boolean {
    return this.cluster.disallowDifferentNamespaceConfig === true
      || this.namespaces.get(namespace ?? '')?.disallowDifferentNamespaceConfig === true;
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const namespaces = [...this.namespaces];
    const text = Yaml.stringify(withoutGaps({
      clusterDefault: this.renderDefault(this.cluster),
      namespaceDefaults: namespaces.length === 0 ? undefined
        : Object.fromEntries(namespaces.map(([namespace, defaults]) => [namespace, this.renderDefault(defaults)])),
    }));
    return { data: { 'default-br-config': text } };
  }

  /** Brokers that come later, or from another program, get these classes. */
  private needDataPlanes(): void {
    const kafka = [this.cluster, ...this.namespaces.values()]
      .flatMap(({ brokerClass, brokerClasses = [] }) => [brokerClass, ...brokerClasses.map((each) => each.brokerClass)])
      .find((brokerClass) => brokerClass?.kafka === true);
    if (kafka === undefined) return;
    needsDataPlane(this, KafkaDataPlane.BROKER, `the default of brokers of the class ${show(kafka.name)}`);
  }

  private renderDefault(defaults: NamespaceBrokerDefault): Record<string, unknown> {
    const classes = defaults.brokerClasses ?? [];
    return {
      brokerClass: defaults.brokerClass?.name,
      ...this.renderConfig(defaults),
      brokerClasses: classes.length === 0 ? undefined
        : Object.fromEntries(classes.map((each) => [each.brokerClass.name, this.renderConfig(each)])),
      disallowDifferentNamespaceConfig: defaults.disallowDifferentNamespaceConfig,
    };
  }

  private renderConfig({ config, delivery = Delivery.KNATIVE_DEFAULT }: DefaultBrokerConfig): Record<string, unknown> {
    if (config === undefined) return {};
    const { apiVersion, kind, name, namespace } = config;
    const whole = withDefaultRetries(delivery);
    const rendered = { ...whole.toDeliveryConfig(this), ...this.deadLetters(whole) };
    return { apiVersion, kind, name, namespace, delivery: rendered };
  }

  /** A reference without a namespace would be looked up beside each broker, so this one's own is spelt out too. */
  private deadLetters({ deadLetterSink }: Delivery): Record<string, unknown> {
    if (deadLetterSink === undefined) return {};
    const { ref, uri, caCerts, audience } = deadLetterSink.toSinkConfig(this);
    return { deadLetterSink: { ref, uri, CACerts: caCerts, audience } };
  }
}

/** YAML knows no undefined. */
function withoutGaps(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
