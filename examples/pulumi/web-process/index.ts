import * as k8s from '@pulumi/kubernetes';
import { App } from 'cdk8s';
import { Broker, Filter, Warnings } from 'cdk8s-knative';
import { Charts } from 'cdk8s-knative/pulumi';
import { functions } from '../../web-process/functions';

// The objects, as any program of cdk8s makes them.
const app = new App();
const { chart, web, process } = functions(app);
const broker = new Broker(chart, 'default');
Warnings.of(broker).acknowledge('no-dead-letter-sink', 'the article shows the smallest broker there is');
broker.addTrigger('process-trigger', {
  filter: Filter.exact({ type: 'dev.knative.foo.bar', source: 'https://example.com/event-producer' }),
  subscriber: process,
});
web.bindTo(broker, 'sink-web');

// The cluster that kubectl talks to.
const provider = new k8s.Provider('cluster', Charts.PROVIDER_SETTINGS);
const operator = new k8s.yaml.v2.ConfigFile('knative-operator', {
  file: 'https://github.com/knative/operator/releases/download/knative-v1.23.0/operator.yaml',
}, { provider });

// Every object becomes a resource of Pulumi.
const charts = new Charts('web-process', app, { provider, dependsOn: operator });

export const url = charts.url(web);
