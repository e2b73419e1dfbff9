import { BrokerClass, KnativeEventing, SinkBindingSelectionMode } from '../../lib';
import { installation, NOT_OFFERED } from '../program-parts/installation';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'operator.knative.dev/v1beta1',
  kind: 'KnativeEventing',
  program: (chart) => {
    new KnativeEventing(chart, 'edge', {
      ...installation({
        workload: 'eventing-controller', container: 'eventing-controller', service: 'eventing-webhook',
        podDisruptionBudget: 'eventing-webhook',
      }),
      defaultBrokerClass: BrokerClass.MT_CHANNEL_BASED,
      sinkBindingSelectionMode: SinkBindingSelectionMode.INCLUSION,
      source: { kafka: true, redis: true },
    });
    new KnativeEventing(chart, 'core', { source: {} });
  },
  notReached: NOT_OFFERED,
};
