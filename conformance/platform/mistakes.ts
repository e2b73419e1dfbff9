import { Duration } from 'cdk8s';
import { type ErrorCode, KnativeVersion } from '../../lib';
import { KafkaDataPlane, KNATIVE_SERVING } from '../../lib/core';
import {
  AUTOSCALER, brokerPlane, checkSettings, DEFAULTS, DEPLOYMENT, EVENTING_FEATURES, GARBAGE_COLLECTION,
  IN_MEMORY_DISPATCHER, KAFKA_AUTOSCALER, KAFKA_FEATURES, KafkaProperties, KOURIER, leaderElection, LOGGING, NETWORK,
  OBSERVABILITY, renderSettings, RevisionLimit, type SettingsMap,
} from '../../lib/settings';
import type { Data } from './tables';

/** A mistake in a setting: what we refuse it with, and what the component that reads it says. */
export interface SettingMistake {
  readonly mistake: string;
  readonly namespace: string;
  readonly configMap: string;
  readonly code: ErrorCode;
  readonly codes: readonly ErrorCode[];
  /** What the setting would have become. */
  readonly data: Data;
  /** Part of the words of Knative; absent exactly where `stricter` is given. */
  readonly words?: string;
  /** Why we refuse what Knative takes. */
  readonly stricter?: string;
}

type Verdict = Pick<SettingMistake, 'words' | 'stricter'>;

const says = (words: string): Verdict => ({ words });
const silent = (stricter: string): Verdict => ({ stricter });
const UNREAD = 'no constructor here: ';

/** What JavaScript, or a value from a file, can hold, too. */
function row<S>(
  map: SettingsMap<S>, mistake: string, settings: object, code: ErrorCode, verdict: Verdict,
): SettingMistake {
  const { namespace, configMap } = map;
  const codes = checkSettings(map, settings as S, KnativeVersion.V1_23).map((problem) => problem.code);
  return { mistake, namespace, configMap, code, codes, data: renderSettings(map, settings as S), ...verdict };
}

const ELECTION = leaderElection(KNATIVE_SERVING, []);
const BROKERS = brokerPlane(KafkaDataPlane.BROKER, KnativeVersion.V1_23);

export const MISTAKES: readonly SettingMistake[] = [
  row(AUTOSCALER, 'a target of zero', { containerConcurrencyTargetDefault: 0 }, 'KN-SET-001', says('container-concurrency-target-default')),
  row(AUTOSCALER, 'a percentage that is a fraction', { containerConcurrencyTargetPercentage: 0.7 }, 'KN-SET-001',
    silent('Knative takes it for 70 percent, and 1 for 100')),
  row(AUTOSCALER, 'a percentage above 100', { containerConcurrencyTargetPercentage: 101 }, 'KN-SET-001', says('container-concurrency-target-percentage')),
  row(AUTOSCALER, 'a burst capacity below -1', { targetBurstCapacity: -2 }, 'KN-SET-001', says('target-burst-capacity')),
  row(AUTOSCALER, 'a stable window that is too short', { stableWindow: Duration.seconds(5) }, 'KN-SET-001', says('stable-window')),
  row(AUTOSCALER, 'a panic window of more than the stable one', { panicWindowPercentage: 101 }, 'KN-SET-001', says('panic-window-percentage')),
  row(AUTOSCALER, 'a panic threshold that is always reached', { panicThresholdPercentage: 100 }, 'KN-SET-001',
    silent('every revision panics all the time')),
  row(AUTOSCALER, 'a growth by nothing', { maxScaleUpRate: 1 }, 'KN-SET-001', says('max-scale-up-rate')),
  row(AUTOSCALER, 'a class that nobody has', { podAutoscalerClass: 'keda' }, 'KN-SET-001', silent('no revision is scaled')),
  row(AUTOSCALER, 'an initial scale of zero that no revision may have', { initialScale: 0 }, 'KN-SET-002', says('initial-scale')),
  row(AUTOSCALER, 'a limit without a greatest number', { maxScaleLimit: 3 }, 'KN-SET-002', says('max-scale')),
  row(AUTOSCALER, 'a least number above the greatest', { minScale: 5, maxScale: 3 }, 'KN-SET-002',
    says('must be less than max-scale')),
  row(NETWORK, 'a switch that is a word', { externalDomainTls: 'Perhaps' }, 'KN-SET-001', silent('the render of a switch is on or off; what is neither is off')),
  row(NETWORK, 'a protocol that there is not', { httpProtocol: 'Sometimes' }, 'KN-SET-001', says('httpProtocol')),
  row(NETWORK, 'a mode that is misspelt', { meshCompatibilityMode: 'enable' }, 'KN-SET-001', silent('taken for `auto`')),
  row(NETWORK, 'a roll-out of less than a second', { rolloutDuration: Duration.millis(500) }, 'KN-SET-001', says('rollout-duration')),
  row(DEFAULTS, 'a timeout above the longest', { revisionTimeout: Duration.seconds(700) }, 'KN-SET-002', says('revision-timeout-seconds')),
  row(DEFAULTS, 'a quantity that is none', { revisionCpuRequest: 'much' }, 'KN-SET-001', says('quantities must match')),
  row(DEFAULTS, 'thousandths of a byte', { revisionMemoryRequest: '128m' }, 'KN-SET-001', silent('every container asks for one byte')),
  row(DEFAULTS, 'a limit of no concurrency', { containerConcurrencyMaxLimit: 0 }, 'KN-SET-001', says('container-concurrency-max-limit')),
  row(DEFAULTS, 'a concurrency above its limit', { containerConcurrency: 2000 }, 'KN-SET-002', says('container-concurrency')),
  row(DEFAULTS, 'a template that does not parse', { containerNameTemplate: '{{.Name' }, 'KN-SET-001', says('template')),
  row(DEPLOYMENT, 'no time for a digest', { digestResolutionTimeout: Duration.seconds(0) }, 'KN-SET-001', says('digest-resolution-timeout')),
  row(DEPLOYMENT, 'a deadline of half a second', { progressDeadline: Duration.millis(500) }, 'KN-SET-001', says('progress')),
  row(DEPLOYMENT, 'an affinity that there is not', { defaultAffinityType: 'spread' }, 'KN-SET-001', says('default-affinity-type')),
  row(GARBAGE_COLLECTION, 'a least number above the greatest', { minNonActiveRevisions: 5, maxNonActiveRevisions: RevisionLimit.of(3) },
    'KN-SET-002', says('min-non-active-revisions')),
  row(OBSERVABILITY, 'a protocol that there is not', { metricsProtocol: 'statsd' }, 'KN-SET-001', says('unsupported protocol')),
  row(OBSERVABILITY, 'a protocol without an endpoint', { tracingProtocol: 'grpc' }, 'KN-SET-002', says('endpoint')),
  row(OBSERVABILITY, 'a rate above one', { tracingSamplingRate: 2 }, 'KN-SET-001', says('sampl')),
  row(ELECTION, 'no bucket', { buckets: 0 }, 'KN-SET-001', says('buckets')),
  row(ELECTION, 'a lease shorter than its renewal', { leaseDuration: Duration.seconds(5) }, 'KN-SET-002',
    silent('every controller stops when it starts')),
  row(LOGGING, 'a level that there is not', { controller: 'verbose' }, 'KN-SET-001', says('verbose')),
  row(KOURIER, 'authorization without a host', { extauthzFailureModeAllow: true }, 'KN-SET-002', silent(`${UNREAD}Kourier asks nobody`)),
  row(EVENTING_FEATURES, 'a mode that there is not', { transportEncryption: 'mostly' }, 'KN-SET-001', silent('a flag that nobody compares with: off')),
  row(IN_MEMORY_DISPATCHER, 'no connection at all', { maxIdleConnections: 0 }, 'KN-SET-001', silent('zero stands for no bound')),
  row(KAFKA_FEATURES, 'a template that makes one name for all', { brokersTopicTemplate: 'events' }, 'KN-SET-020',
    silent('all brokers share one topic')),
  row(KAFKA_FEATURES, 'a template that does not parse', { brokersTopicTemplate: '{{ .Namespace' }, 'KN-SET-020', says('brokers-topic-template')),
  row(KAFKA_AUTOSCALER, 'a number that is none', { maxScale: 2.5 }, 'KN-SET-001', says('should be integer')),
  row(KAFKA_AUTOSCALER, 'fewest above most', { minScale: 60 }, 'KN-SET-002', silent('KEDA refuses the ScaledObject')),
  row(BROKERS, 'a file that lacks what the release has', { producer: KafkaProperties.whole('acks=all') }, 'KN-SET-021',
    silent(`${UNREAD}what is missing falls back to Kafka's own defaults`)),
  row(BROKERS, 'a serializer of one’s own', { producer: KafkaProperties.override({ 'value.serializer': 'org.example.Own' }) }, 'KN-SET-022',
    silent(`${UNREAD}the data plane cannot write an event`)),
];
