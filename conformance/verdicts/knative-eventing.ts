import type { Chart } from 'cdk8s';
import {
  BrokerClass, KnativeEventing, type KnativeEventingProps, type SinkBindingSelectionMode, type SourceConfigs,
} from '../../lib';
import { installationRows } from '../verdict-parts/installation';
import { byHand, type Fields } from '../verdict-parts/manifest';
import type { VerdictRow } from './row';

const kind = 'KnativeEventing';
const eventing = byHand('operator.knative.dev/v1beta1', kind, 'knative-eventing', {});
let number = 0;

function make(chart: Chart, props: KnativeEventingProps): void {
  number += 1;
  new KnativeEventing(chart, `knative-eventing-${number}`, props);
}

function row(
  mistake: string, refused: VerdictRow['refused'], props: KnativeEventingProps, spec: Fields,
  verdict: Pick<VerdictRow, 'words' | 'stricter'>,
): VerdictRow {
  return { kind, mistake, refused, ...verdict, manifest: eventing(spec), program: (chart) => { make(chart, props); } };
}

const DEFAULTS = { 'default-br-config': 'clusterDefault:\n  brokerClass: MTChannelBasedBroker\n' };

export const rows: readonly VerdictRow[] = [
  ...installationRows({ kind, workload: 'eventing-controller', program: make, manifest: eventing }),

  row('a default class that is said twice', 'KN-PLT-012',
    { defaultBrokerClass: BrokerClass.KAFKA, config: { 'br-defaults': DEFAULTS } },
    { defaultBrokerClass: 'Kafka', config: { 'br-defaults': DEFAULTS } },
    { stricter: 'the operator takes the class of the ConfigMap and drops the other' }),
  row('a selection mode that there is not', 'KN-POD-048',
    { sinkBindingSelectionMode: 'include' as SinkBindingSelectionMode }, { sinkBindingSelectionMode: 'include' },
    { stricter: 'the webhook takes it for `exclusion`' }),
  row('a source in the form of the object', 'compiler',
    // @ts-expect-error a source is on or off
    { source: { kafka: { enabled: true } } satisfies Record<keyof Pick<SourceConfigs, 'kafka'>, unknown> },
    { source: { kafka: { enabled: true } } }, { words: 'spec.source.ceph: Required value' }),
  row('a source that there is not', 'compiler',
    // @ts-expect-error the operator has no such source
    { source: { nats: true } }, { source: { nats: { enabled: true } } }, { words: 'source' }),
  row('a class of brokers that is a list', 'compiler',
    // @ts-expect-error there is one default
    { defaultBrokerClass: [BrokerClass.KAFKA] }, { defaultBrokerClass: ['Kafka'] }, { words: 'spec.defaultBrokerClass' }),
];
