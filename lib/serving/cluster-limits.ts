import type { IConstruct } from 'constructs';
import { type Installation, type InstalledConfig, installationsFor, KNATIVE_SERVING, type Problem, settingOf, show } from '../core';
import type { ScalingSettings } from './scaling-rules';

/** What a cluster allows revisions to say. */
export interface ClusterLimits {
  /** Who says so, for messages. */
  readonly who: string;
  /** Seconds that a request lasts whose revision says nothing. */
  readonly timeout: number;
  /** The most seconds that a revision may say. */
  readonly maxTimeout: number;
  readonly maxConcurrency: number;
  /** Whether a revision may have no limit of concurrency. */
  readonly zeroConcurrency: boolean;
  /** The most pods that a revision may say; 0 stands for no bound. */
  readonly maxScaleLimit: number;
  /**
   * What to write to be allowed more.
   * @param setting of the typed settings of a platform: `defaults: { maxRevisionTimeout }`
   * @param configMap whose `key` the setting is
   */
  readonly raise: (setting: string, configMap: string, key: string) => string;
}

const DEFAULTS = 'config-defaults';
const AUTOSCALER = 'config-autoscaler';
/** What Go's `strconv.ParseBool` reads as no. */
const NO: readonly string[] = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

/**
 * The limits of the cluster of a construct: those that the program describes, or else those of a release. Follows
 * pkg/apis/config/defaults.go and pkg/autoscaler/config/config.go. To be asked at synth.
 */
export function clusterLimits(construct: IConstruct): ClusterLimits {
  const installation = installationsFor(construct).find(({ namespace }) => namespace === KNATIVE_SERVING);
  return installation === undefined ? OF_A_RELEASE : limitsOf(installation);
}

function limitsOf(installation: Installation | undefined): ClusterLimits {
  const config = installation?.config() ?? {};
  const bare = installation?.kind.startsWith('Knative') === true;
  return {
    who: installation === undefined ? 'a release' : `the ${installation.kind} ${show(installation.construct.node.path)}`,
    timeout: wholeIn(config, DEFAULTS, 'revision-timeout-seconds', 300),
    maxTimeout: wholeIn(config, DEFAULTS, 'max-revision-timeout-seconds', 600),
    maxConcurrency: wholeIn(config, DEFAULTS, 'container-concurrency-max-limit', 1000),
    zeroConcurrency: !NO.includes(settingOf(config, DEFAULTS, 'allow-container-concurrency-zero') ?? ''),
    maxScaleLimit: wholeIn(config, AUTOSCALER, 'max-scale-limit', 0),
    raise: (setting, configMap, key) => {
      if (bare) return `write another \`${key}\` for \`${configMap}\` in its \`config\``;
      return installation === undefined ? `describe a platform with \`serving: { ${setting} }\``
        : `write \`serving: { ${setting} }\` there`;
    },
  };
}

const OF_A_RELEASE = limitsOf(undefined);

function wholeIn(config: InstalledConfig, configMap: string, key: string, otherwise: number): number {
  const text: unknown = settingOf(config, configMap, key);
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : otherwise;
}

/** Follows validateMaxScaleWithinLimit of pkg/apis/autoscaling/annotation_validation.go. */
export function checkMaxScale(settings: ScalingSettings, limits: ClusterLimits): Problem | undefined {
  const { maxScaleLimit: most, who } = limits;
  const text = settings['max-scale'];
  const max = Number(text);
  // No number is refused elsewhere.
  if (most === 0 || text === undefined || (max >= 1 && max <= most) || Number.isNaN(max)) return undefined;
  return {
    code: 'KN-SCL-001',
    message: `max-scale ${show(max)}${max === 0 ? ', which is no limit,' : ''} is above the limit of ${who}, ${show(most)}`,
    received: max,
    allowed: `a whole number, 1 to ${most}`,
    fix: `write \`maxScale: ${most}\` or less, or ${
      limits.raise('autoscaler: { maxScaleLimit }', AUTOSCALER, 'max-scale-limit')}`,
  };
}
