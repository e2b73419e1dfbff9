import { ApiObject, type Chart, Size } from 'cdk8s';
import {
  type ContainerProps, ContainerSource, type ContainerSourceProps, Env, ServiceAccount, Sink, SinkBinding,
  SinkBindingSubject, SubjectKind, Volume,
} from '../../lib';
import { destinationRows } from '../verdict-parts/destination';
import { byHand, DESTINATION, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import { overridesRows } from '../verdict-parts/overrides';
import type { VerdictRow } from './row';

const kind = 'ContainerSource';
const sink = Sink.uri('https://events.example.com/inbox');
const image = 'ghcr.io/example/beat:1.0';
const source = byHand('sources.knative.dev/v1', kind, 'beat', {
  sink: DESTINATION, template: { spec: { containers: [{ name: 'beat', image }] } },
});

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

function podRow(
  mistake: string, refused: VerdictRow['refused'], props: Partial<ContainerSourceProps>, template: Fields, verdict: Verdict,
): VerdictRow {
  return {
    kind, mistake, refused, ...verdict, manifest: source({ template }),
    program: (chart) => { new ContainerSource(chart, 'beat', { sink, containers: [{ image }], ...props }); },
  };
}

function containerRow(
  mistake: string, refused: VerdictRow['refused'], props: Partial<ContainerProps>, fields: Fields, verdict: Verdict,
): VerdictRow {
  return podRow(mistake, refused, { containers: [{ image, ...props }] },
    { spec: { containers: [{ name: 'beat', image, ...fields }] } }, verdict);
}

const LATER = { stricter: 'the source is taken, and no pod of its Deployment is: it never becomes ready' };

const CONTAINERS: VerdictRow[] = [
  podRow('no container', 'KN-POD-003', { containers: [] }, { spec: { containers: [] } }, { words: 'missing field(s): spec.containers' }),
  containerRow('an empty image', 'KN-POD-001', { image: '' }, { image: '' }, { words: 'missing field(s): spec.containers[0].image' }),
  containerRow('an image with capital letters', 'KN-POD-001', { image: 'ghcr.io/Example/beat:1.0' },
    { image: 'ghcr.io/Example/beat:1.0' }, LATER),
  containerRow('a container with a name that is none', 'KN-POD-002', { name: 'My_Beat' }, { name: 'My_Beat' }, LATER),
  containerRow('the variable that Knative sets', 'KN-POD-005', { env: { K_SINK: Env.value('https://events.example.com') } },
    { env: [{ name: 'K_SINK', value: 'https://events.example.com' }] },
    { stricter: 'the container has the variable twice, and the one of Knative wins' }),
  containerRow('a variable with an equals sign', 'KN-POD-004', { env: { 'A=B': Env.value('c') } },
    { env: [{ name: 'A=B', value: 'c' }] }, LATER),
  containerRow('a password in plain text', 'KN-POD-049', { env: { DB_PASSWORD: Env.value('hunter2') } },
    { env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }, { stricter: 'everybody who may read the object reads the password' }),
  containerRow('more requested than allowed', 'KN-POD-036',
    { resources: { memory: { request: Size.mebibytes(512), limit: Size.mebibytes(128) } } },
    { resources: { requests: { memory: '512Mi' }, limits: { memory: '128Mi' } } }, LATER),
  containerRow('two volumes of one name', 'KN-POD-023', {
    volumeMounts: [
      { volume: Volume.emptyDir('data'), path: '/a' },
      { volume: Volume.emptyDir('data', { sizeLimit: Size.mebibytes(1) }), path: '/b' },
    ],
  }, { volumeMounts: [{ name: 'data', mountPath: '/a' }, { name: 'data', mountPath: '/b' }] }, LATER),
  {
    kind, mistake: 'a container without an image', refused: 'compiler',
    // @ts-expect-error the image is missing
    program: (chart) => { new ContainerSource(chart, 'beat', { sink, containers: [{ name: 'beat' }] }); },
    manifest: source({ template: { spec: { containers: [{ name: 'beat' }] } } }),
    words: 'missing field(s): spec.containers[0].image',
  },
  {
    kind, mistake: 'arguments as one text', refused: 'compiler',
    // @ts-expect-error it is a list
    program: (chart) => { new ContainerSource(chart, 'beat', { sink, containers: [{ image, args: '--period=1' }] }); },
    manifest: source({ template: { spec: { containers: [{ name: 'beat', image, args: '--period=1' }] } } }),
    words: 'cannot unmarshal string into Go struct field Container',
  },
  {
    kind, mistake: 'variables as a map', refused: 'compiler',
    // @ts-expect-error Env.value('1')
    program: (chart) => { new ContainerSource(chart, 'beat', { sink, containers: [{ image, env: { PERIOD: '1' } }] }); },
    manifest: source({ template: { spec: { containers: [{ name: 'beat', image, env: { PERIOD: '1' } }] } } }),
    words: 'cannot unmarshal object into Go struct field Container',
  },
  {
    kind, mistake: 'a field of a container that there is not', refused: 'compiler',
    // @ts-expect-error it is `env`
    program: (chart) => { new ContainerSource(chart, 'beat', { sink, containers: [{ image, environment: {} }] }); },
    manifest: source({ template: { spec: { containers: [{ name: 'beat', image, environment: [] }] } } }),
    words: 'unknown field "environment"',
  },
];

const PODS: VerdictRow[] = [
  podRow('a label of the pod that is none', 'KN-NAM-004', { templateLabels: { team: 'the shop' } },
    { metadata: { labels: { team: 'the shop' } }, spec: { containers: [{ name: 'beat', image }] } }, LATER),
  podRow('an annotation of the pod that is none', 'KN-NAM-005', { templateAnnotations: { 'a/b/c': 'd' } },
    { metadata: { annotations: { 'a/b/c': 'd' } }, spec: { containers: [{ name: 'beat', image }] } }, LATER),
  {
    kind, mistake: 'a name that no label of its Deployment can have', refused: 'KN-NAM-001',
    program: (chart) => { new ContainerSource(chart, 'shop.beat', { sink, containers: [{ image }] }); },
    manifest: source({}, { name: 'shop.beat' }), stricter: 'the SinkBinding that Knative makes of it takes no dots in the name',
  },
  {
    kind, mistake: 'the service account by its name', refused: 'compiler',
    program: (chart) => {
      void new ServiceAccount(chart, 'beat');
      // @ts-expect-error serviceAccount, an IServiceAccount
      new ContainerSource(chart, 'beat', { sink, containers: [{ image }], serviceAccountName: 'beat' });
    },
    manifest: source({ serviceAccountName: 'beat' }), words: '.spec.serviceAccountName: field not declared in schema',
  },
  {
    kind, mistake: 'the image beside the template, as older versions had it', refused: 'compiler',
    // @ts-expect-error containers
    program: (chart) => { new ContainerSource(chart, 'beat', { sink, image }); },
    manifest: source({ image }), words: '.spec.image: field not declared in schema',
  },
  {
    kind, mistake: 'no template', refused: 'compiler',
    // @ts-expect-error the containers are missing
    program: (chart) => { new ContainerSource(chart, 'beat', { sink }); },
    manifest: source({ template: undefined }), words: 'missing field(s): spec.containers',
  },
  {
    kind, mistake: 'no sink', refused: 'compiler',
    // @ts-expect-error the sink is missing
    program: (chart) => { new ContainerSource(chart, 'beat', { containers: [{ image }] }); },
    manifest: source({ sink: undefined }), words: 'expected at least one, got none: spec.sink.ref, spec.sink.uri',
  },
];

const TAKEN: VerdictRow[] = [
  {
    kind, mistake: 'a Deployment with the name of its own', refused: 'KN-NAM-010',
    stricter: 'the controller says that the Deployment is not owned by the source, which never becomes ready',
    program: (chart) => {
      new ContainerSource(chart, 'beat', { sink, containers: [{ image }] });
      deployment(chart);
    },
    manifest: (chart) => {
      deployment(chart);
      source()(chart);
    },
  },
  {
    kind, mistake: 'a binding with the name of its own', refused: 'KN-NAM-010',
    stricter: 'the controller says that the SinkBinding is not owned by the source, which never becomes ready',
    program: (chart) => {
      new ContainerSource(chart, 'beat', { sink, containers: [{ image }] });
      binding(chart);
    },
    manifest: (chart) => {
      binding(chart);
      source()(chart);
    },
  },
];

function deployment(chart: Chart): void {
  new ApiObject(chart, 'deployment', {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'beat-deployment' },
    spec: {
      selector: { matchLabels: { app: 'beat' } },
      template: { metadata: { labels: { app: 'beat' } }, spec: { containers: [{ name: 'beat', image }] } },
    },
  });
}

function binding(chart: Chart): void {
  const subject = SinkBindingSubject.selected(SubjectKind.DEPLOYMENT, { matchLabels: { app: 'orders' } });
  new SinkBinding(chart, 'beat-sinkbinding', { subject, sink });
}

export const rows: readonly VerdictRow[] = [
  ...CONTAINERS,
  ...PODS,
  ...TAKEN,
  ...destinationRows({
    kind, what: 'sink', manifest: (destination) => source({ sink: destination }),
    program: (chart, to) => { new ContainerSource(chart, 'beat', { sink: to, containers: [{ image }] }); },
  }),
  ...overridesRows({
    kind, manifest: (ceOverrides) => source({ ceOverrides }),
    program: (chart, ceOverrides) => { new ContainerSource(chart, 'beat', { sink, containers: [{ image }], ceOverrides }); },
  }),
  ...metadataRows({
    kind, manifest: (metadata) => source({}, metadata),
    program: (chart, metadata) => { new ContainerSource(chart, 'beat', { sink, containers: [{ image }], metadata }); },
  }),
];
