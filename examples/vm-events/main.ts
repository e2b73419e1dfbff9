import * as fs from 'fs';
import * as path from 'path';
import { App, Chart } from 'cdk8s';
import { Broker, Env, Filter, KnativeService, Scaling, SecretReference, SideDocuments } from 'cdk8s-knative';

export const app = new App();
// The article applies its manifests to the namespace of its broker.
const chart = new Chart(app, 'vm-events', { namespace: 'vmware-functions', labels: { app: 'veba-ui' } });

// Only the names of the variables are read; their values are in the Secret, which the README of this example makes.
const secret = SecretReference.fromName('kn-py-cb-secret');
const names = [...fs.readFileSync(path.join(__dirname, 'function.env.example'), 'utf8').matchAll(/^(\w+)=/gm)]
  .map(([, name = '']) => name);

const subscriber = new KnativeService(chart, 'kn-py-cb', {
  image: 'ghcr.io/darrylcauldwell/kn-py-cb:1.0',
  scaling: Scaling.exactly(1),
  env: Object.fromEntries(names.map((name) => [name, Env.fromSecret(secret, name)])),
});
const broker = Broker.fromBrokerName(chart, 'broker', 'default');
broker.addTrigger('veba-py-cb-trigger', {
  filter: Filter.exact({ type: 'com.vmware.event.router/event', subject: 'VmCreatedEvent' }),
  subscriber,
});

app.synth();
SideDocuments.of(app).write();
