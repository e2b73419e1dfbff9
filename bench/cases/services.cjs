// Builds and synthesizes services with triggers on ten brokers:
// `services.cjs ours|unchecked|plain <services> <outdir>`.
// Prints the milliseconds from the first construct to the end of `app.synth()`, and the peak memory of the process.
const { ApiObject, App, Chart } = require('cdk8s');

const BROKERS = 10;
const [, , side, count, outdir] = process.argv;
const services = Number(count);

const ours = (chart) => {
  const { Broker, BrokerClass, Filter, KnativeService } = require('cdk8s-knative');
  return () => {
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
  };
};

// The same objects, letter for letter and in the same order, as a program without this library would write them.
const plain = (chart) => () => {
  for (let b = 0; b < BROKERS; b += 1) {
    new ApiObject(chart, `broker-${b}`, {
      apiVersion: 'eventing.knative.dev/v1',
      kind: 'Broker',
      metadata: {
        name: `broker-${b}`,
        annotations: { 'eventing.knative.dev/broker.class': 'MTChannelBasedBroker' },
      },
      spec: {},
    });
    for (let i = b; i < services; i += BROKERS) plainTrigger(chart, i, b);
  }
  for (let i = 0; i < services; i += 1) plainService(chart, i);
};

function plainTrigger(chart, i, b) {
  new ApiObject(chart, `trigger-${i}`, {
    apiVersion: 'eventing.knative.dev/v1',
    kind: 'Trigger',
    metadata: { name: `trigger-${i}` },
    spec: {
      broker: `broker-${b}`,
      filters: [{ exact: { source: '/bench', type: `com.example.${i}` } }],
      subscriber: { ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: `service-${i}` } },
    },
  });
}

function plainService(chart, i) {
  new ApiObject(chart, `service-${i}`, {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name: `service-${i}` },
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
  });
}

/** Switches validation off: nothing is asked, and no place in the program is remembered for a refusal. */
function withoutValidation() {
  const { Node } = require('constructs');
  Node.prototype.addValidation = () => undefined;
  Node.prototype.validate = () => [];
  Error.captureStackTrace = () => undefined;
}

if (side === 'unchecked') withoutValidation();
const app = new App({ outdir });
const chart = new Chart(app, 'bench', { namespace: 'bench' });
// Loading is a row of its own, so it stays outside of the measured part.
const build = (side === 'plain' ? plain : ours)(chart);

const start = process.hrtime.bigint();
build();
app.synth();
const ms = Number(process.hrtime.bigint() - start) / 1e6;
console.log(JSON.stringify({ ms, peakMiB: process.resourceUsage().maxRSS / 1024 }));
