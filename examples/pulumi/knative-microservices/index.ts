import * as fs from 'fs';
import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { App, Chart } from 'cdk8s';
import { VendoredReleases } from 'cdk8s-knative';
import { Charts, OutputSecret } from 'cdk8s-knative/pulumi';
import { describePlatform } from '../../knative-microservices/platform';
import { describeServices } from '../../knative-microservices/services';

const config = new pulumi.Config();
const app = new App();

// The same platform and the same services as on every other way to a cluster. The operator and Contour come from
// vendored files; without the folder, they are prerequisites.
const releases = fs.existsSync('releases') ? VendoredReleases.fromFolder('releases') : undefined;
const { simple } = describeServices(app, describePlatform(app, { releases }));

// The Secrets that the other ways leave to a person: from the configuration of the stack, which Pulumi encrypts.
const secrets = new Chart(app, 'secrets');
for (const namespace of ['knative-eventing', 'my-knative-services']) {
  new OutputSecret(secrets, `ccloud-${namespace}`, {
    metadata: { name: 'ccloud', namespace },
    stringData: {
      'protocol': 'SASL_SSL',
      'sasl.mechanism': 'PLAIN',
      'user': config.require('kafkaApiKey'),
      'password': config.requireSecret('kafkaApiSecret'),
    },
  });
}
new OutputSecret(secrets, 'docker-json', {
  metadata: { namespace: 'my-knative-services' },
  type: 'kubernetes.io/dockerconfigjson',
  stringData: { '.dockerconfigjson': config.requireSecret('dockerConfig') },
});
new OutputSecret(secrets, 'vault-ca', {
  metadata: { namespace: 'my-knative-services' },
  stringData: { 'ca.crt': config.require('vaultCa') },
});

// Without `kubeconfig`, the cluster that kubectl talks to.
const provider = new k8s.Provider('cluster', {
  kubeconfig: config.getSecret('kubeconfig'),
  ...Charts.PROVIDER_SETTINGS,
});
const charts = new Charts('microservices', app, { provider });

export const url = charts.url(simple);
