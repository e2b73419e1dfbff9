import { App as CdkApp, Stack } from 'aws-cdk-lib';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { App, Chart } from 'cdk8s';
import { ClusterSpec, KnativeService, ServicesNamespace } from 'cdk8s-knative';
import { EksKnativeCluster } from 'cdk8s-knative/eks';

const stacks = new CdkApp();
const stack = new Stack(stacks, 'cluster', { env: { region: 'eu-central-1' } });
const cluster = new EksKnativeCluster(stack, 'cluster', {
  spec: new ClusterSpec({ name: 'shop', region: 'eu-central-1', zones: ['eu-central-1a', 'eu-central-1b'] }),
  kubectlLayer: LayerVersion.fromLayerVersionArn(stack, 'kubectl', 'arn:aws:lambda:eu-central-1:123456789012:layer:kubectl:1'),
});

const app = new App();
const shop = new Chart(app, 'shop', { namespace: 'shop' });
new ServicesNamespace(shop, 'shop');
new KnativeService(shop, 'orders', { image: 'ghcr.io/example/orders:1.0' });
cluster.apply(app, { scope: new Stack(stacks, 'shop', { env: { region: 'eu-central-1' } }) });

const { template } = stacks.synth().getStackByName('shop') as { template: { Resources: Record<string, { Type: string }> } };
const applied = Object.values(template.Resources).filter(({ Type }) => Type === 'Custom::AWSCDK-EKS-KubernetesResource');
if (applied.length < 2) throw new Error(`the stack applies ${applied.length} objects`);
