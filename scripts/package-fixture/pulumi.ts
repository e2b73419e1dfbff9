import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { App, Chart } from 'cdk8s';
import { KnativeService, Namespace } from 'cdk8s-knative';
import { Charts, OutputSecret, PulumiOutput } from 'cdk8s-knative/pulumi';

const registered: string[] = [];

async function main(): Promise<void> {
  await pulumi.runtime.setMocks({
    call: ({ inputs }) => inputs,
    newResource: ({ type, name, inputs }) => {
      registered.push(`${type} ${name}`);
      return { id: `${name}-id`, state: { ...inputs, status: { url: `http://${name}.example.com` } } };
    },
  });
  const app = new App();
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new Namespace(shop, 'shop');
  new OutputSecret(shop, 'database', { stringData: { password: pulumi.secret('kept') } });
  const web = new KnativeService(shop, 'web', {
    image: PulumiOutput.asString(pulumi.output('ghcr.io/example/web:1.0')),
  });
  const provider = new kubernetes.Provider('cluster', Charts.PROVIDER_SETTINGS);
  const url = await new Promise<string>((resolve) => { new Charts('shop', app, { provider }).url(web).apply(resolve); });

  const expected = [
    'kubernetes:core/v1:Namespace shop/shop', 'kubernetes:core/v1:Secret shop/shop/database',
    'kubernetes:serving.knative.dev/v1:Service shop/shop/web',
  ];
  const missing = expected.filter((each) => !registered.includes(each));
  if (missing.length > 0) throw new Error(`not registered: ${missing.join(', ')}`);
  if (url !== 'http://shop/shop/web.example.com') throw new Error(`the address of the service is ${url}`);
}

void main();
