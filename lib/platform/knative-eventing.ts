import type { Construct } from 'constructs';
import {
  checkChoice, type InstalledConfig, KINDS, KNATIVE_EVENTING, ownCopy, type Problem, refuse, settingOf, show,
} from '../core';
import type { BrokerClass } from '../eventing';
import { KnativeComponent, type KnativeComponentProps } from './knative-component';
import { EVENTING_RELEASE, MANIFESTS } from './release';

/** Which objects the webhook of SinkBinding looks at. */
export enum SinkBindingSelectionMode {
  /** All but those, and those in namespaces, that have the label `bindings.knative.dev/exclude: "true"`. */
  EXCLUSION = 'exclusion',
  /** Those, and those in namespaces, that have the label `bindings.knative.dev/include: "true"`. */
  INCLUSION = 'inclusion',
}

/** Which sources are installed besides those of Eventing itself. */
export interface SourceConfigs {
  /**
   * Source for Ceph.
   * @default false
   */
  readonly ceph?: boolean;
  /**
   * Source for GitHub.
   * @default false
   */
  readonly github?: boolean;
  /**
   * Source for GitLab.
   * @default false
   */
  readonly gitlab?: boolean;
  /**
   * Source for Kafka; brokers, channels and sinks of Kafka need their manifests in `additionalManifests`.
   * @default false
   */
  readonly kafka?: boolean;
  /**
   * Source for RabbitMQ.
   * @default false
   */
  readonly rabbitmq?: boolean;
  /**
   * Source for Redis.
   * @default false
   */
  readonly redis?: boolean;
}

/** Properties for `KnativeEventing`. */
export interface KnativeEventingProps extends KnativeComponentProps {
  /**
   * Class of brokers that name none. Without effect, and refused with `KN-PLT-012`, where `config` says it too.
   * @default BrokerClass.MT_CHANNEL_BASED
   */
  readonly defaultBrokerClass?: BrokerClass;
  /**
   * Which objects the webhook of SinkBinding looks at.
   * @default SinkBindingSelectionMode.EXCLUSION
   */
  readonly sinkBindingSelectionMode?: SinkBindingSelectionMode;
  /**
   * Sources that are installed.
   * @default - none
   */
  readonly source?: SourceConfigs;
}

const DEFAULTS = 'config-br-defaults';
const DEFAULTS_KEY = 'default-br-config';

/**
 * The installation of Knative Eventing, for the Knative operator. A cluster has one (`KN-PLT-003`), in the namespace
 * `knative-eventing`, where it is put by itself; another one is refused with `KN-NAM-007`.
 * @see https://knative.dev/docs/install/operator/configuring-eventing-cr/
 */
export class KnativeEventing extends KnativeComponent {
  private readonly props: KnativeEventingProps;
  private readonly lateManifests: (() => readonly string[])[] = [];

  constructor(scope: Construct, id: string, props: KnativeEventingProps = {}) {
    super(scope, id, KINDS.knativeEventing, props, KNATIVE_EVENTING, EVENTING_RELEASE);
    this.props = ownCopy(props);
    refuse(this,
      checkChoice('KN-POD-048', 'sinkBindingSelectionMode', props.sinkBindingSelectionMode, SinkBindingSelectionMode));
    this._checkAtSynth(() => [checkDefaultClass(this._config, props.defaultBrokerClass)]);
    this._warnAtSynth('kafka-default-without-config', () => this.defaultWarning());
    this._describe();
  }

  /**
   * Adds manifests that are known at synth only, to install besides.
   * @internal
   */
  public _addManifestsLate(produce: () => readonly string[]): void {
    this.lateManifests.push(produce);
    this._takeOver();
  }

  /** @internal */
  protected override _installs(part: string): boolean {
    const { source = {}, additionalManifests = [] } = this.props;
    // Other manifests may hold anything; late ones are those of data planes of Kafka, which are no part of a release.
    return additionalManifests.length > 0 || (part === MANIFESTS && this.lateManifests.length > 0)
      || Object.entries(source).some(([name, enabled]) => name === part && enabled === true);
  }

  /** @internal */
  protected override _additionalManifests(): readonly string[] | undefined {
    const late = this.lateManifests.flatMap((produce) => produce());
    const { additionalManifests } = this.props;
    return late.length === 0 ? additionalManifests : [...new Set([...additionalManifests ?? [], ...late])];
  }

  /** @internal */
  protected override _renderOwn(): Record<string, unknown> {
    const { defaultBrokerClass, sinkBindingSelectionMode, source } = this.props;
    return {
      defaultBrokerClass: defaultBrokerClass?.name,
      sinkBindingSelectionMode,
      source: source && renderSources(source),
    };
  }

  private defaultWarning(): string | undefined {
    const { defaultBrokerClass } = this.props;
    if (defaultBrokerClass?.kafka !== true) return undefined;
    if (settingOf(this._config, DEFAULTS, DEFAULTS_KEY) !== undefined) return undefined;
    return 'brokers without a configuration of their own get the default of the release, which is for channels, and never '
      + 'become ready: write `BrokerDefaults` with a configuration for Kafka, or name a ConfigMap for Kafka in '
      + `\`config: { 'br-defaults': { '${DEFAULTS_KEY}': ... } }\``;
  }
}

/** Follows pkg/reconciler/knativeeventing/common, which looks for the word in the text. */
function checkDefaultClass(
  config: InstalledConfig, defaultBrokerClass: BrokerClass | undefined,
): Problem | undefined {
  if (defaultBrokerClass === undefined) return undefined;
  if (settingOf(config, DEFAULTS, DEFAULTS_KEY)?.includes('brokerClass:') !== true) return undefined;
  return {
    code: 'KN-PLT-012',
    message: `the default class ${show(defaultBrokerClass.name)} would be lost: ${show(DEFAULTS)} in \`config\` says one too`,
    received: defaultBrokerClass.name,
    allowed: 'one of the two',
    fix: 'leave `defaultBrokerClass` out',
  };
}

/** The CRD wants all of them where there is one. */
function renderSources(source: SourceConfigs): Record<string, unknown> {
  const { ceph, github, gitlab, kafka, rabbitmq, redis } = source;
  return Object.fromEntries(Object.entries({ ceph, github, gitlab, kafka, rabbitmq, redis })
    .map(([name, enabled = false]) => [name, { enabled }]));
}
