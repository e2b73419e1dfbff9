import * as k8s from '@pulumi/kubernetes';
import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Broker, Filter, Ingress, InstalledBy, KnativePlatform, KnativeService, type KnativeVersion, LoadBalancer, Namespace,
  Sequence, SinkBinding, SinkBindingSubject, VendoredReleases,
} from '../../lib';
import { Charts, type ChartsOptions } from '../../lib/pulumi';
import { definition } from '../apply/installation';
import { build } from '../generated/interpreter';
import type { Program } from '../generated/program';

/** A provider as a program should have it. */
function provider(): k8s.Provider {
  return new k8s.Provider('cluster', Charts.PROVIDER_SETTINGS);
}

/** Generated programs, each as charts of its own. */
export function generated(programs: readonly Program[], options: ChartsOptions): object {
  const to = provider();
  for (const program of programs) new Charts(program.namespace, build(program), { provider: to, ...options });
  return {};
}

/** Knative from the files of its releases, which a folder has. */
export function released(releases: string, version: KnativeVersion, upgradingFrom?: KnativeVersion): object {
  const app = new App();
  new KnativePlatform(new Chart(app, 'platform'), 'knative', {
    ingress: Ingress.kourier({ loadBalancer: LoadBalancer.none({ nodePort: true, httpPort: 31080 }) }),
    domain: '127.0.0.1.sslip.io',
    installedBy: InstalledBy.RELEASE_MANIFESTS,
    releases: VendoredReleases.fromFolder(releases),
    version,
    upgradingFrom,
  });
  new Charts('platform', app, { provider: provider() });
  return {};
}

/** How a shop is written; nothing of it is known to the cluster. */
export interface ShopLayout {
  /** @default 'shop' */
  readonly chart?: string;
  /**
   * Whether constructs are in another one, and come in another order.
   * @default false
   */
  readonly moved?: boolean;
  /** @default 'ghcr.io/example/shop:1.0' */
  readonly image?: string;
}

/** A kind with an object, two services, a broker whose dead letters come back to it, and a workload that sends. */
export function shop(options: ChartsOptions, { chart: id = 'shop', moved = false, image = 'ghcr.io/example/shop:1.0' }: ShopLayout = {}): object {
  const app = new App();
  const chart = new Chart(app, id, { namespace: 'shop' });
  const parts = [
    () => new Namespace(chart, 'shop'),
    () => kind(app, chart),
    () => eventing(moved ? new Construct(chart, 'part') : chart, image),
  ];
  for (const make of moved ? parts.reverse() : parts) make();
  const charts = new Charts('shop', app, { provider: provider(), ...options });
  const web = chart.node.findAll().find((each) => each instanceof KnativeService);
  return web === undefined ? {} : { url: charts.url(web) };
}

function kind(app: App, scope: Construct): void {
  const { apiVersion, kind: of, metadata, spec } = definition('shop.example.com', 'v1', 'Widget', 'widgets');
  new ApiObject(scope, 'widget', {
    apiVersion: 'shop.example.com/v1', kind: 'Widget', metadata: { name: 'one' }, spec: { size: 3 },
  });
  new ApiObject(new Chart(app, 'kinds'), 'widgets', { apiVersion, kind: of, metadata, spec });
}

function eventing(scope: Construct, image: string): void {
  const web = new KnativeService(scope, 'web', { image });
  const broker: Broker = new Broker(scope, 'default', { deadLetterSink: web });
  const again = new Sequence(scope, 'again', { steps: [{ subscriber: web }], reply: broker });
  broker.addTrigger('paid', { filter: Filter.exact({ type: 'shop.paid' }), subscriber: again });
  // What sends from the shop gets its sink from a binding that comes later.
  const till = new KnativeService(scope, 'till', { image });
  till.bindTo(broker, 'from-till');
  const labels = { app: 'printer' };
  const printer = new ApiObject(scope, 'printer', {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'printer' },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'printer', image }] } } },
  });
  new SinkBinding(scope, 'from-printer', { subject: SinkBindingSubject.of(printer), sink: broker });
}
