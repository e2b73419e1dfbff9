import {
  ApiServerEventMode, ApiServerSource, CloudEventOverrides, Filter, LabelSelectorOperator, ServiceAccount, Sink,
} from '../../lib';
import { EVERYTHING } from '../program-parts/destinations';
import type { KindProgram } from './program';

const PODS = { apiVersion: 'v1', kind: 'Pod' };
const SHOP = {
  matchLabels: { team: 'shop' },
  matchExpressions: [{ key: 'tier', operator: LabelSelectorOperator.IN, values: ['front', 'back'] }],
};

export const program: KindProgram = {
  apiVersion: 'sources.knative.dev/v1',
  kind: 'ApiServerSource',
  program: (chart) => {
    new ApiServerSource(chart, 'everything', {
      sink: EVERYTHING,
      ceOverrides: CloudEventOverrides.extensions({ region: 'eu' }),
      resources: [{ ...PODS, selector: SHOP }, { apiVersion: 'v1', kind: 'Node' }, { apiVersion: 'apps/v1', kind: 'Deployment' }],
      mode: ApiServerEventMode.RESOURCE,
      owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
      namespaceSelector: SHOP,
      filters: [Filter.exact({ kind: 'Pod' })],
      skipPermissionsCheck: true,
    });
    new ApiServerSource(chart, 'smallest', { sink: Sink.uri('https://events.example.com/inbox'), resources: [PODS] });
    new ApiServerSource(chart, 'all-namespaces', {
      sink: Sink.uri('https://events.example.com/inbox'), resources: [PODS], namespaceSelector: {},
      serviceAccount: new ServiceAccount(chart, 'watcher'),
    });
  },
  notReached: {},
};
