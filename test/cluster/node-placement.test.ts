import { App, Chart } from 'cdk8s';
import {
  ClusterCapacity, ClusterSpec, EksctlCluster, Feature, Features, KnativeService, type NodeGroupProps, type NodeTaint,
  TaintEffect, Toleration, Warnings,
} from '../../lib';

beforeEach(() => { jest.spyOn(process.stderr, 'write').mockReturnValue(true); });
afterEach(() => { jest.restoreAllMocks(); });

const SPOT: NodeTaint = { key: 'spot', value: 'true', effect: TaintEffect.NO_SCHEDULE };

function group(name: string, taints: readonly NodeTaint[] = []): NodeGroupProps {
  return {
    name, instanceTypes: ['m5.large'], minSize: 2, desiredSize: 2, maxSize: 2, labels: { pool: name, team: 'shop' }, taints,
  };
}

const BASE_AND_BURST = ClusterCapacity.nodeGroups(group('base'), group('burst', [SPOT]));

type Pod = Pick<ConstructorParameters<typeof KnativeService>[2], 'nodeSelector' | 'tolerations'>;

/** What is warned of where a service with these fields runs on a cluster with these nodes. */
function warnings(capacity: ClusterCapacity, pod: Pod = {}): string[] {
  const app = new App();
  Features.of(app).enable(Feature.PODSPEC_NODESELECTOR, Feature.PODSPEC_TOLERATIONS);
  const spec = new ClusterSpec({ name: 'shop', region: 'eu-central-1', zones: ['eu-central-1a', 'eu-central-1b'], capacity });
  new EksctlCluster(app, 'cluster', { spec });
  new KnativeService(new Chart(app, 'shop', { namespace: 'shop' }), 'orders', { image: 'ghcr.io/example/orders:1.0', ...pod });
  app.node.findAll().forEach((one) => one.node.validate());
  return Warnings.of(app).list().filter(({ id }) => ['no-node-for-pod', 'nodes-all-tainted'].includes(id))
    .map(({ id, path, message }) => `${id} [${path}] ${message}`);
}

describe('a pod that the nodes of the cluster take', () => {
  test.each<[string, ClusterCapacity, Pod]>([
    ['asks for nothing', BASE_AND_BURST, {}],
    ['asks for a label that a group has', BASE_AND_BURST, { nodeSelector: { pool: 'base' } }],
    ['tolerates the taint, with its value', BASE_AND_BURST, { nodeSelector: { pool: 'burst' }, tolerations: [Toleration.equal('spot', 'true')] }],
    ['tolerates the taint, whatever its value', BASE_AND_BURST, { nodeSelector: { pool: 'burst' }, tolerations: [Toleration.exists('spot')] }],
    ['tolerates everything', BASE_AND_BURST, { nodeSelector: { pool: 'burst' }, tolerations: [Toleration.all()] }],
    ['asks for a label of Kubernetes', BASE_AND_BURST, { nodeSelector: { 'kubernetes.io/arch': 'arm64' } }],
    ['asks for a label of EKS', BASE_AND_BURST, { nodeSelector: { 'eks.amazonaws.com/capacityType': 'SPOT' } }],
    ['only prefers other nodes', ClusterCapacity.nodeGroups(group('base', [{ ...SPOT, effect: TaintEffect.PREFER_NO_SCHEDULE }])), { nodeSelector: { pool: 'base' } }],
    ['gets nodes as it wants them', ClusterCapacity.autoMode(), { nodeSelector: { pool: 'anything' } }],
  ])('%s: no warning', (_, capacity, pod) => {
    expect(warnings(capacity, pod)).toEqual([]);
  });
});

describe('a pod that waits for ever is warned of', () => {
  test('where no group has the label', () => {
    expect(warnings(BASE_AND_BURST, { nodeSelector: { pool: 'brust' } })).toEqual([
      'no-node-for-pod [shop/orders] no node takes the pods of Service `shop/orders`: no group of nodes has the labels `pool: brust`; '
      + 'the groups have `pool: base`, `team: shop`, `pool: burst`',
    ]);
  });

  test.each<[string, Pod]>([
    ['not at all', { tolerations: [] }],
    ['with another value', { tolerations: [Toleration.equal('spot', 'yes')] }],
    ['with another effect', { tolerations: [Toleration.equal('spot', 'true', { effect: TaintEffect.NO_EXECUTE })] }],
  ])('where it does not tolerate the taint of all nodes with its labels: %s', (_, pod) => {
    expect(warnings(BASE_AND_BURST, { nodeSelector: { pool: 'burst' }, ...pod })).toEqual([
      'no-node-for-pod [shop/orders] no node takes the pods of Service `shop/orders`: they do not tolerate the taints '
      + "`burst: spot=true:NoSchedule`; write `tolerations: [Toleration.equal('spot', 'true')]`, for example, or have a group without a taint",
    ]);
  });

  test('once for all, where every group has a taint', () => {
    const tainted = ClusterCapacity.nodeGroups(group('base', [SPOT]), group('burst', [{ key: 'gpu', effect: TaintEffect.NO_EXECUTE }]));
    expect(warnings(tainted)).toEqual([
      'nodes-all-tainted [cluster] every group of nodes has a taint, `base`, `burst`: the pods of Knative, of most add-ons, and of every '
      + 'service without `tolerations` find no node. Have a group without `taints`',
    ]);
  });
});
