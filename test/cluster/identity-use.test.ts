import { App, Chart } from 'cdk8s';
import { ClusterSpec, EksctlCluster, KnativeService, ServicesNamespace, Warnings, WorkloadIdentity } from '../../lib';

beforeEach(() => { jest.spyOn(process.stderr, 'write').mockReturnValue(true); });
afterEach(() => { jest.restoreAllMocks(); });

interface Account {
  readonly namespace?: string;
  readonly serviceAccount?: string;
}

/** What is warned of where a service runs as `shop/catalog-reader`, and an identity is for an account. */
function warnings({ namespace = 'shop', serviceAccount = 'catalog-reader' }: Account): string[] {
  const app = new App();
  const reader = WorkloadIdentity.of({ name: 'reader', namespace, serviceAccount, managedPolicies: ['AmazonS3ReadOnlyAccess'] });
  const spec = new ClusterSpec({ name: 'shop', region: 'eu-central-1', zones: ['eu-central-1a', 'eu-central-1b'], identities: [reader] });
  new EksctlCluster(app, 'cluster', { spec });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const account = new ServicesNamespace(chart, 'shop').addServiceAccount('catalog-reader');
  new KnativeService(chart, 'orders', { image: 'ghcr.io/example/orders:1.0', serviceAccount: account });
  app.node.findAll().forEach((one) => one.node.validate());
  return Warnings.of(app).list().filter(({ id }) => id === 'workload-identity-unused').map(({ message }) => message);
}

test('an identity of an account that nothing of its namespace runs as is warned of', () => {
  expect(warnings({ serviceAccount: 'catalog-raeder' })).toEqual([
    'the identity `reader` gives rights to `shop/catalog-raeder`, and nothing of the app runs as that account; the app has `shop/catalog-reader`',
  ]);
});

test.each<[string, Account]>([
  ['the account of a service', {}],
  ['the account of all pods that name none', { serviceAccount: 'default' }],
  ['a namespace that the app has nothing in', { namespace: 'reports' }],
  ['a namespace of the cluster', { namespace: 'kube-system' }],
  ['the controller of Knative', { namespace: 'knative-serving', serviceAccount: 'controller' }],
])('an identity is taken as it is for %s', (_, account) => {
  expect(warnings(account)).toEqual([]);
});
