import { CloudEventOverrides, PingData, PingSource } from '../../lib';
import { EVERYTHING } from '../program-parts/destinations';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'sources.knative.dev/v1',
  kind: 'PingSource',
  program: (chart) => {
    const ceOverrides = CloudEventOverrides.extensions({ region: 'eu' });
    new PingSource(chart, 'daily', {
      schedule: '0 6 * * *', timezone: 'Europe/Berlin', data: PingData.json({ report: 'orders' }), sink: EVERYTHING, ceOverrides,
    });
    new PingSource(chart, 'picture', { schedule: '@hourly', data: PingData.binary(new Uint8Array([1, 2])), sink: EVERYTHING });
  },
  notReached: {},
};
