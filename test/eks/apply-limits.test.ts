import { Topic } from 'aws-cdk-lib/aws-sns';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { App, Chart } from 'cdk8s';
import * as fs from 'fs';
import * as path from 'path';
import { ClusterChart, KnativeService, ServicesNamespace } from '../../lib';
import type { ChartDelivery } from '../../lib/eks';
import { type ApplyOptions, EksKnativeCluster } from '../../lib/eks';
import { add, appOf, messagesOf, type Piece, refused, there } from './apply-support';
import { anyCluster, cdkApp, cdkStack, REGION } from './support';

const CONFIG: Piece = { kind: 'ConfigMap', name: 'settings' };

/** A ConfigMap of about so many bytes. */
function large(bytes: number, name = 'large', letter = 'x'): Piece {
  return { kind: 'ConfigMap', name, fields: { data: { text: letter.repeat(bytes) } } };
}

/** Codes of all problems, sorted. */
function codes(messages: readonly string[]): string[] {
  return messages.map((message) => /KN-[A-Z]{3}-\d{3}/.exec(message)?.[0] ?? message).sort();
}

describe('what cannot be applied', () => {
  it.each<[string, string, RegExp, () => string[]]>([
    ['an app without objects', 'KN-EKS-020', /nothing to put on the cluster/, () => refused(new App())],
    ['an empty chart', 'KN-EKS-021', /the chart `empty` is empty/, () => {
      const app = appOf(CONFIG);
      new Chart(app, 'empty');
      return refused(app);
    }],
    ['a chart below a stack', 'KN-EKS-022', /the chart `shop\/Lost` lies below a construct of AWS CDK/, () => {
      const cluster = there();
      new Chart(Stack.of(cluster), 'Lost');
      return messagesOf(cluster.node.root as ReturnType<typeof cdkApp>);
    }],
    ['what is no app', 'KN-EKS-023', /no app of cdk8s/, () => {
      const cluster = there();
      cluster.apply(new Chart(new App(), 'chart') as unknown as App);
      return messagesOf(cluster.node.root as ReturnType<typeof cdkApp>);
    }],
    ['an app of AWS CDK', 'KN-EKS-023', /no app of cdk8s/, () => {
      const cluster = there();
      cluster.apply(cluster.node.root as unknown as App);
      return messagesOf(cluster.node.root as ReturnType<typeof cdkApp>);
    }],
    ['an app for several clusters', 'KN-EKS-024', /objects of 2 clusters/, () => refused(ofTwo())],
    ['a cluster that no chart is for', 'KN-EKS-024', /no chart of the app is one of the cluster `north`/, () => refused(ofTwo(), { chartsOf: 'north' })],
    ['an object of two apps', 'KN-EKS-025', /ConfigMap `settings` of .* by `shop\/AppliedApp` already/, () => {
      const cluster = there();
      cluster.apply(appOf(CONFIG));
      cluster.apply(appOf(CONFIG));
      return messagesOf(cluster.node.root as ReturnType<typeof cdkApp>);
    }],
    ['an object that is too large for kubectl', 'KN-EKS-026', /ConfigMap `large` is too large for kubectl: .* have 2621\d\d bytes|have 2622\d\d bytes/,
      () => refused(appOf(large(262_100)))],
    ['an object that is too large for an event', 'KN-EKS-027', /ConfigMap `large` is too large for an event of CloudFormation/,
      () => refused(appOf(large(130_000, 'large', '"')))],
    ['objects that are too large for a template', 'KN-EKS-028', /with 5 objects .* the largest are ConfigMap `four` with 2\d{5}/,
      () => refused(appOf(large(200_000, 'one'), large(200_001, 'two'), large(200_002, 'three'), large(200_004, 'four'), large(200_003, 'five')))],
    ['more objects than a stack has resources', 'KN-EKS-029', /has 5\d\d resources, 495 of them objects/,
      () => refused(appOf(...Array.from({ length: 495 }, (_, at) => ({ kind: 'ConfigMap', name: `c${at}` }))))],
    ['another delivery', 'KN-EKS-033', /delivery `post` is none of its values/, () => refused(appOf(CONFIG), { delivery: 'post' as ChartDelivery })],
    ['`generateName`', 'KN-IDX-001', /generateName/, () => {
      const app = new App();
      add(new Chart(app, 'chart'), { kind: 'Job', apiVersion: 'batch/v1', name: 'a', fields: { metadata: { generateName: 'job-' } } });
      return refused(app);
    }],
    ['charts that wait for each other', 'KN-IDX-007', /dependencies lead back/, () => {
      const app = new App();
      const [a, b] = ['a', 'b'].map((id) => new Chart(app, id));
      if (a === undefined || b === undefined) return [];
      [a, b].forEach((chart, at) => { add(chart, { kind: 'ConfigMap', name: `config-${at}` }); });
      a.addDependency(b);
      b.addDependency(a);
      return refused(app);
    }],
    ['an object that cannot be written', 'KN-TYP-001', /a value is not of the type of its property/,
      () => refused(appOf({ kind: 'ConfigMap', name: 'a', fields: { data: { map: new Map() } } }))],
    ['two objects of one identity', 'KN-NAM-002', /is already made by/, () => {
      const app = appOf(CONFIG);
      add(new Chart(app, 'second'), CONFIG);
      return refused(app);
    }],
    ['a name that only the deployment knows', 'KN-LAT-002', /is known to the deployment only/, () => {
      const cluster = there();
      const topic = new Topic(Stack.of(cluster), 'Topic');
      cluster.apply(appOf({ kind: 'ConfigMap', name: topic.topicName }));
      return messagesOf(cluster.node.root as ReturnType<typeof cdkApp>);
    }],
    ['a cluster without kubectl', 'KN-EKS-003', /lambda-layer-kubectl-v35/, () => {
      const stack = cdkStack();
      EksKnativeCluster.fromExisting(stack, 'cluster', { clusterName: 'shop', version: '1.35' }).apply(appOf(CONFIG));
      return messagesOf(stack.node.root as ReturnType<typeof cdkApp>);
    }],
  ])('fails for %s', (_, code, message, messages) => {
    const found = messages();
    expect(codes(found)).toContain(code);
    expect(found.find((each) => each.includes(code))).toMatch(message);
  });

  it.each([
    ['a kind', { kind: '', name: 'a', jsonPath: '.a' }], ['a name', { kind: 'Service', name: '', jsonPath: '.a' }],
    ['a path', { kind: 'Service', name: 'a', jsonPath: 'a' }], ['a path in braces', { kind: 'Service', name: 'a', jsonPath: '{.a}' }],
    ['too much time', { kind: 'Service', name: 'a', jsonPath: '.a', timeout: Duration.minutes(15) }],
  ])('fails for a value of an object with %s that there cannot be', (_, value) => {
    const cluster = there();
    cluster.apply(appOf(CONFIG)).objectValue(value);
    expect(codes(messagesOf(cluster.node.root as ReturnType<typeof cdkApp>))).toEqual(['KN-EKS-030']);
  });

  it('fails with all problems of both programs in one list', () => {
    const cluster = there();
    const app = appOf(large(262_200), { kind: 'Job', apiVersion: 'batch/v1', name: 'a' });
    new Chart(app, 'empty');
    const chart = new Chart(app, 'orders', { namespace: 'orders' });
    new ServicesNamespace(chart, 'orders');
    new KnativeService(chart, 'Api', { image: 'registry.example.com/api:1' });
    const applied = cluster.apply(app);
    applied.objectValue({ kind: 'Service', name: 'a', jsonPath: 'a' });
    new Chart(Stack.of(cluster), 'Lost');
    const messages = messagesOf(cluster.node.root as ReturnType<typeof cdkApp>);
    expect(codes(messages)).toEqual(['KN-EKS-021', 'KN-EKS-022', 'KN-EKS-030', 'KN-NAM-001']);
    expect(messages.find((message) => message.includes('KN-NAM-001'))).toMatch(/^\[shop\/AppliedApp\] \[orders\/Api\] KN-NAM-001 .*apply-limits\.test\.ts:\d+/);
    expect(messages.find((message) => message.includes('KN-EKS-021'))).toMatch(/^\[shop\/AppliedApp\] KN-EKS-021 .*apply-limits\.test\.ts:\d+/);
  });

  it('fails once for an app that two clusters get', () => {
    const stack = new Stack(cdkApp(), 'both', { env: { region: REGION } });
    const app = new App();
    new KnativeService(new Chart(app, 'orders'), 'Api', { image: 'registry.example.com/api:1' });
    for (const name of ['east', 'west']) there(stack, name).apply(app);
    expect(codes(messagesOf(stack.node.root as ReturnType<typeof cdkApp>)).filter((code) => code === 'KN-NAM-001')).toEqual(['KN-NAM-001']);
  });

  it('fails rather than makes a template without the objects where validations are skipped', () => {
    const cluster = there();
    cluster.apply(new App());
    const program = cluster.node.root as ReturnType<typeof cdkApp>;
    expect(() => program.synth({ skipValidation: true })).toThrow(/KN-EKS-020/);
  });

  it('is right again when the program is mended', () => {
    const cluster = there();
    const app = new App();
    const program = cluster.node.root as ReturnType<typeof cdkApp>;
    cluster.apply(app);
    expect(codes(messagesOf(program))).toEqual(['KN-EKS-020']);
    add(new Chart(app, 'chart'), CONFIG);
    expect(messagesOf(program)).toEqual([]);
  });
});

describe('what can just be applied', () => {
  it.each<[string, App, ApplyOptions | undefined]>([
    ['an object of nearly 262,144 bytes', appOf(large(259_000)), undefined],
    ['a chart that has no objects, but something', withoutObjects(), undefined],
    ['hundreds of objects', appOf(...Array.from({ length: 450 }, (_, at) => ({ kind: 'ConfigMap', name: `c${at}` }))), undefined],
  ])('is %s', (_, app, options) => {
    expect(refused(app, options)).toEqual([]);
  });

  it.each([[0], [1]])('is a template of all the bytes that there may be, and not of one more (%d)', (more) => {
    const sizes = [250_000, 250_000, 250_000, 100_000];
    const build = (last: number, name: string) => {
      const stack = cdkStack({ env: { region: REGION } }, name);
      anyCluster({}, stack).apply(appOf(...[...sizes, last].map((bytes, at) => large(bytes, `config-${at}`))));
      return stack.node.root as ReturnType<typeof cdkApp>;
    };
    const file = path.join(build(1_000, 'limit').synth().directory, 'limit.template.json');
    const missing = 1_000_000 - fs.statSync(file).size;

    expect(missing).toBeGreaterThan(30_000);
    expect(codes(messagesOf(build(1_000 + missing + more, 'limit')))).toEqual(more === 0 ? [] : ['KN-EKS-028']);
  });
});

function ofTwo(): App {
  const app = new App();
  for (const cluster of ['east', 'west']) add(new ClusterChart(app, cluster, { cluster }), CONFIG);
  return app;
}

function withoutObjects(): App {
  const app = appOf(CONFIG);
  new Chart(new Chart(app, 'outer'), 'inner', {});
  add(app.node.findChild('outer').node.findChild('inner') as Chart, { kind: 'ConfigMap', name: 'inner' });
  return app;
}
