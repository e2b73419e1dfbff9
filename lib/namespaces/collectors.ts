import type { IConstruct } from 'constructs';
import { asAddress, type InstalledConfig, installationsFor, KNATIVE_EVENTING, KNATIVE_SERVING, settingOf } from '../core';

/** Where pods of a namespace send traces and metrics. */
export interface Collector {
  /**
   * Namespace of the pods behind the address.
   * @default - not known, or outside of the cluster
   */
  readonly namespace?: string;
  readonly port: number;
}

const OBSERVABILITY = 'config-observability';
const SENT = ['http/protobuf', 'grpc'];
/** What Knative's containers in a namespace send: the queue-proxy, and the adapters of sources. */
const FEEDS = [
  { namespace: KNATIVE_SERVING, signals: ['tracing', 'request-metrics'] },
  { namespace: KNATIVE_EVENTING, signals: ['tracing', 'metrics'] },
];
/** Where the queue-proxy shows its metrics; follows UserQueueMetricsPort of pkg/networking/constants.go. */
const USER_METRICS = 9091;

/** Where the installations of a cluster have traces and metrics sent to. */
export function collectorsFor(construct: IConstruct): Collector[] {
  const collectors = FEEDS.flatMap(({ namespace, signals }) => signals.map((signal) => {
    const config = configOf(construct, namespace);
    const endpoint = settingOf(config, OBSERVABILITY, `${signal}-endpoint`);
    const sent = SENT.includes(settingOf(config, OBSERVABILITY, `${signal}-protocol`) ?? '');
    return sent && endpoint !== undefined ? collectorAt(endpoint) : undefined;
  }));
  return collectors.filter((each) => each !== undefined);
}

/** Port at which Prometheus fetches metrics of requests; absent where it does not. */
export function prometheusPort(construct: IConstruct): number | undefined {
  const config = configOf(construct, KNATIVE_SERVING);
  if (settingOf(config, OBSERVABILITY, 'request-metrics-protocol') !== 'prometheus') return undefined;
  const listened = /:([0-9]{1,5})$/.exec(settingOf(config, OBSERVABILITY, 'request-metrics-endpoint') ?? '')?.[1];
  return listened === undefined ? USER_METRICS : Number(listened);
}

function configOf(construct: IConstruct, namespace: string): InstalledConfig | undefined {
  return installationsFor(construct).find((each) => each.namespace === namespace)?.config();
}

/** Policies look at the port of a pod, which may be another one than that of its Service. */
function collectorAt(endpoint: string): Collector | undefined {
  const text = asAddress(endpoint);
  const address = text.includes('://') ? text : `https://${text}`;
  if (!URL.canParse(address)) return undefined;
  const { hostname, port, protocol } = new URL(address);
  const [, namespace, svc] = hostname.split('.');
  const number = port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
  return svc === 'svc' && namespace !== undefined ? { namespace, port: number } : { port: number };
}
