import { Configuration, KnativeService, Route, Traffic } from '../../lib';
import { ROUTING, TRAFFIC_NOT_REACHED } from '../program-parts/route';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Route',
  program: (chart) => {
    const blue = new Configuration(chart, 'blue', { image: 'ghcr.io/example/orders:1.0' });
    const green = KnativeService.fromServiceName(chart, 'green', 'green');
    new Route(chart, 'smallest', { traffic: [Traffic.configuration(blue, 100)] });
    new Route(chart, 'split', {
      ...ROUTING,
      traffic: [
        Traffic.configuration(blue, 80), Traffic.configuration(green, 10, { tag: 'green' }),
        Traffic.revision('blue-00001', 10, { tag: 'old' }), Traffic.revision('blue-00002', 0, { tag: 'older' }),
      ],
    });
  },
  notReached: TRAFFIC_NOT_REACHED,
};
