import { Stack } from 'aws-cdk-lib';
import { App as KubernetesApp, Chart } from 'cdk8s';
import { ServiceAccount } from 'cdk8s-plus-28';
import { EksctlCluster } from '../../lib';
import { anyCluster, anySpec, refusalsOf } from './support';

describe('one specification for AWS CDK and for eksctl', () => {
  test('fails once on what is wrong with it, where it was written', () => {
    const spec = anySpec({ zones: ['us-east-1d'] });
    const app = new KubernetesApp();
    new EksctlCluster(app, 'eksctl', { spec, file: 'x' });
    new ServiceAccount(new Chart(app, 'chart'), 'account');
    const cluster = anyCluster({ spec });
    cluster.apply(app);

    const refused = refusalsOf(() => Stack.of(cluster));
    expect(refused).toEqual([
      expect.stringMatching(/KN-CLU-004 .*test\/eks\/support\.ts:\d+:\d+\)$/), expect.stringContaining('KN-CTL-001'),
    ]);
  });
});
