import { KnativeService, Traffic } from '../../lib';
import { REVISIONS, TEMPLATE_NOT_REACHED } from '../program-parts/revision';
import { ROUTING, TRAFFIC_NOT_REACHED } from '../program-parts/route';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  program: (chart) => {
    for (const [id, props] of Object.entries(REVISIONS)) new KnativeService(chart, id, props);
    new KnativeService(chart, 'traffic', {
      image: 'ghcr.io/example/orders:1.0',
      revisionName: 'traffic-v2',
      ...ROUTING,
      traffic: [Traffic.latest(90, { tag: 'next' }), Traffic.revision('traffic-v1', 10, { tag: 'old' })],
    });
  },
  notReached: {
    ...TEMPLATE_NOT_REACHED,
    ...TRAFFIC_NOT_REACHED,
    'spec.traffic[].configurationName': 'status: admission refuses it in the spec of a service',
  },
};
