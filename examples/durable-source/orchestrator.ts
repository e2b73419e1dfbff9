import { type App, Chart } from 'cdk8s';
import { ContainerSource, Env, type ISink, KnativeService, Namespace, SecretReference, Warnings } from 'cdk8s-knative';
import { localPlatform } from '../local-platform';

/** A platform for trying, and the chart with its namespace. */
export function knApp(app: App): Chart {
  localPlatform(app, '127.0.0.1.sslip.io');
  const chart = new Chart(app, 'kn-app', { namespace: 'kn-app' });
  new Namespace(chart, 'kn-app', { metadata: { labels: { 'istio-injection': 'enabled' } } });
  Warnings.of(chart).acknowledge('image-version', 'the article publishes its images without a version');
  return chart;
}

/** A service that prints the events it gets. It listens on port 80, which Kubernetes lets root only open. */
export function helloEvents(chart: Chart, id: string): KnativeService {
  return new KnativeService(chart, id, {
    image: 'docker.io/rahulrai/hello-events',
    port: 80,
    securityContext: { runAsNonRoot: false, dropCapabilities: ['NET_RAW'] },
  });
}

/**
 * The durable workflow that makes the events; its state lies in a storage account. Knative puts the address of the sink
 * into K_SINK, which Kubernetes expands in the argument.
 */
export function helloOrchestrator(chart: Chart, sink: ISink): ContainerSource {
  const storage = SecretReference.fromName('durable-task-storage');
  return new ContainerSource(chart, 'hello-orchestrator', {
    containers: [{
      image: 'docker.io/rahulrai/hello-orchestrator',
      args: ['--sink=$(K_SINK)'],
      env: {
        StorageConnectionString: Env.fromSecret(storage, 'connection-string'),
        TaskHubName: Env.value('DTFHub'),
        DurationInSeconds: Env.value('10'),
      },
    }],
    sink,
  });
}
