import { type App, Chart } from 'cdk8s';
import { KnativeService, Namespace, Warnings } from 'cdk8s-knative';
import { localPlatform } from '../local-platform';

/** A platform for trying, the namespace and the two functions, which both stages of the article share. */
export function functions(app: App) {
  localPlatform(app, '127.0.0.1.sslip.io');
  const chart = new Chart(app, 'microservices', { namespace: 'microservices' });
  new Namespace(chart, 'microservices');
  Warnings.of(chart).acknowledge('image-version', 'the article publishes its images as latest');
  const web = new KnativeService(chart, 'web', { image: 'docker.io/aprezcuba24/example-web:latest' });
  const process = new KnativeService(chart, 'process', { image: 'docker.io/aprezcuba24/process:latest' });
  return { chart, web, process };
}
