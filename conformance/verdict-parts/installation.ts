import { type ApiObjectMetadata, type Chart, Duration } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  Env, type KnativeComponentProps, PodCount, ProbeOverride, type TopologySpreadConstraint, UnsatisfiableConstraint,
} from '../../lib';
import type { VerdictRow } from '../verdicts/row';
import type { Fields, Manifest } from './manifest';
import { metadataRows } from './metadata';

/** What stands around the parts that both installations have. */
export interface InstallationRowsOptions {
  readonly kind: string;
  /** A workload, and a container of it, that the release has. */
  readonly workload: string;
  readonly program: (chart: Chart, props: KnativeComponentProps) => void;
  readonly manifest: (spec?: Fields, metadata?: ApiObjectMetadata) => Manifest;
}

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

interface InstallationMistake {
  readonly mistake: string;
  readonly refused: VerdictRow['refused'];
  readonly props: KnativeComponentProps;
  readonly spec: Fields;
  readonly verdict: Verdict;
}

const NO_INSTALLATION = { stricter: 'the operator gives the installation up' };
const NO_CHANGE = { stricter: 'the operator finds nothing to change, and says nothing' };
const NO_POD = { stricter: 'the Deployment that the operator makes of it is refused, and the installation with it' };

/** Past the compiler: what a program in JavaScript, or a value from a file, can hold. */
const past = <T>(value: unknown): T => value as T;

const SPREAD: TopologySpreadConstraint = {
  maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: UnsatisfiableConstraint.DO_NOT_SCHEDULE,
};

const WHOLE: readonly InstallationMistake[] = [
  {
    mistake: 'a version with a v', refused: 'KN-PLT-001', props: { version: 'v1.23' }, spec: { version: 'v1.23' },
    verdict: NO_INSTALLATION,
  },
  {
    mistake: 'a version that is a number', refused: 'KN-PLT-001', props: { version: past(1.2) }, spec: { version: 1.2 },
    verdict: { words: 'spec.version' },
  },
  {
    mistake: 'a setting that is a number', refused: 'KN-PLT-002', props: { config: past({ logging: { level: 1 } }) },
    spec: { config: { logging: { level: 1 } } }, verdict: { words: 'spec.config.logging.level' },
  },
  {
    mistake: 'a setting that is a switch', refused: 'KN-PLT-002', props: { config: past({ logging: { debug: true } }) },
    spec: { config: { logging: { debug: true } } }, verdict: { words: 'spec.config.logging.debug' },
  },
  {
    mistake: 'settings that are a text', refused: 'KN-PLT-002', props: { config: past({ logging: 'debug' }) },
    spec: { config: { logging: 'debug' } }, verdict: { words: 'spec.config.logging' },
  },
  {
    mistake: 'a ConfigMap that is named both ways', refused: 'KN-PLT-002',
    props: { config: { logging: { a: 'b' }, 'config-logging': { c: 'd' } } },
    spec: { config: { logging: { a: 'b' }, 'config-logging': { c: 'd' } } },
    verdict: { stricter: 'the operator takes the settings of the long name and drops the others' },
  },
  {
    mistake: 'an example', refused: 'KN-PLT-002', props: { config: { logging: { _example: '' } } },
    spec: { config: { logging: { _example: '' } } },
    verdict: { stricter: 'the checksum of the example is wrong then, and the webhook of the release refuses the ConfigMap' },
  },
  {
    mistake: 'a key that no ConfigMap has', refused: 'KN-POD-008', props: { config: { logging: { 'a b': '' } } },
    spec: { config: { logging: { 'a b': '' } } },
    verdict: { stricter: 'the ConfigMap that the operator makes of it is refused, and the installation with it' },
  },
  {
    mistake: 'half a pod', refused: 'KN-PLT-004', props: { highAvailability: { replicas: 1.5 } },
    spec: { 'high-availability': { replicas: 1.5 } }, verdict: { words: 'spec.high-availability.replicas' },
  },
  {
    mistake: 'more pods than a number holds', refused: 'KN-PLT-004', props: { highAvailability: { replicas: 2 ** 31 } },
    spec: { 'high-availability': { replicas: 2 ** 31 } },
    verdict: { stricter: 'the operator cannot read the object, nor any other of its kind' },
  },
  {
    mistake: 'no pods', refused: 'KN-PLT-004', props: { highAvailability: { replicas: 0 } },
    spec: { 'high-availability': { replicas: 0 } },
    verdict: { stricter: 'every controller of the release ends, and nothing is reconciled any more' },
  },
  {
    mistake: 'a manifest with two addresses', refused: 'KN-PLT-009', props: { manifests: ['https://a,https://b'] },
    spec: { manifests: [{ URL: 'https://a,https://b' }] }, verdict: { stricter: 'the operator reads two manifests' },
  },
  {
    mistake: 'a manifest without an address', refused: 'KN-PLT-009', props: { additionalManifests: past([undefined]) },
    spec: { additionalManifests: [{}] }, verdict: { words: 'URL: Required value' },
  },
  {
    mistake: 'a password in the address of a manifest', refused: 'KN-PLT-009',
    props: { manifests: ['https://me:hunter2@example.com/serving.yaml'] },
    spec: { manifests: [{ URL: 'https://me:hunter2@example.com/serving.yaml' }] },
    verdict: { stricter: 'everybody who may read the object, or the repository that it is in, reads the password' },
  },
  {
    mistake: 'a cluster profile without a name', refused: 'KN-PLT-011',
    props: { clusterProfileRef: { name: '', namespace: 'fleet' } },
    spec: { clusterProfileRef: { name: '', namespace: 'fleet' } }, verdict: { words: 'spec.clusterProfileRef.name' },
  },
  {
    mistake: 'a cluster profile without a namespace', refused: 'KN-PLT-011',
    props: { clusterProfileRef: past({ name: 'edge' }) }, spec: { clusterProfileRef: { name: 'edge' } },
    verdict: { words: 'spec.clusterProfileRef.namespace' },
  },
  {
    mistake: 'a label of the namespace with a space', refused: 'KN-NAM-004',
    props: { namespaceConfiguration: { labels: { team: 'the shop' } } },
    spec: { namespace: { labels: { team: 'the shop' } } },
    verdict: { stricter: 'the Namespace that the operator makes of it is refused, and the installation with it' },
  },
  {
    mistake: 'a registry without the name of the image', refused: 'KN-PLT-008',
    props: { registry: { default: 'registry.example.com/knative:v1' } },
    spec: { registry: { default: 'registry.example.com/knative:v1' } },
    verdict: { stricter: 'every container runs the same image' },
  },
  {
    mistake: 'an image with capital letters', refused: 'KN-POD-001',
    props: { registry: { override: { webhook: 'Registry.example.com/Knative' } } },
    spec: { registry: { override: { webhook: 'Registry.example.com/Knative' } } },
    verdict: { stricter: 'the pods never start: no registry has such an image' },
  },
  {
    mistake: 'a budget with both limits', refused: 'KN-PLT-006',
    props: { podDisruptionBudgets: [{ name: 'one', minAvailable: PodCount.pods(1), maxUnavailable: PodCount.pods(1) }] },
    spec: { podDisruptionBudgets: [{ name: 'one', minAvailable: 1, maxUnavailable: 1 }] }, verdict: NO_INSTALLATION,
  },
  {
    mistake: 'a budget without a limit', refused: 'KN-PLT-006', props: { podDisruptionBudgets: [{ name: 'one' }] },
    spec: { podDisruptionBudgets: [{ name: 'one' }] }, verdict: NO_CHANGE,
  },
  {
    mistake: 'a budget without a name', refused: 'KN-PLT-005',
    props: { podDisruptionBudgets: past([{ minAvailable: PodCount.pods(1) }]) },
    spec: { podDisruptionBudgets: [{ minAvailable: 1 }] }, verdict: { words: 'podDisruptionBudgets[0].name: Required value' },
  },
  {
    mistake: 'a Service without a name', refused: 'KN-PLT-005', props: { services: past([{}]) },
    spec: { services: [{}] }, verdict: { words: 'services[0].name: Required value' },
  },
];

function workloadMistakes(name: string): InstallationMistake[] {
  const mistake = (
    what: string, refused: VerdictRow['refused'], props: object, spec: Fields, verdict: Verdict,
  ): InstallationMistake => ({
    mistake: `a workload ${what}`, refused, verdict, props: past({ workloads: [{ name, ...props }] }),
    spec: { workloads: [{ name, ...spec }] },
  });
  return [
    { ...mistake('without a name', 'KN-PLT-005', {}, {}, { words: 'workloads[0].name: Required value' }),
      props: { workloads: past([{ replicas: 2 }]) }, spec: { workloads: [{ replicas: 2 }] } },
    mistake('with less than no pods', 'KN-PLT-004', { replicas: -1 }, { replicas: -1 }, NO_POD),
    mistake('with half a pod', 'KN-PLT-004', { replicas: 0.5 }, { replicas: 0.5 }, { words: 'workloads[0].replicas' }),
    mistake('with a spread of half a pod', 'KN-POD-042', { topologySpreadConstraints: [{ ...SPREAD, maxSkew: 0.5 }] },
      { topologySpreadConstraints: [{ ...SPREAD, maxSkew: 0.5 }] }, { words: 'maxSkew' }),
    mistake('with a spread that is none', 'KN-POD-042', { topologySpreadConstraints: [{ ...SPREAD, maxSkew: 0 }] },
      { topologySpreadConstraints: [{ ...SPREAD, maxSkew: 0 }] }, NO_POD),
    mistake('with a request above its limit', 'KN-POD-036',
      { resources: { [name]: { cpu: { request: Cpu.units(2), limit: Cpu.units(1) } } } },
      { resources: [{ container: name, requests: { cpu: '2' }, limits: { cpu: '1' } }] }, NO_POD),
    mistake('with an amount that is none', 'KN-POD-035', { resources: { [name]: { cpu: { limit: { amount: 'much' } } } } },
      { resources: [{ container: name, limits: { cpu: 'much' } }] }, { words: 'limits.cpu' }),
    mistake('with a variable without a name', 'KN-POD-004', { env: { [name]: { '': Env.value('a') } } },
      { env: [{ container: name, envVars: [{ name: '', value: 'a' }] }] }, NO_POD),
    mistake('with a variable that is a number', 'KN-POD-007', { env: { [name]: { LEVEL: { value: 1 } } } },
      { env: [{ container: name, envVars: [{ name: 'LEVEL', value: 1 }] }] }, { words: 'envVars[0].value' }),
    mistake('with a password in a variable', 'KN-POD-049', { env: { [name]: { DB_PASSWORD: Env.value('hunter2') } } },
      { env: [{ container: name, envVars: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }] },
      { stricter: 'everybody who may read the object, or the repository that it is in, reads the password' }),
    mistake('with a liveness probe that asks for two good answers', 'KN-PLT-007',
      { livenessProbes: { [name]: ProbeOverride.of({ successThreshold: 2 }) } },
      { livenessProbes: [{ container: name, successThreshold: 2 }] }, NO_POD),
    mistake('with a readiness probe that ends containers', 'KN-PLT-007',
      { readinessProbes: { [name]: ProbeOverride.of({ terminationGracePeriod: Duration.seconds(5) }) } },
      { readinessProbes: [{ container: name, terminationGracePeriodSeconds: 5 }] }, NO_POD),
    mistake('with a label that has a space', 'KN-NAM-004', { labels: { team: 'the shop' } },
      { labels: { team: 'the shop' } }, NO_POD),
    mistake('with a condition on nodes that has no values', 'KN-POD-041', {
      affinity: { nodeAffinity: { required: [{ matchExpressions: [{ key: 'arch', operator: 'In' }] }] } },
    }, {
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'arch', operator: 'In' }] }],
      } } },
    }, NO_POD),
  ];
}

/** Mistakes in what both installations have. */
export function installationRows({ kind, workload, program, manifest }: InstallationRowsOptions): VerdictRow[] {
  const mistakes = [...WHOLE, ...workloadMistakes(workload)];
  return [
    ...mistakes.map(({ mistake, refused, props, spec, verdict }): VerdictRow => ({
      kind, mistake, refused, ...verdict, manifest: manifest(spec), program: (chart) => { program(chart, props); },
    })),
    ...metadataRows({
      kind,
      program: (chart, metadata) => { program(chart, { metadata }); },
      manifest: (metadata) => manifest({}, metadata),
    }),
    {
      kind, mistake: 'another namespace', refused: 'KN-NAM-007', manifest: manifest(),
      program: (chart) => { program(chart, { metadata: { namespace: 'shop' } }); },
      stricter: 'the operator installs there, and addresses and admission look for the namespaces of a release',
    },
    {
      kind, mistake: 'two of one cluster', refused: 'KN-PLT-003',
      program: (chart) => {
        program(chart, {});
        program(chart, { metadata: { name: 'other' } });
      },
      manifest: (chart) => {
        manifest()(chart);
        manifest({}, { name: 'other' })(new Construct(chart, 'other'));
      },
      stricter: 'both install over each other, time and again',
    },
    {
      kind, mistake: 'a share of pods above all of them', refused: 'KN-PLT-006',
      program: (chart) => {
        program(chart, { podDisruptionBudgets: [{ name: 'one', minAvailable: PodCount.percent(120) }] });
      },
      manifest: manifest({ podDisruptionBudgets: [{ name: 'one', minAvailable: '120%' }] }),
      stricter: 'the PodDisruptionBudget that the operator makes of it is refused',
    },
    {
      kind, mistake: 'pods of which nobody says how many', refused: 'compiler', words: 'replicas: Required value',
      program: (chart) => {
        // @ts-expect-error replicas are the point of it
        program(chart, { highAvailability: {} });
      },
      manifest: manifest({ 'high-availability': {} }),
    },
    {
      kind, mistake: 'manifests that are one text', refused: 'compiler', words: 'spec.manifests',
      program: (chart) => {
        // @ts-expect-error a list is wanted
        program(chart, { manifests: 'https://example.com/release.yaml' });
      },
      manifest: manifest({ manifests: 'https://example.com/release.yaml' }),
    },
  ];
}
