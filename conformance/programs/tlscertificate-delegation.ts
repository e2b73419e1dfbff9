import { TlsCertificateDelegation } from '../../lib';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'projectcontour.io/v1',
  kind: 'TLSCertificateDelegation',
  program: (chart) => {
    new TlsCertificateDelegation(chart, 'wildcard', {
      delegations: [
        { secretName: 'wildcard', targetNamespaces: ['*'] }, { secretName: 'shop', targetNamespaces: ['shop', 'billing'] },
      ],
    });
  },
  notReached: {},
};
