import type { IConstruct } from 'constructs';
import { appChecks } from './app-checks';
import { traceOf } from './identity';
import { installationsFor, settingOf } from './installation';
import { type PlatformDescription, platformFor } from './platform-description';
import { type Problem, show, showAll } from './problem';
import { fedConfig } from './shipped-config';

/** A data plane of Knative for Kafka: what runs for one sort of object. */
export enum KafkaDataPlane {
  /** For brokers of the classes `Kafka` and `KafkaNamespaced`. */
  BROKER = 'broker',
  /** For `KafkaChannel`. */
  CHANNEL = 'channel',
  /** For `KafkaSink`. */
  SINK = 'sink',
  /** For `KafkaSource`. */
  SOURCE = 'source',
}

/**
 * Says that a construct is served by a data plane. A platform that installs them as needed installs this one; on a
 * platform that does not have it, the construct is refused with `KN-PLT-015`. All channels take their Kafka cluster
 * from one ConfigMap: on a platform that the program installs, nobody else says it (`KN-PLT-026`).
 * @internal
 */
export function needsDataPlane(construct: IConstruct, plane: KafkaDataPlane, what: string): void {
  appChecks(construct).defer(construct, traceOf(construct), () => {
    const platform = platformFor(construct);
    if (platform === undefined) return [];
    if (!platform.needDataPlane(plane)) return [missingDataPlane(platform, plane, what)];
    return [plane === KafkaDataPlane.CHANNEL ? missingServers(platform, what) : undefined];
  });
}

function missingDataPlane(platform: PlatformDescription, plane: KafkaDataPlane, what: string): Problem {
  const { dataPlanes, construct: { node } } = platform;
  return {
    code: 'KN-PLT-015',
    message: `${what} needs the Kafka data plane ${show(plane)}, which the platform ${show(node.path)} does not have`,
    received: what,
    allowed: dataPlanes.length === 0 ? 'what needs no Kafka' : `what is served by ${showAll(dataPlanes)}`,
    fix: fixOf(platform, plane),
  };
}

/** A platform with Kafka has the data plane of KafkaSource at least. */
function fixOf({ dataPlanes, existing }: PlatformDescription, plane: KafkaDataPlane): string {
  const name = `KafkaDataPlane.${plane.toUpperCase()}`;
  const without = dataPlanes.length === 0;
  if (existing) {
    const write = without && plane === KafkaDataPlane.SOURCE ? 'write `kafka: {}` at the platform'
      : without ? `write \`kafka: { dataPlanes: [${name}] }\` at the platform`
        : `add \`${name}\` to \`kafka.dataPlanes\` of the platform`;
    return `${write}, if the cluster has it`;
  }
  return without ? 'write `kafka: {}` at the platform, which installs the data planes that constructs need'
    : `add \`${name}\` to \`kafka.dataPlanes\` of the platform, or leave that out: they follow from the constructs in use`;
}

const CHANNELS = 'kafka-channel-config';
const SERVERS = 'bootstrap.servers';

/** The release has a placeholder there, with which no channel becomes ready. */
function missingServers({ construct }: PlatformDescription, what: string): Problem | undefined {
  const owner = installationsFor(construct).find(({ owns }) => owns?.(CHANNELS) === true);
  if (owner === undefined) return undefined;
  const configs = [owner.config(), fedConfig(owner)];
  if (configs.some((config) => settingOf(config, CHANNELS, SERVERS) !== undefined)) return undefined;
  return {
    code: 'KN-PLT-026',
    message: `${what} would have no Kafka cluster: ${show(CHANNELS)} of the platform ${show(construct.node.path)} names none`,
    received: undefined,
    allowed: 'one Kafka cluster for all Kafka channels, said at the platform or at a channel',
    fix: 'write `kafka: { channels: { cluster } }` at the platform',
  };
}
