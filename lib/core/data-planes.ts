import type { IConstruct } from 'constructs';
import { appChecks } from './app-checks';
import { traceOf } from './identity';
import { platformFor } from './platform-description';
import { type Problem, show, showAll } from './problem';

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
 * platform that does not have it, the construct is refused with `KN-PLT-015`.
 * @internal
 */
export function needsDataPlane(construct: IConstruct, plane: KafkaDataPlane, what: string): void {
  appChecks(construct).defer(construct, traceOf(construct), () => [missingDataPlane(construct, plane, what)]);
}

function missingDataPlane(construct: IConstruct, plane: KafkaDataPlane, what: string): Problem | undefined {
  const platform = platformFor(construct);
  if (platform === undefined || platform.needDataPlane(plane)) return undefined;
  const { dataPlanes, construct: { node } } = platform;
  return {
    code: 'KN-PLT-015',
    message: `${what} needs the Kafka data plane ${show(plane)}, which the platform ${show(node.path)} does not have`,
    received: what,
    allowed: dataPlanes.length === 0 ? 'what needs no Kafka' : `what is served by ${showAll(dataPlanes)}`,
    fix: `add \`KafkaDataPlane.${plane.toUpperCase()}\` to \`kafka.dataPlanes\` of the platform, or leave that out: they follow `
      + 'from the constructs in use',
  };
}
