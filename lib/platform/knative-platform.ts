import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { needCertManager } from '../certificates';
import {
  checkChoice, ClusterController, ClusterControllers, KafkaDataPlane, KNATIVE_EVENTING, KNATIVE_SERVING, Namespace,
  needSecret, overlay, type Problem, refuse, show,
} from '../core';
import { BrokerClass } from '../eventing';
import { KafkaBrokerConfig } from '../kafka';
import { Ingress, type OperatorIngress } from '../networking';
import { type EventingSettings, makeEventingConstructs, type NeededRestart, restartsAfter } from '../settings';
import { ExistingPlatform } from './existing-platform';
import { eventingRegistry, mirrorConfig, servingRegistry } from './image-mirror';
import type { IngressConfigs } from './ingress-configs';
import { KnativeEventing } from './knative-eventing';
import { KnativeServing } from './knative-serving';
import { KourierServiceType } from './kourier-ingress';
import { PlatformBase } from './platform-base';
import type { IKnativePlatform } from './platform-contract';
import type { ExistingPlatformProps, KnativePlatformProps } from './platform-props';
import { documentPrerequisites, needOperator, PrerequisitePolicy } from './prerequisites';
import {
  budgetOverrides, checkProduction, highAvailabilityOf, type ProductionSettings, workloadOverrides,
} from './production-settings';
import { EVENTING_WORKLOADS, kafkaWorkloads, LAYER_WORKLOADS, type ReleaseWorkload, SERVING_WORKLOADS } from './release-workloads';
import { releaseOf } from './releases';

/**
 * Knative with everything that services need around it: Serving with a networking layer, domains and certificates, and
 * Eventing with Kafka where the program asks for that. One decision is said once: the issuer of certificates, for
 * example, reaches each of the settings that have to agree with it.
 *
 * It writes what the Knative operator installs from: the namespaces `knative-serving` and `knative-eventing` with a
 * `KnativeServing` and a `KnativeEventing`. The operator itself, cert-manager and the like are not in the program: the
 * side document `prerequisites.yaml` says which of them the cluster needs, in which order and by which commands
 * (warning `prerequisites`), and which Secrets and rights in AWS somebody has to make. A cluster has one platform
 * (`KN-PLT-017`). Put it into a chart without a namespace.
 * @see https://knative.dev/docs/install/operator/knative-with-operators/
 */
export class KnativePlatform extends PlatformBase {
  /** A platform that is there already: nothing is written for it, and what the program writes is checked against it. */
  public static existing(scope: Construct, id: string, props: ExistingPlatformProps): IKnativePlatform {
    return new ExistingPlatform(scope, id, props);
  }

  /** Serving, as the operator takes it: patch it where this library says too little. */
  public readonly serving: KnativeServing;
  /** Eventing, as the operator takes it: patch it where this library says too little. */
  public readonly eventing: KnativeEventing;
  private readonly production: ProductionSettings;
  /** @internal */
  declare protected readonly _props: KnativePlatformProps;

  constructor(scope: Construct, id: string, props: KnativePlatformProps) {
    super(scope, id, withIngress(props), ingressOf(props), false);
    this.production = this._props.production ?? {};
    // What a second platform would write is refused once, by itself, and not again object by object.
    const place = this._isSecond ? new Chart(new App(), 'second') : this;
    new Namespace(place, 'serving-namespace', { metadata: { name: KNATIVE_SERVING } });
    new Namespace(place, 'eventing-namespace', { metadata: { name: KNATIVE_EVENTING } });
    this.serving = this.makeServing(place);
    this.eventing = this.makeEventing(place);
    if (this._isSecond) return;
    refuse(this, checkIngress(props));
    makeEventingConstructs(this, this.eventingSettings(), this._props.kafka);
    this.bring();
    refuse(this, ...checkProduction(this.production, this.knownWorkloads()), checkDefaultClass(this._props),
      checkChoice('KN-POD-048', 'missingPrerequisites', this._props.missingPrerequisites, PrerequisitePolicy));
  }

  /** @internal */
  protected override get _production(): ProductionSettings {
    return this.production;
  }

  /** @internal */
  protected override get _imagePullSecret(): string | undefined {
    return this.production.mirror?.pullSecret?.name;
  }

  /**
   * Names that the program makes DNS records for.
   * @internal
   */
  public get _recordHosts(): readonly string[] {
    return this._props.dns?._hosts(this) ?? [];
  }

  private makeServing(place: Construct): KnativeServing {
    const { ingress, dns } = this._props;
    const { mirror, controllerCerts } = this.production;
    const registry = mirror === undefined ? this.production.registry
      : servingRegistry(mirror, this.version, ingress._layer.name);
    const serving = new KnativeServing(place, KNATIVE_SERVING, {
      version: releaseOf(this.version).serving,
      ingress: ingressConfigs(ingress._operatorIngress),
      registry,
      highAvailability: highAvailabilityOf(this.production),
      podDisruptionBudgets: budgetOverrides(this.production, this.servingWorkloads()),
      controllerCustomCerts: controllerCerts,
    });
    serving._configureLate(() => this._servingConfig);
    if (mirror !== undefined) serving._configureLate(() => mirrorConfig(mirror, this.version));
    serving._overrideLate(() => ({
      workloads: workloadOverrides(this.production, this.servingWorkloads()), services: ingress._services(this, dns),
    }));
    serving._enableFlags((flag) => this._flags.enable(flag), this);
    return serving;
  }

  private makeEventing(place: Construct): KnativeEventing {
    const { kafka, defaultBrokerClass, eventing: settings } = this._props;
    // The shipped `config-br-defaults` says the class too.
    const shared = defaultBrokerClass?.kafka === true && settings?.brokers === undefined;
    const { mirror } = this.production;
    const registry = mirror === undefined ? this.production.registry
      : eventingRegistry(mirror, this.version, kafka !== undefined);
    const eventing = new KnativeEventing(place, KNATIVE_EVENTING, {
      version: releaseOf(this.version).eventing,
      defaultBrokerClass: shared ? undefined : defaultBrokerClass,
      registry,
      highAvailability: highAvailabilityOf(this.production),
      podDisruptionBudgets: budgetOverrides(this.production, EVENTING_WORKLOADS),
      source: kafka && { kafka: true },
    });
    eventing._configureLate(() => this._eventingConfig);
    if (kafka !== undefined) eventing._addManifestsLate(() => this._planes.manifests);
    eventing._overrideLate(() => ({
      workloads: workloadOverrides(this.production, [...EVENTING_WORKLOADS, ...kafkaWorkloads(this.dataPlanes)]),
    }));
    eventing._enableFlags((flag) => this._flags.enable(flag), this);
    return eventing;
  }

  /** Settings of Eventing, with what follows from the default class. */
  private eventingSettings(): EventingSettings | undefined {
    const { defaultBrokerClass, eventing, kafka } = this._props;
    if (defaultBrokerClass?.equals(BrokerClass.KAFKA) !== true || kafka?.brokers === undefined) return eventing;
    const { reference } = KafkaBrokerConfig.fromConfigMapName(SHIPPED_CONFIG, KNATIVE_EVENTING);
    const brokers = { clusterDefault: { brokerClass: defaultBrokerClass, config: reference } };
    return overlay<EventingSettings>({ brokers }, eventing);
  }

  /** What the cluster needs besides, and what the networking layer adds to the program. */
  private bring(): void {
    const { adopt = [], ingress, dns, issuer, tls, missingPrerequisites } = this._props;
    refuse(this, ...adopt.map((controller) => checkChoice('KN-POD-048', 'adopt', controller, ClusterController)));
    ClusterControllers.of(this).declareExternal(...adopt);
    needOperator(this);
    this.needPullSecrets();
    if ([issuer, tls?.clusterLocal, tls?.systemInternal].some((each) => each !== undefined)) needCertManager(this);
    ingress._install(this, { version: this.version, pods: this.production, ...dns === undefined ? {} : { dns } });
    documentPrerequisites({
      construct: this, policy: missingPrerequisites ?? PrerequisitePolicy.WARN, fetched: () => this._planes.manifests,
      restarts: () => this.restarts(),
    });
  }

  /** Secrets that the images of the installation are pulled with, in both of its namespaces. */
  private needPullSecrets(): void {
    const { mirror, registry } = this.production;
    const secrets = [mirror?.pullSecret ?? [], registry?.imagePullSecrets ?? []].flat();
    for (const { name } of secrets) {
      for (const namespace of [KNATIVE_SERVING, KNATIVE_EVENTING]) {
        needSecret(this, namespace, name, "Knative's own images are pulled with it");
      }
    }
  }

  /** Deployments that read a setting at their start only, for whoever changes a platform that runs. */
  private restarts(): NeededRestart[] {
    return [
      ...restartsAfter(KNATIVE_SERVING, {}, this._servingConfig),
      ...restartsAfter(KNATIVE_EVENTING, {}, this._eventingConfig)
        .filter(({ deployment }) => this._planes.runs(deployment)),
    ];
  }

  private servingWorkloads(): readonly ReleaseWorkload[] {
    return [...SERVING_WORKLOADS, ...LAYER_WORKLOADS[this._props.ingress._layer.name] ?? []];
  }

  private knownWorkloads(): readonly ReleaseWorkload[] {
    const planes = this._props.kafka === undefined ? [] : Object.values(KafkaDataPlane);
    return [...this.servingWorkloads(), ...EVENTING_WORKLOADS, ...kafkaWorkloads(planes)];
  }
}

function withIngress(props: KnativePlatformProps): KnativePlatformProps {
  return { ...props, ingress: ingressOf(props) };
}

/** Programs in JavaScript may leave it out, or write its name; the rest of the platform is looked at all the same. */
function ingressOf({ ingress }: KnativePlatformProps): Ingress {
  return ingress instanceof Ingress ? ingress : Ingress.kourier();
}

function checkIngress({ ingress }: KnativePlatformProps): Problem | undefined {
  if (ingress instanceof Ingress) return undefined;
  return {
    code: 'KN-TYP-001',
    message: ingress === undefined ? 'the platform has no `ingress`' : `\`ingress\` ${show(ingress)} is no \`Ingress\``,
    received: ingress,
    allowed: '`Ingress.contour()`, `Ingress.kourier()`, `Ingress.istio()` or `Ingress.gatewayApi()`',
    fix: 'write `ingress: Ingress.kourier()`, for example',
  };
}

/** The networking folder lies below this one, and has texts where the operator's kind has an enum. */
function ingressConfigs(ingress: OperatorIngress): IngressConfigs {
  const { kourier, ...others } = ingress;
  if (kourier === undefined) return others;
  const { serviceType, ...rest } = kourier;
  const type = Object.values(KourierServiceType).find((each) => each === serviceType);
  return { kourier: { ...rest, ...type === undefined ? {} : { serviceType: type } } };
}

const SHIPPED_CONFIG = 'kafka-broker-config';

/** Follows pkg/apis/config/defaults.go of Eventing: a class without a configuration for it makes no broker ready. */
function checkDefaultClass({ defaultBrokerClass, eventing, kafka }: KnativePlatformProps): Problem | undefined {
  // Defaults of one's own beside it are refused by `KnativeEventing`.
  if (defaultBrokerClass?.kafka !== true || eventing?.brokers !== undefined) return undefined;
  const wrong = (allowed: string, fix: string): Problem => ({
    code: 'KN-PLT-026',
    message: `\`defaultBrokerClass\` ${show(defaultBrokerClass.name)} would leave brokers without a configuration of their class`,
    received: defaultBrokerClass.name,
    allowed,
    fix,
  });
  if (!defaultBrokerClass.equals(BrokerClass.KAFKA)) {
    return wrong('classes whose brokers share a configuration', 'write `BrokerClass.KAFKA`, or name the class where each broker is made');
  }
  return kafka?.brokers === undefined ? wrong('the class Kafka together with `kafka.brokers`', 'write `kafka: { brokers: { cluster } }`') : undefined;
}
