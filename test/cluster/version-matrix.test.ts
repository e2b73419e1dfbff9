import { App } from 'cdk8s';
import { ClusterChart, ClusterSpec, EksctlCluster, Ingress, KnativePlatform, KnativeVersion, Warnings } from '../../lib';
import { checkClusterVersion, CLUSTER_VERSIONS, clusterVersion, DEFAULT_CLUSTER_VERSION, describeClusterOfApp } from '../../lib/cluster';
import { OLDEST_KUBERNETES_OF_OPERATOR, releaseOf } from '../../lib/platform';

const minorOf = (version: string) => Number(version.split('.')[1]);

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(() => jest.restoreAllMocks());

describe('versions of clusters', () => {
  test('are a row of minor versions, of which the default is one for every tool', () => {
    const minors = Object.keys(CLUSTER_VERSIONS).map(minorOf);

    expect(minors).toEqual(minors.map((_, index) => (minors[0] ?? 0) + index));
    expect(clusterVersion(DEFAULT_CLUSTER_VERSION)?.eksctl).toBe(true);
    expect(checkClusterVersion(DEFAULT_CLUSTER_VERSION)).toBeUndefined();
  });

  test('have a layer whose kubectl is at most one minor version apart', () => {
    for (const [version, { kubectlLayer, kubectlLayerClass }] of Object.entries(CLUSTER_VERSIONS)) {
      const [, minor] = /^@aws-cdk\/lambda-layer-kubectl-v(\d+)$/.exec(kubectlLayer) ?? [];

      expect(Math.abs(minorOf(version) - Number(minor))).toBeLessThanOrEqual(1);
      expect(kubectlLayerClass).toBe(`KubectlV${minor}Layer`);
    }
  });

  test('are ones on which the operator and every Knative start, and the default one on which the newest is tested', () => {
    const releases = Object.values(KnativeVersion).map((version) => releaseOf(version).oldestKubernetes);
    const oldest = [OLDEST_KUBERNETES_OF_OPERATOR, ...releases];

    expect(Math.min(...Object.keys(CLUSTER_VERSIONS).map(minorOf))).toBe(Math.max(...oldest.map(minorOf)));
    expect(minorOf(releaseOf(KnativeVersion.V1_23).newestTestedKubernetes))
      .toBeGreaterThanOrEqual(minorOf(DEFAULT_CLUSTER_VERSION));
  });
});

describe('a platform', () => {
  test.each([['1.35', []], ['1.36', ['kubernetes-untested']]])('is compared with the version of its cluster: %s', (version, ids) => {
    const app = new App();
    const platform = new KnativePlatform(new ClusterChart(app, 'platform'), 'platform', {
      version: KnativeVersion.V1_23, ingress: Ingress.kourier(),
    });
    new EksctlCluster(app, 'cluster', {
      spec: new ClusterSpec({ name: 'shop', region: 'us-east-1', zones: ['us-east-1a', 'us-east-1b'], version }),
    });
    app.synthYaml();

    expect(Warnings.of(platform).list().map(({ id }) => id).filter((id) => id.startsWith('kubernetes'))).toEqual(ids);
  });

  test('fails where its cluster is one that exists and is too old', () => {
    const app = new App();
    const chart = new ClusterChart(app, 'platform');
    new KnativePlatform(chart, 'platform', { version: KnativeVersion.V1_23, ingress: Ingress.kourier() });
    describeClusterOfApp(app, { clusterName: 'shop', kubernetesVersion: '1.33' });

    expect(() => app.synthYaml()).toThrow(/KN-PLT-018 Knative 1.23 does not start on Kubernetes `1.33`/);
  });
});
