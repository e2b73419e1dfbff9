import { Topic } from 'aws-cdk-lib/aws-sns';
import { NestedStack, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib/core';
import { App } from 'cdk8s';
import { hasLateValue } from '../../lib/core';
import { ChartDelivery } from '../../lib/eks';
import {
  applied, appliedIn, appOf, before, HELM, MANIFEST, messagesOf, type Piece, STEP, templateOf, there, VALUE,
} from './apply-support';
import { cdkApp, REGION } from './support';

const NAMESPACE: Piece = { kind: 'Namespace', name: 'shop' };
const SETTINGS: Piece = { kind: 'ConfigMap', name: 'settings', namespace: 'shop' };
const DEFINITION: Piece = { kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', name: 'widgets.example.com' };
const VALUE_OF_SETTINGS = { kind: 'ConfigMap', name: 'settings', namespace: 'shop', jsonPath: '.data.colour' };

interface Environment {
  readonly region?: string;
  readonly account?: string;
}

type Program = ReturnType<typeof cdkApp>;

/** Stacks of one program, in the region of the tests where nothing else is said. */
function stacksOf(...ids: string[]): Stack[] {
  const program = cdkApp();
  return ids.map((id) => new Stack(program, id, { env: { region: REGION } }));
}

function programOf(stack: Stack | undefined): Program {
  return stack?.node.root as Program;
}

function codesOf(messages: readonly string[]): string[] {
  return messages.map((message) => /KN-[A-Z]{3}-\d{3}/.exec(message)?.[0] ?? message);
}

function idOf(all: Readonly<Record<string, unknown>>, start: string): string {
  return Object.keys(all).find((id) => id.startsWith(start)) ?? `no ${start}`;
}

describe('what leaves a stack', () => {
  it.each<[string, RemovalPolicy | undefined, string]>([
    ['is deleted', undefined, 'Delete'], ['is deleted by name', RemovalPolicy.DESTROY, 'Delete'],
    ['stays', RemovalPolicy.RETAIN, 'Retain'], ['stays but for a failed creation', RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, 'RetainExceptOnCreate'],
  ])('%s, by manifests and by Helm, and definitions stay in any case', (_, removalPolicy, policy) => {
    const policiesOf = (delivery: ChartDelivery, type: string, ...pieces: readonly Piece[]) =>
      Object.values(applied(appOf(...pieces), type, { removalPolicy, delivery, helmRelease: 'shop' })).map(({ DeletionPolicy }) => DeletionPolicy);

    expect(policiesOf(ChartDelivery.MANIFEST, MANIFEST, NAMESPACE, SETTINGS)).toEqual([policy, policy]);
    expect(policiesOf(ChartDelivery.MANIFEST, MANIFEST, DEFINITION)).toEqual(['Retain']);
    expect(policiesOf(ChartDelivery.HELM_ASSET, HELM, SETTINGS)).toEqual([policy]);
  });

  it.each([[RemovalPolicy.SNAPSHOT], ['keep']])('fails for the policy %s, which there is not of objects', (removalPolicy) => {
    const cluster = there();
    cluster.apply(appOf(SETTINGS), { removalPolicy: removalPolicy as RemovalPolicy });

    expect(messagesOf(programOf(Stack.of(cluster)))).toEqual([expect.stringContaining(`KN-EKS-033 removalPolicy \`${removalPolicy}\``)]);
  });

  it('fails with a way to another stack that loses nothing', () => {
    const cluster = there();
    cluster.apply(appOf(...Array.from({ length: 500 }, (_, at) => ({ kind: 'ConfigMap', name: `c${at}` }))));

    expect(messagesOf(programOf(Stack.of(cluster)))[0]).toMatch(/KN-EKS-029.*removalPolicy: RemovalPolicy\.RETAIN/);
  });
});

describe('two apps of one cluster', () => {
  it('come in the order in which they were applied, in one stack', () => {
    const cluster = there();
    cluster.apply(appOf(NAMESPACE));
    cluster.apply(appOf(SETTINGS));
    const all = templateOf(Stack.of(cluster)).Resources;

    expect(before(idOf(all, 'ConfigMapSettings'), all)).toContain(idOf(all, 'NamespaceShop'));
  });

  it('come in that order in two stacks, also where each imports the cluster', () => {
    // Stacks are written by name, so that nothing but the order of calls puts the second before the first.
    const [platform, services] = stacksOf('second', 'first');
    if (platform === undefined || services === undefined) return;
    there(platform).apply(appOf(NAMESPACE));
    there(services).apply(appOf(SETTINGS));
    programOf(services).synth();

    expect([services.dependencies, platform.dependencies]).toEqual([[platform], []]);
  });

  it('come the other way round where the program says so itself', () => {
    const cluster = there();
    const [first, second] = [cluster.apply(appOf(SETTINGS)), cluster.apply(appOf(NAMESPACE))];
    const topic = new Topic(Stack.of(cluster), 'Topic');
    first.node.addDependency(topic);
    topic.node.addDependency(second);
    const all = templateOf(Stack.of(cluster)).Resources;

    expect(before(idOf(all, 'ConfigMapSettings'), all)).toContain(idOf(all, 'NamespaceShop'));
    expect(before(idOf(all, 'NamespaceShop'), all)).not.toContain(idOf(all, 'ConfigMapSettings'));
  });

  it('come the other way round where the second is in the stack of the cluster, or in one that the first needs', () => {
    const [base, early, late] = stacksOf('base', 'early', 'late');
    if (base === undefined || early === undefined || late === undefined) return;
    late.node.addDependency(early);
    const cluster = there(base);
    cluster.apply(appOf(SETTINGS), { scope: late });
    cluster.apply(appOf(NAMESPACE));
    cluster.apply(appOf(DEFINITION), { scope: early });

    expect(messagesOf(programOf(base))).toEqual([]);
    expect([base.dependencies, early.dependencies]).toEqual([[], [base]]);
    expect(late.dependencies).toEqual(expect.arrayContaining([base, early]));
  });

  it('do not wait for those of other clusters', () => {
    const stack = new Stack(cdkApp(), 'both', { env: { region: REGION } });
    there(stack, 'east').apply(appOf(NAMESPACE));
    there(stack, 'west').apply(appOf(SETTINGS));
    const all = templateOf(stack).Resources;

    expect(before(idOf(all, 'ConfigMapSettings'), all)).not.toContain(idOf(all, 'NamespaceShop'));
  });

  it('have the same ids in whatever order they are applied', () => {
    const idsOf = (...apps: readonly App[]) => {
      const cluster = there();
      for (const app of apps) cluster.apply(app).objectValue(VALUE_OF_SETTINGS);
      return Object.keys(appliedIn(Stack.of(cluster))).sort();
    };
    const [platform, services] = [appOf(NAMESPACE, DEFINITION), appOf(SETTINGS)];

    expect(idsOf(platform, services)).toEqual(idsOf(services, platform));
    expect(idsOf(platform)).toContain(idOf(applied(appOf(NAMESPACE)), 'StepBegin'));
  });

  it('may be asked for the same value, and each answers when it is there itself', () => {
    const cluster = there();
    const names = [NAMESPACE, SETTINGS]
      .map((piece) => cluster.apply(appOf(piece)).objectValue(VALUE_OF_SETTINGS));
    const [first, second] = names.map((displayName, at) => new Topic(Stack.of(cluster), `Topic${at}`, { displayName }));
    const all = templateOf(Stack.of(cluster)).Resources;
    const ends = Object.values(all).filter(({ Type }) => Type === VALUE).map(({ DependsOn }) => DependsOn?.[0]);

    expect(new Set(ends).size).toBe(2);
    expect(Stack.of(cluster).resolve(first?.topicArn)).not.toEqual(Stack.of(cluster).resolve(second?.topicArn));
    const again = programOf(Stack.of(cluster)).synth({ force: true }).getStackByName('shop').template as { Resources: object };
    expect(Object.keys(again.Resources)).toEqual(Object.keys(all));
  });
});

describe('a cluster that is imported twice', () => {
  it('takes two apps in one stack', () => {
    const stack = new Stack(cdkApp(), 'both', { env: { region: REGION } });
    there(new Stack(programOf(stack), 'one', { env: { region: REGION } })).apply(appOf(NAMESPACE), { scope: stack });
    there(new Stack(programOf(stack), 'other', { env: { region: REGION } })).apply(appOf(SETTINGS), { scope: stack });

    expect(Object.keys(appliedIn(stack, STEP))).toHaveLength(4);
  });

  it('fails for an object that is put on it twice', () => {
    const stacks = stacksOf('one', 'other');
    for (const stack of stacks) there(stack).apply(appOf(SETTINGS));

    expect(messagesOf(programOf(stacks[0]))).toEqual([expect.stringMatching(/KN-EKS-025 .* by `one\/AppliedApp` already/)]);
  });

  it.each<[string, (program: Program) => Stack]>([
    ['another region', (program) => new Stack(program, 'other', { env: { region: 'eu-west-1' } })],
    ['another account', (program) => new Stack(program, 'other', { env: { region: REGION, account: '111122223333' } })],
    ['another stage', (program) => new Stack(new Stage(program, 'production'), 'other', { env: { region: REGION } })],
  ])('is another one in %s', (_, other) => {
    const [stack] = stacksOf('one');
    for (const each of [stack, other(programOf(stack))]) there(each).apply(appOf(SETTINGS));

    expect(messagesOf(programOf(stack))).toEqual([]);
  });
});

describe('a stack for objects', () => {
  it.each<[string, Environment | undefined, Environment | undefined, RegExp]>([
    ['no region', undefined, { region: 'eu-west-1' }, /`objects` says no region, .* `base` .* the region `eu-west-1`.*write `env: { region: 'eu-west-1' }` for the stack `objects`/],
    ['another region', { region: REGION }, { region: 'eu-west-1' }, /the region `us-east-1`, .* the region `eu-west-1`/],
    ['a region where the cluster has none', { region: REGION }, undefined, /the region `us-east-1`, .* no region.*the same `env` for both/],
    ['another account', { region: REGION }, { region: REGION, account: '111122223333' },
      /says no account, .* the account `111122223333`.*`env: { account: '111122223333', region: 'us-east-1' }`/],
  ])('fails with %s, and with all else that is wrong', (_, env, envOfCluster, message) => {
    const program = cdkApp();
    const cluster = there(new Stack(program, 'base', { env: envOfCluster }));
    const objects = cluster.apply(appOf(SETTINGS), { scope: new Stack(program, 'objects', { env }) });
    objects.objectValue({ ...VALUE_OF_SETTINGS, jsonPath: 'colour' });
    const messages = messagesOf(program);

    expect(codesOf(messages)).toEqual(['KN-EKS-001', 'KN-EKS-030']);
    expect(messages[0]).toMatch(message);
  });

  it('fails as well where it is nested, with all problems', () => {
    const cluster = there();
    cluster.apply(new App(), { scope: new NestedStack(Stack.of(cluster), 'nested') });
    const program = programOf(Stack.of(cluster));

    expect(codesOf(messagesOf(program))).toEqual(['KN-EKS-020']);
    expect(() => program.synth({ skipValidation: true })).toThrow(/KN-EKS-020/);
  });
});

describe('a value that is refused', () => {
  it('fails rather than gets into a template where validations are skipped', () => {
    const cluster = there();
    const displayName = cluster.apply(appOf(SETTINGS)).objectValue({ ...VALUE_OF_SETTINGS, jsonPath: 'colour' });
    new Topic(Stack.of(cluster), 'Topic', { displayName });
    const program = programOf(Stack.of(cluster));

    expect(hasLateValue(displayName)).toBe(true);
    expect(codesOf(messagesOf(program))).toEqual(['KN-EKS-030']);
    expect(() => program.synth({ skipValidation: true })).toThrow(/KN-EKS-030/);
  });
});
