import { type App, Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import { Features, Namespace, Sink, Warnings } from '../../lib/core';
import { Env, Probe, SecretReference, ServiceAccount, Volume } from '../../lib/pod';
import { CloudEventOverrides, ContainerSource, type ContainerSourceProps } from '../../lib/sources';

const IMAGE = 'ghcr.io/example/heartbeats:1.4.2';
const SAFE = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
const sink = Sink.reference({ apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' });

function chartOf(): { app: App; chart: Chart } {
  const app = Testing.app();
  return { app, chart: new Chart(app, 'chart', { namespace: 'events' }) };
}

function codesOf(props: Partial<ContainerSourceProps>, id = 'source'): string[] {
  const { app, chart } = chartOf();
  new ContainerSource(chart, id, { sink, containers: [{ image: IMAGE }], ...props });
  return problemsOf(app).map((line) => /KN-[A-Z]+-\d+/.exec(line)?.[0] ?? '');
}

function problemsOf(app: App): string[] {
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message.split('\n').filter((line) => line.includes('KN-'));
  }
  return [];
}

describe('a container source', () => {
  test('with the smallest container says the least', () => {
    const { app, chart } = chartOf();
    const source = new ContainerSource(chart, 'heartbeats', { sink, containers: [{ image: IMAGE }] });

    app.synth();

    expect(source.apiObject.toJson()).toEqual({
      apiVersion: 'sources.knative.dev/v1',
      kind: 'ContainerSource',
      metadata: { name: 'heartbeats', namespace: 'events' },
      spec: {
        sink: { ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' } },
        template: { spec: { containers: [{ name: 'heartbeats-0', image: IMAGE, securityContext: SAFE }] } },
      },
    });
  });

  test('says all that it can', () => {
    const { app, chart } = chartOf();
    const source = new ContainerSource(chart, 'heartbeats', {
      metadata: { labels: { team: 'events' } },
      sink: Sink.uri('https://example.com/inbox'),
      ceOverrides: CloudEventOverrides.extensions({ region: 'eu' }),
      templateLabels: { app: 'heartbeats' },
      templateAnnotations: { 'example.com/owner': 'events' },
      serviceAccount: ServiceAccount.fromName('heartbeats'),
      imagePullSecrets: [SecretReference.fromName('registry')],
      nodeSelector: { 'kubernetes.io/arch': 'arm64' },
      initContainers: [{ image: IMAGE, args: ['prepare'] }],
      containers: [{
        image: IMAGE,
        args: ['--sink=$(K_SINK)', '--period=10'],
        env: { POD: Env.fromField('metadata.name'), CONNECTION: Env.fromSecret(SecretReference.fromName('storage'), 'connection') },
        livenessProbe: Probe.tcpSocket({ port: 8080 }),
        volumeMounts: [{ path: '/tmp', volume: Volume.emptyDir('tmp') }],
      }],
    });
    source.addContainer({ name: 'helper', image: IMAGE });

    app.synth();

    expect(source.apiObject.toJson()).toEqual({
      apiVersion: 'sources.knative.dev/v1',
      kind: 'ContainerSource',
      metadata: { name: 'heartbeats', namespace: 'events', labels: { team: 'events' } },
      spec: {
        sink: { uri: 'https://example.com/inbox' },
        ceOverrides: { extensions: { region: 'eu' } },
        template: {
          metadata: { labels: { app: 'heartbeats' }, annotations: { 'example.com/owner': 'events' } },
          spec: {
            serviceAccountName: 'heartbeats',
            imagePullSecrets: [{ name: 'registry' }],
            nodeSelector: { 'kubernetes.io/arch': 'arm64' },
            initContainers: [{ name: 'init-container-0', image: IMAGE, args: ['prepare'], securityContext: SAFE }],
            containers: [
              {
                name: 'heartbeats-0',
                image: IMAGE,
                args: ['--sink=$(K_SINK)', '--period=10'],
                env: [
                  { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
                  { name: 'CONNECTION', valueFrom: { secretKeyRef: { name: 'storage', key: 'connection' } } },
                ],
                livenessProbe: { tcpSocket: { port: 8080 } },
                volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
                securityContext: SAFE,
              },
              { name: 'helper', image: IMAGE, securityContext: SAFE },
            ],
            volumes: [{ name: 'tmp', emptyDir: {} }],
          },
        },
      },
    });
  });

  test('needs no feature flag of Knative Serving', () => {
    const { app, chart } = chartOf();
    Features.of(app).enable();

    new ContainerSource(chart, 'source', { sink, hostNetwork: true, containers: [{ image: IMAGE, env: { A: Env.fromResource('limits.cpu') } }] });

    expect(problemsOf(app)).toEqual([]);
  });

  test('counts its unnamed containers past those that have a name', () => {
    const { app, chart } = chartOf();
    const containers = [{ image: IMAGE }, { name: 'source-1', image: IMAGE }, { image: IMAGE }];
    const source = new ContainerSource(chart, 'source', { sink, containers });

    app.synth();

    const { containers: written } = source.apiObject.toJson().spec.template.spec as { containers: { name: string }[] };
    expect(written.map(({ name }) => name)).toEqual(['source-0', 'source-1', 'source-2']);
  });

  test('keeps patches, which are the way out', () => {
    const { app, chart } = chartOf();
    const source = new ContainerSource(chart, 'source', { sink, containers: [{ image: IMAGE }] });

    source.apiObject.addJsonPatch(JsonPatch.add('/spec/template/spec/terminationGracePeriodSeconds', 5));

    app.synth();
    expect(source.apiObject.toJson().spec.template.spec.terminationGracePeriodSeconds).toBe(5);
  });

  test('is the default child of its construct', () => {
    const { chart } = chartOf();
    const source = new ContainerSource(chart, 'source', { sink, containers: [{ image: IMAGE }] });

    expect(source.node.defaultChild).toBe(source.apiObject);
  });

  test('may take its time to end', () => {
    const { chart } = chartOf();
    const terminationGracePeriod = Duration.minutes(2);

    new ContainerSource(chart, 'source', { sink, containers: [{ image: IMAGE }], terminationGracePeriod });

    expect(Testing.synth(chart)[0].spec.template.spec.terminationGracePeriodSeconds).toBe(120);
  });

  test('fails without a container', () => {
    expect(codesOf({ containers: [] })).toEqual(['KN-POD-003']);
  });

  test.each(['K_SINK', 'K_CE_OVERRIDES', 'K_CA_CERTS'])('fails where a container sets %s', (name) => {
    expect(codesOf({ containers: [{ image: IMAGE, env: { [name]: Env.value('x') } }] })).toEqual(['KN-POD-005']);
    expect(codesOf({ initContainers: [{ image: IMAGE, env: { [name]: Env.value('x') } }] })).toEqual(['KN-POD-005']);
  });

  test('fails where a word names the sink in the form of a shell', () => {
    expect(codesOf({ containers: [{ image: IMAGE, args: ['--sink=$K_SINK'] }] })).toEqual(['KN-POD-013']);
    expect(codesOf({ containers: [{ image: IMAGE, command: ['sh', '-c'], args: ['send --sink=$K_SINK'] }] })).toEqual([]);
  });

  test('fails where a variable refers to the sink, which comes after it', () => {
    expect(codesOf({ containers: [{ image: IMAGE, env: { TARGET: Env.value('$(K_SINK)/x') } }] })).toEqual(['KN-POD-015']);
  });

  test.each<[string, Partial<ContainerSourceProps>, string]>([
    ['an image that is none', { containers: [{ image: '' }] }, 'KN-POD-001'],
    ['two containers of one name', { containers: [{ name: 'a', image: IMAGE }, { name: 'a', image: IMAGE }] }, 'KN-POD-002'],
    ['a label that is none', { templateLabels: { 'a b': 'c' } }, 'KN-NAM-004'],
    ['an annotation that is none', { templateAnnotations: { 'a b': 'c' } }, 'KN-NAM-005'],
    ['half a second to end', { terminationGracePeriod: Duration.millis(500) }, 'KN-DUR-001'],
    ['a probe without port', { containers: [{ image: IMAGE, livenessProbe: Probe.tcpSocket() }] }, 'KN-POD-020'],
  ])('fails with %s', (_, props, code) => {
    expect(codesOf(props)).toEqual([code]);
  });

  test.each(['my.source', 'a'.repeat(64)])('fails with the name %s, which its Deployment could not have', (id) => {
    expect(codesOf({ containers: [{ name: 'a', image: IMAGE }] }, id)).toEqual(['KN-NAM-001']);
  });

  test('fails with a name that leaves no room for the number of a container', () => {
    const id = 'a'.repeat(62);

    expect(codesOf({}, id)).toEqual(['KN-POD-002']);
    expect(codesOf({ containers: [{ name: 'a', image: IMAGE }] }, id)).toEqual([]);
  });

  test('leaves warnings on itself', () => {
    const { app, chart } = chartOf();
    Warnings.of(app).acknowledge('image-version', 'under test');
    new Namespace(chart, 'events');

    new ContainerSource(chart, 'source', { sink, containers: [{ image: 'ghcr.io/example/heartbeats' }] });

    expect(Warnings.of(app).list()).toMatchObject([{ id: 'image-version', path: 'chart/source' }]);
  });
});

test('a further init container of a container source is one of its pod', () => {
  const { app, chart } = chartOf();
  const sink = Sink.uri('https://example.com/inbox');
  const source = new ContainerSource(chart, 'heartbeats', { sink, containers: [{ image: IMAGE }] });

  source.addInitContainer({ name: 'prepare', image: IMAGE });

  app.synth();
  expect(source.apiObject.toJson().spec.template.spec.initContainers).toMatchObject([{ name: 'prepare', image: IMAGE }]);
});
