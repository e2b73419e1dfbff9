import { ClusterDomainClaim } from '../../lib';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'networking.internal.knative.dev/v1alpha1',
  kind: 'ClusterDomainClaim',
  program: (chart) => {
    new ClusterDomainClaim(chart, 'shop', { domain: 'shop.claimed.example.com', namespace: 'shop' });
  },
  notReached: {},
};
