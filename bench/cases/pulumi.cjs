// Registers a namespace, brokers, services and triggers as resources of Pulumi, in a mock run: `pulumi.cjs ours|plain
// <objects>`. Prints the milliseconds from the first construct to the last answer of the engine, how many objects were
// registered, and a digest of their names, types and inputs. This library has Pulumi write down two frames of the
// program for each promise (lib/pulumi/object-resource.ts); `plain` has the ten of Node, as any program.
const { createHash } = require('node:crypto');
const pulumi = require('@pulumi/pulumi');
const kubernetes = require('@pulumi/kubernetes');

const BROKERS = 9;
const [, , side, count] = process.argv;
const SETTINGS = {
  enableServerSideApply: true, enableConfigMapMutable: true, enableSecretMutable: true, upsertExistingObjects: true,
};
const services = (Number(count) - BROKERS - 1) / 2;

const ours = () => {
  const { App, Chart } = require('cdk8s');
  const { Broker, BrokerClass, Filter, KnativeService, Namespace, Warnings } = require('cdk8s-knative');
  const { Charts } = require('cdk8s-knative/pulumi');
  return () => {
    const app = new App();
    Warnings.of(app).acknowledge('no-dead-letter-sink', 'The other side has none either.');
    const chart = new Chart(app, 'bench', { namespace: 'bench' });
    new Namespace(chart, 'bench');
    const brokers = Array.from({ length: BROKERS }, (_, i) => new Broker(chart, `broker-${i}`, {
      brokerClass: BrokerClass.MT_CHANNEL_BASED,
    }));
    for (let i = 0; i < services; i += 1) {
      const subscriber = new KnativeService(chart, `service-${i}`, { image: `ghcr.io/example/service-${i}:1.0` });
      brokers[i % BROKERS].addTrigger(`trigger-${i}`, {
        filter: Filter.exact({ type: `com.example.${i}`, source: '/bench' }),
        subscriber,
      });
    }
    new Charts('bench', app, { provider: new kubernetes.Provider('cluster', SETTINGS) });
  };
};

// The same objects as a careful person writes them: in a component, each after its namespace, triggers after the broker
// and the service that they are for, and with what Pulumi waits for.
const plain = () => {
  const { CustomResource } = kubernetes.apiextensions;
  const wait = { 'pulumi.com/waitFor': 'condition=Ready' };
  class Bench extends pulumi.ComponentResource {
    constructor(name, opts) {
      super('bench:index:Bench', name, {}, opts);
      const after = (...dependsOn) => ({ parent: this, dependsOn });
      const namespace = new kubernetes.core.v1.Namespace(`${name}/bench`, { metadata: { name: 'bench' } }, after());
      const brokers = Array.from({ length: BROKERS }, (_, i) => new CustomResource(`${name}/bench/broker-${i}`, {
        apiVersion: 'eventing.knative.dev/v1',
        kind: 'Broker',
        metadata: {
          name: `broker-${i}`, namespace: 'bench',
          annotations: { 'eventing.knative.dev/broker.class': 'MTChannelBasedBroker', ...wait },
        },
        spec: {},
      }, after(namespace)));
      for (let i = 0; i < services; i += 1) {
        const service = new CustomResource(`${name}/bench/service-${i}`, serviceOf(i, wait), after(namespace));
        new CustomResource(`${name}/bench/trigger-${i}`, triggerOf(i, wait), after(namespace, brokers[i % BROKERS], service));
      }
      this.registerOutputs({});
    }
  }
  return () => new Bench('bench', { provider: new kubernetes.Provider('cluster', SETTINGS) });
};

function serviceOf(i, annotations) {
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name: `service-${i}`, namespace: 'bench', annotations },
    spec: {
      template: {
        spec: {
          containers: [{
            image: `ghcr.io/example/service-${i}:1.0`,
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
              runAsNonRoot: true,
              seccompProfile: { type: 'RuntimeDefault' },
            },
          }],
        },
      },
    },
  };
}

function triggerOf(i, annotations) {
  return {
    apiVersion: 'eventing.knative.dev/v1',
    kind: 'Trigger',
    metadata: { name: `trigger-${i}`, namespace: 'bench', annotations },
    spec: {
      broker: `broker-${i % BROKERS}`,
      filters: [{ exact: { source: '/bench', type: `com.example.${i}` } }],
      subscriber: { ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: `service-${i}` } },
    },
  };
}

/** With its keys in order: what is sent says nothing of theirs. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

async function main() {
  const sent = [];
  await pulumi.runtime.setMocks({
    call: ({ inputs }) => inputs,
    newResource: ({ type, name, inputs }) => {
      if (type.startsWith('kubernetes:')) sent.push({ name, type, inputs });
      return { id: `${name}-id`, state: inputs };
    },
  });
  // Loading is a row of its own, so it stays outside of the measured part.
  const program = (side === 'plain' ? plain : ours)();
  const start = process.hrtime.bigint();
  program();
  await pulumi.runtime.disconnect();
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  const texts = sent.map((each) => JSON.stringify(sorted(each))).sort();
  console.log(JSON.stringify({ ms, objects: sent.length, digest: createHash('sha256').update(texts.join('\n')).digest('hex') }));
}

main();
