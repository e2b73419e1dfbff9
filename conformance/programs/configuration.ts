import { Configuration } from '../../lib';
import { REVISIONS, TEMPLATE_NOT_REACHED } from '../program-parts/revision';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Configuration',
  program: (chart) => {
    for (const [id, props] of Object.entries(REVISIONS)) new Configuration(chart, id, props);
    new Configuration(chart, 'pinned', { image: 'ghcr.io/example/orders:1.0', revisionName: 'pinned-v2' });
  },
  notReached: TEMPLATE_NOT_REACHED,
};
