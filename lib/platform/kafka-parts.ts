import { Feature, KafkaDataPlane, type Problem, show, showAll } from '../core';
import type { KafkaDataPlanes } from './kafka-data-planes';
import type { PlatformKafka } from './platform-kafka';
import type { PlatformProps } from './platform-props';
import type { ProductionSettings } from './production-settings';

/** Settings of the files of data planes that come with their own manifests; that of KafkaSource is always there. */
const OF_PLANES = [
  ['brokerPlane', KafkaDataPlane.BROKER],
  ['channelPlane', KafkaDataPlane.CHANNEL],
  ['sinkPlane', KafkaDataPlane.SINK],
] as const satisfies readonly (readonly [keyof PlatformKafka, KafkaDataPlane])[];

/**
 * What is said of Kafka parts that the platform does not have: the operator changes ConfigMaps and workloads that are
 * there, and is silent of others.
 */
export function checkKafkaParts(
  kafka: PlatformKafka, planes: KafkaDataPlanes, production: ProductionSettings = {},
): Problem[] {
  const missing = OF_PLANES.filter(([setting, plane]) => kafka[setting] !== undefined && !planes.all.includes(plane));
  const idle = Object.keys(production.workloads ?? {}).filter((workload) => !planes.runs(workload));
  return [
    ...missing.map(([setting, plane]): Problem => ({
      code: 'KN-PLT-022',
      message: `\`kafka.${setting}\` would be lost: the platform does not have the Kafka data plane ${show(plane)}`,
      received: setting,
      allowed: `settings of ${showAll(planes.all)}`,
      fix: `name \`KafkaDataPlane.${plane.toUpperCase()}\` in \`kafka.dataPlanes\`, or leave \`kafka.${setting}\` out`,
    })),
    ...idle.map((workload): Problem => ({
      code: 'KN-PLT-020',
      message: `${show(workload)} belongs to a Kafka data plane that the platform does not have, so what is said about it would be lost`,
      received: workload,
      allowed: `workloads of ${showAll(planes.all)}`,
      fix: 'name the data plane in `kafka.dataPlanes`, or leave the workload out',
    })),
  ];
}

/** Its ConfigMap comes with the Kafka parts. */
export function checkKafkaFlag({ kafka, features }: PlatformProps): Problem | undefined {
  const flag = Feature.CONTROLLER_AUTOSCALER_KEDA;
  const said = features !== undefined && [...features.on, ...features.off].includes(flag);
  if (kafka !== undefined || !said) return undefined;
  return {
    code: 'KN-PLT-022',
    message: `the feature flag ${show(flag)} would be lost: the platform has no Kafka parts`,
    received: flag,
    allowed: 'the flag together with `kafka`',
    fix: 'write `kafka: {}` at the platform, or leave the flag out',
  };
}

/** What constructs would write, on a platform that is there already and that the program writes nothing of. */
export function checkNothingWritten({ eventing, kafka }: PlatformProps): (Problem | undefined)[] {
  return [
    eventing?.brokers && unwritten('eventing.brokers', '`new BrokerDefaults(...)`'),
    kafka?.brokers && unwritten('kafka.brokers', '`new KafkaBrokerConfig(...)`'),
    kafka?.channels && unwritten('kafka.channels', '`new KafkaChannelConfig(...)`'),
  ];
}

function unwritten(setting: string, construct: string): Problem {
  return {
    code: 'KN-PLT-022',
    message: `\`${setting}\` would be lost: the program writes nothing of a platform that is there already`,
    received: setting,
    allowed: 'settings that the program is checked against',
    fix: `leave it out, or let the program write that ConfigMap by ${construct}`,
  };
}
