import { Duration } from 'cdk8s';
import { CloudEventOverrides, ContainerSource } from '../../lib';
import { EVERYTHING } from '../program-parts/destinations';
import { CONTAINERS, POD } from '../program-parts/pod';
import { podNotReached } from '../program-parts/pod-not-reached';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'sources.knative.dev/v1',
  kind: 'ContainerSource',
  program: (chart) => {
    new ContainerSource(chart, 'heartbeats', {
      ...POD,
      containers: CONTAINERS,
      templateLabels: { app: 'heartbeats' },
      templateAnnotations: { 'example.com/team': 'orders' },
      sink: EVERYTHING,
      ceOverrides: CloudEventOverrides.extensions({ region: 'eu' }),
    });
    new ContainerSource(chart, 'together', {
      containers: [{ image: 'ghcr.io/example/heartbeats:1.4.2', args: ['--sink=$(K_SINK)'] }],
      shareProcessNamespace: true,
      terminationGracePeriod: Duration.minutes(2),
      sink: EVERYTHING,
    });
  },
  notReached: podNotReached('spec.template'),
};
