import { issuerRef } from '../certificates';
import {
  Feature, type InstalledConfig, KNATIVE_EVENTING, KNATIVE_SERVING, type KnativeVersion, type Problem, show,
} from '../core';
import type { Ingress } from '../networking';
import { HttpProtocol } from '../serving';
import {
  type CertManagerSettings, checkEventing, checkKafka, checkServing, type DomainSetting, eventingConfig,
  kafkaConfig, type PlatformNetworkSettings, type PlatformServingSettings, servingConfig,
  type ServingSettings,
} from '../settings';
import { checkKafkaFlag } from './kafka-parts';
import type { PlatformFlags } from './platform-flags';
import type { PlatformProps } from './platform-props';
import { wildcardsOf } from './platform-tls';

/** All domains of a platform, the one of all services first. */
export function domainsOf({ domain, domains = [] }: PlatformProps): DomainSetting[] {
  return [...domain === undefined ? [] : [{ domain }], ...domains];
}

/** Settings of Serving: those that the program has, and those that follow from its other choices. */
function servingOf(
  props: PlatformProps, ingress: Ingress | undefined, flags: PlatformFlags,
): PlatformServingSettings {
  const network = networkOf(props, ingress);
  const autoscaler = autoscalerOf(props, flags);
  return { ...props.serving, network, autoscaler, domains: domainsOf(props), certManager: certManagerOf(props) };
}

/** Flags that a platform's own settings need. */
export function flagsFor({ serving }: PlatformProps): Feature[] {
  return serving?.autoscaler?.initialScale === 0 ? [Feature.ALLOW_ZERO_INITIAL_SCALE] : [];
}

/** Only a flag decides whether revisions may start without a pod, whatever a program in JavaScript says besides. */
function autoscalerOf(
  { serving }: PlatformProps, flags: PlatformFlags,
): PlatformServingSettings['autoscaler'] {
  const autoscaler = serving?.autoscaler;
  const allowed = flags.isOn(Feature.ALLOW_ZERO_INITIAL_SCALE);
  return autoscaler && { ...autoscaler, allowZeroInitialScale: allowed ? true : undefined };
}

function networkOf(props: PlatformProps, ingress: Ingress | undefined): PlatformNetworkSettings {
  const { issuer, tls = {}, serving } = props;
  const { httpProtocol, clusterLocal, systemInternal } = tls;
  const selector = wildcardsOf(props)._selector;
  return {
    ...serving?.network,
    // A program in JavaScript may say these too, where nothing checks that they go together.
    ingressClass: ingress?._ingressClass,
    externalDomainTls: issuer === undefined ? undefined : true,
    namespaceWildcardCertSelector: selector,
    clusterLocalDomainTls: clusterLocal === undefined ? undefined : true,
    systemInternalTls: systemInternal === undefined ? undefined : true,
    httpProtocol: isHttpProtocol(httpProtocol) ? httpProtocol : undefined,
  };
}

/** Another word is refused where it is written, and not for its ConfigMap again. */
function isHttpProtocol(word: HttpProtocol | undefined): boolean {
  return word !== undefined && Object.values(HttpProtocol).includes(word);
}

function certManagerOf({ issuer, tls = {} }: PlatformProps): CertManagerSettings {
  const { clusterLocal, systemInternal } = tls;
  return {
    ...issuer === undefined ? {} : { issuerRef: issuerRef(issuer) },
    ...clusterLocal === undefined ? {} : { clusterLocalIssuerRef: issuerRef(clusterLocal) },
    ...systemInternal === undefined ? {} : { systemInternalIssuerRef: issuerRef(systemInternal) },
  };
}

/** What is wrong with settings, whichever way they were said. */
export function checkPlatformSettings(
  props: PlatformProps, ingress: Ingress | undefined, version: KnativeVersion, flags: PlatformFlags,
): (Problem | undefined)[] {
  const { eventing, kafka, serving = {} } = props;
  return [
    ...checkServing(servingOf(props, ingress, flags), version),
    ...ingress === undefined ? [] : checkLayerSettings(serving, ingress),
    ...checkEventing(eventing, version),
    ...checkKafka(kafka, version),
    checkKafkaFlag(props),
  ];
}

/** The operator changes ConfigMaps of layers that it installs, and of a key that is said twice the last would win. */
function checkLayerSettings(serving: ServingSettings, ingress: Ingress): Problem[] {
  const { kourier, istio } = serving;
  const layers = Object.entries({ kourier, istio }).filter(([, settings]) => settings !== undefined);
  const { name } = ingress._layer;
  const said = servingConfig(serving);
  const twice = Object.entries(ingress._config).flatMap(([configMap, data]) =>
    Object.keys(data).filter((key) => said[configMap]?.[key] !== undefined).map((key) => ({ configMap, key })));
  return [
    ...layers.filter(([layer]) => layer !== name).map(([layer]): Problem => ({
      code: 'KN-PLT-022',
      message: `the settings of ${show(layer)} would be lost: the networking layer of the platform is ${show(name)}`,
      received: layer,
      allowed: `settings of ${show(name)}`,
      fix: `leave \`serving.${layer}\` out`,
    })),
    ...twice.map(({ configMap, key }): Problem => ({
      code: 'KN-PLT-027',
      message: `${show(key)} of ${show(configMap)} comes from \`ingress\` and from \`serving\``,
      received: key,
      allowed: 'one place for each setting',
      fix: 'say it in one of the two',
    })),
  ];
}

/** All that a platform sets, by ConfigMap. It is asked for with every field that needs a flag, and seldom changes. */
export class PlatformConfig {
  private readonly known = new Map<string, InstalledConfig>();

  constructor(
    private readonly props: PlatformProps, private readonly ingress: Ingress | undefined,
    private readonly flags: PlatformFlags, private readonly version: KnativeVersion,
  ) {}

  /** The ConfigMaps of Serving. */
  public get serving(): InstalledConfig {
    // An issuer that gets another solver may certify wildcards from then on.
    const selects = wildcardsOf(this.props)._selector !== undefined;
    return this.once(`${KNATIVE_SERVING} ${String(selects)}`, KNATIVE_SERVING, () => [
      servingConfig(servingOf(this.props, this.ingress, this.flags)), this.ingress?._config ?? {},
    ]);
  }

  /** The ConfigMaps of Eventing and the Kafka parts. */
  public get eventing(): InstalledConfig {
    const { eventing, kafka } = this.props;
    return this.once(KNATIVE_EVENTING, KNATIVE_EVENTING, () => [
      eventingConfig(eventing), kafkaConfig(kafka, this.version),
    ]);
  }

  private once(place: string, namespace: string, produce: () => readonly InstalledConfig[]): InstalledConfig {
    const key = `${place} ${this.flags.revision}`;
    const config = this.known.get(key) ?? merged(...produce(), this.flags.configIn(namespace));
    this.known.set(key, config);
    return config;
  }
}

function merged(...parts: readonly InstalledConfig[]): InstalledConfig {
  const all: Record<string, Record<string, string>> = {};
  for (const [name, data] of parts.flatMap((part) => Object.entries(part))) all[name] = { ...all[name], ...data };
  return all;
}
