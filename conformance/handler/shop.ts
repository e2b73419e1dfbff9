import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib/core';
import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Broker, Filter, InMemoryChannel, KnativeService, ServicesNamespace, Warnings } from '../../lib';
import { type ApplyOptions, EksKnativeCluster } from '../../lib/eks';
import { object, outside } from '../apply/installation';
import { assemble, type Assembly } from './assembly';

/** What is different about a shop, while the rest of it stays the same. */
export interface ShopOptions {
  readonly stack?: string;
  readonly namespace?: string;
  /** Name of the chart that the shop stands in. */
  readonly chart?: string;
  /** Constructs between the chart and its settings. */
  readonly below?: readonly string[];
  /** Whether the settings stand in a chart of their own, which comes first. */
  readonly moved?: boolean;
  readonly image?: string;
  readonly colour?: string;
  /** How many ConfigMaps more there are. */
  readonly many?: number;
  /** What is left out. */
  readonly without?: readonly ('trigger' | 'settings' | 'definition' | 'widget')[];
  /** Size of the one object that the server judges by its definition; below 1 it refuses it. */
  readonly size?: number;
  /** Whether the definition knows a field more. */
  readonly wider?: boolean;
  /** Whether a Deployment runs before everything that follows controllers. */
  readonly controller?: boolean;
  /**
   * Whether Knative's eventing is part of the shop, as resource of the operator; with Kafka, whether also a `Valve`,
   * of a kind that the operator brings when Kafka is switched on.
   */
  readonly eventing?: 'plain' | 'kafka';
  readonly apply?: ApplyOptions;
  /** Another stack, for the objects of the shop. */
  readonly elsewhere?: string;
  /** Whether Helm is told to leave all objects where they are when it is done with them. */
  readonly keep?: boolean;
  /** A field of the settings that the stack reads when all is applied. */
  readonly read?: string;
}

export const CLUSTER = 'shop';
const REGION = 'us-east-1';
const LABELS = { app: 'press' };

/** The stack of a shop on a cluster that is there. */
export function shop(options: ShopOptions = {}): Assembly {
  return assemble((app) => {
    const stack = new Stack(app, options.stack ?? 'shop', { env: { region: REGION } });
    const cluster = EksKnativeCluster.fromExisting(stack, 'cluster', {
      clusterName: CLUSTER, version: '1.35', kubectlLayer: layer(stack),
    });
    const objects = new App();
    describeShop(objects, options);
    if (options.keep === true) keepAll(objects);
    const { elsewhere } = options;
    const scope = elsewhere === undefined ? stack : new Stack(app, elsewhere, { env: { region: REGION } });
    const applied = cluster.apply(objects, { scope, ...options.apply });
    if (options.read === undefined) return;
    const { namespace = 'shop' } = options;
    const value = applied.objectValue({
      kind: 'ConfigMap', name: 'settings', namespace, jsonPath: `.data.${options.read}`, timeout: Duration.minutes(1),
    });
    new CfnOutput(stack, 'settings', { value });
  });
}

function keepAll(app: App): void {
  for (const construct of app.node.findAll()) {
    if (ApiObject.isApiObject(construct)) construct.metadata.addAnnotation('helm.sh/resource-policy', 'keep');
  }
}

/** A layer with kubectl and Helm, which is nowhere read. */
export function layer(stack: Stack) {
  return LayerVersion.fromLayerVersionArn(stack, 'layer', `arn:aws:lambda:${REGION}:123456789012:layer:kubectl:1`);
}

function describeShop(app: App, options: ShopOptions): void {
  const { namespace = 'shop', without = [], image = '1.0', many = 0 } = options;
  const early = options.moved === true ? new Chart(app, 'early', { namespace }) : undefined;
  const chart = new Chart(app, options.chart ?? 'services', { namespace });
  const kinds = without.includes('definition') ? undefined : new Chart(app, 'kinds');
  new ServicesNamespace(chart, namespace);
  const home = (options.below ?? []).reduce<Construct>((scope, id) => new Construct(scope, id), early ?? chart);
  if (!without.includes('settings')) add(home, 'settings', object('v1', 'ConfigMap', 'settings', { data: { colour: options.colour ?? 'blue' } }, namespace));
  add(chart, 'account', object('v1', 'ServiceAccount', 'clerk', {}, namespace));
  add(chart, 'reader', object('rbac.authorization.k8s.io/v1', 'Role', 'reader', { rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }] }, namespace));
  if (options.controller === true) add(chart, 'controller', controller(namespace));
  if (kinds !== undefined) add(kinds, 'widgets', widgets(options.wider === true));
  if (!without.includes('widget') && kinds !== undefined) {
    add(chart, 'widget', object('shop.example.com/v1', 'Widget', 'press', { spec: { size: options.size ?? 1, ...options.wider === true ? { colour: 'red' } : {} } }, namespace));
  }
  if (options.eventing !== undefined) addEventing(chart, namespace, options.eventing === 'kafka');
  for (let at = 0; at < many; at += 1) add(chart, `more-${at}`, object('v1', 'ConfigMap', `more-${at}`, { data: { at: String(at) } }, namespace));
  describeEvents(chart, image, without.includes('trigger'));
  Warnings.of(app).acknowledge('no-dead-letter-sink', 'nothing is sent here');
}

function addEventing(chart: Chart, namespace: string, enabled: boolean): void {
  const sources = ['ceph', 'github', 'gitlab', 'kafka', 'rabbitmq', 'redis'];
  const source = Object.fromEntries(sources.map((name) => [name, { enabled: enabled && name === 'kafka' }]));
  const spec = { version: '1.23.0', source };
  add(chart, 'eventing', object('operator.knative.dev/v1beta1', 'KnativeEventing', 'knative-eventing', { spec }, namespace));
  if (enabled) add(chart, 'valve', object('valves.example.com/v1', 'Valve', 'main', {}, namespace));
}

/** The kind that comes with Kafka here. */
export const VALVES = outside('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'valves.valves.example.com', {
  spec: {
    group: 'valves.example.com', scope: 'Namespaced', names: { kind: 'Valve', plural: 'valves', singular: 'valve', listKind: 'ValveList' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
});

function describeEvents(chart: Chart, image: string, withoutTrigger: boolean): void {
  const orders = new KnativeService(chart, 'orders', { image: `registry.example.com/orders:${image}` });
  const broker = new Broker(chart, 'events');
  if (!withoutTrigger) broker.addTrigger('placed', { filter: Filter.exact({ type: 'order.placed' }), subscriber: orders });
  new InMemoryChannel(chart, 'letters');
  orders.schedule('nightly', { schedule: '0 3 * * *' });
}

/** A Deployment of a controller. */
export function controller(namespace: string, name = 'press') {
  return object('apps/v1', 'Deployment', name, {
    metadata: { name, namespace },
    spec: { selector: { matchLabels: LABELS }, template: { metadata: { labels: LABELS }, spec: { containers: [{ name: 'main', image: 'registry.example.com/press:1.0' }] } } },
  }, namespace);
}

/** A definition of a size. */
function widgets(wider: boolean) {
  const spec = { type: 'object', properties: { size: { type: 'integer', minimum: 1 }, ...wider ? { colour: { type: 'string' } } : {} } };
  return outside('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.shop.example.com', {
    spec: {
      group: 'shop.example.com', scope: 'Namespaced', names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec } } } }],
    },
  });
}

function add(scope: Construct, id: string, { apiVersion, kind, metadata, ...fields }: ReturnType<typeof object>): void {
  new ApiObject(scope, id, { apiVersion, kind, metadata: { ...metadata }, ...fields });
}
