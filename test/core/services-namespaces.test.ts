import { Testing } from 'cdk8s';
import { ClusterChart, noteServicesNamespace, servicesNamespacesFor } from '../../lib/core';

test('namespaces of services are known by cluster, each once and by name, whatever was made first', () => {
  const app = Testing.app();
  const [here, there] = ['here', 'there'].map((cluster) => new ClusterChart(app, cluster, { cluster }));
  let wildcard = false;
  noteServicesNamespace(here!, () => ({ name: 'shop', wildcard }));
  noteServicesNamespace(here!, () => ({ name: 'billing', wildcard: false }));
  noteServicesNamespace(there!, () => ({ name: 'other', wildcard: true }));
  noteServicesNamespace(here!, () => ({ name: 'shop', wildcard: false }));
  wildcard = true;

  expect(servicesNamespacesFor(here!)).toEqual([{ name: 'billing', wildcard: false }, { name: 'shop', wildcard: true }]);
  expect(servicesNamespacesFor(there!)).toEqual([{ name: 'other', wildcard: true }]);
  expect(servicesNamespacesFor(new ClusterChart(app, 'empty', { cluster: 'empty' }))).toEqual([]);
});
