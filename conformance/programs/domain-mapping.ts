import { Service } from 'cdk8s-plus-28';
import { DomainMapping, DomainMappingTarget, KnativeService, Route, SecretReference } from '../../lib';
import { ADDRESS } from '../program-parts/route';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'serving.knative.dev/v1beta1',
  kind: 'DomainMapping',
  program: (chart) => {
    const service = new KnativeService(chart, 'orders', { image: 'ghcr.io/example/orders:1.0' });
    service.mapDomain('www', { domain: 'shop.mapped.example.com' });
    service.mapDomain('own', {
      domain: 'own.mapped.example.com', tlsSecret: SecretReference.fromName('own-certificate'), createClaim: false,
      ingressClass: ADDRESS.ingressClass, httpProtocol: ADDRESS.httpProtocol,
    });
    Route.fromRouteName(chart, 'split', 'split').mapDomain('plain', { domain: 'plain.mapped.example.com', ...ADDRESS });
    const legacy = new Service(chart, 'legacy', { metadata: { name: 'legacy' }, ports: [{ port: 80 }] });
    new DomainMapping(chart, 'old', { domain: 'old.mapped.example.com', ref: DomainMappingTarget.service(legacy) });
  },
  notReached: {
    'spec.ref.group': 'superseded by spec.ref.apiVersion: admission refuses it',
    'spec.ref.address': 'accepted and never read: an object of a mapping has one address',
    'spec.ref.namespace': 'superseded by the namespace of the mapping: admission takes no other',
  },
};
