import { Duration } from 'cdk8s';
import {
  type ContainerProps, Env, JobCompletionMode, type JobOptions, JobRestartPolicy, JobSink,
  type JobSinkProps, type PodConditionStatus, PodFailureAction, PodFailureRule, PodReplacementPolicy, Probe,
  Volume,
} from '../../lib';
import { byHand, type Fields, type Manifest } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'JobSink';
const image = 'ghcr.io/example/report:1.0';
const ttlAfterFinished = Duration.hours(1);
const MAIN = { name: 'job-0', image };
const sink = byHand('sinks.knative.dev/v1alpha1', kind, 'report', {});

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

/** A JobSink by hand: fields of the job's spec, and of the pod's. */
function jobOf(spec: Fields, pod: Fields = {}, metadata: Fields = {}, job: Fields = {}): Manifest {
  const template = { metadata, spec: { restartPolicy: 'Never', containers: [MAIN], ...pod } };
  return sink({ job: { ...job, spec: { ...spec, template } } });
}

function jobRow(
  mistake: string, refused: VerdictRow['refused'], props: Partial<JobSinkProps>, manifest: Manifest, verdict: Verdict,
): VerdictRow {
  return {
    kind, mistake, refused, ...verdict, manifest,
    program: (chart) => { new JobSink(chart, 'report', { containers: [{ image }], ttlAfterFinished, ...props }); },
  };
}

function numberRow(
  field: keyof JobOptions, value: number, spec: Fields, verdict: Verdict, also: JobOptions = {},
): VerdictRow {
  return jobRow(`${field} of ${value}`, 'KN-JOB-001', { ...also, [field]: value }, jobOf({ ...spec, [field]: value }), verdict);
}

function containerRow(
  mistake: string, refused: VerdictRow['refused'], props: Partial<ContainerProps>, fields: Fields, verdict: Verdict,
  volumes: Fields = {},
): VerdictRow {
  return jobRow(mistake, refused, { containers: [{ image, ...props }] },
    jobOf({}, { containers: [{ ...MAIN, ...fields }], ...volumes }), verdict);
}

const INDEXED: JobOptions = { completionMode: JobCompletionMode.INDEXED, completions: 3 };
/** In more bytes than Kubernetes takes. */
const EVERY_SECOND = Array.from({ length: 12_288 }, (_, index) => 2 * index).join();
const BY_INDEX = { completionMode: 'Indexed', completions: 3 };
const NEVER_RUNS = { stricter: 'no pod ever runs for an event' };
const WITHOUT_INDEXES = { words: 'requires indexed completion mode' };

const NUMBERS: VerdictRow[] = [
  numberRow('backoffLimit', -1, {}, { words: 'must be greater than or equal to 0' }),
  numberRow('backoffLimit', 2.5, {}, { words: 'cannot unmarshal number 2.5' }),
  numberRow('completions', -1, {}, { words: 'must be greater than or equal to 0' }),
  numberRow('completions', 0, {}, NEVER_RUNS),
  numberRow('parallelism', -1, {}, { words: 'must be greater than or equal to 0' }),
  numberRow('parallelism', 0, {}, NEVER_RUNS),
  numberRow('parallelism', 100_001, BY_INDEX, { words: 'must be less than or equal to 100000' }, INDEXED),
  numberRow('backoffLimitPerIndex', -1, BY_INDEX, { words: 'must be greater than or equal to 0' }, INDEXED),
  numberRow('maxFailedIndexes', 4, { ...BY_INDEX, backoffLimitPerIndex: 1 },
    { words: 'must be less than or equal to completions' }, { ...INDEXED, backoffLimitPerIndex: 1 }),
  jobRow('a time limit below zero', 'KN-DUR-002', { activeDeadline: JSON.parse('-5') as Duration },
    jobOf({ activeDeadlineSeconds: -5 }), { words: 'must be greater than or equal to 0' }),
  jobRow('no time at all', 'KN-DUR-002', { activeDeadline: Duration.seconds(0) }, jobOf({ activeDeadlineSeconds: 0 }),
    { stricter: 'every job fails at once' }),
  jobRow('half a second', 'KN-DUR-001', { ttlAfterFinished: Duration.millis(1500) },
    jobOf({ ttlSecondsAfterFinished: 1.5 }), { words: 'cannot unmarshal number 1.5' }),
  {
    kind, mistake: 'a time as a text', refused: 'compiler',
    // @ts-expect-error a Duration
    program: (chart) => { new JobSink(chart, 'report', { containers: [{ image }], ttlAfterFinished: '1h' }); },
    manifest: jobOf({ ttlSecondsAfterFinished: '1h' }), words: 'cannot unmarshal string',
  },
];

const INDEXES: VerdictRow[] = [
  jobRow('an indexed job without completions', 'KN-JOB-002', { completionMode: JobCompletionMode.INDEXED, parallelism: 2 },
    jobOf({ completionMode: 'Indexed', parallelism: 2 }), { words: 'spec.completions: Required value' }),
  jobRow('a limit per index of other jobs', 'KN-JOB-002', { backoffLimitPerIndex: 1 }, jobOf({ backoffLimitPerIndex: 1 }),
    WITHOUT_INDEXES),
  jobRow('failed indexes of other jobs', 'KN-JOB-002', { maxFailedIndexes: 1 }, jobOf({ maxFailedIndexes: 1 }), WITHOUT_INDEXES),
  jobRow('failed indexes without a limit for each', 'KN-JOB-002', { ...INDEXED, maxFailedIndexes: 1 },
    jobOf({ ...BY_INDEX, maxFailedIndexes: 1 }), { words: 'spec.backoffLimitPerIndex: Required value' }),
  jobRow('rules for the success of other jobs', 'KN-JOB-002', { successRules: [{ succeededCount: 1 }] },
    jobOf({ successPolicy: { rules: [{ succeededCount: 1 }] } }), WITHOUT_INDEXES),
  jobRow('a failing index without a limit for each', 'KN-JOB-002',
    { ...INDEXED, podFailureRules: [PodFailureRule.onExitCodes(PodFailureAction.FAIL_INDEX, [42])] },
    jobOf({ ...BY_INDEX, podFailurePolicy: { rules: [{ action: 'FailIndex', onExitCodes: { operator: 'In', values: [42] } }] } }),
    { words: 'requires the backoffLimitPerIndex to be set' }),
  jobRow('very many completions with a limit for each, and no end to failures', 'KN-JOB-002',
    { completionMode: JobCompletionMode.INDEXED, completions: 100_001, backoffLimitPerIndex: 1 },
    jobOf({ completionMode: 'Indexed', completions: 100_001, backoffLimitPerIndex: 1 }),
    { words: 'spec.maxFailedIndexes: Required value: must be specified when completions is above 100000' }),
  {
    kind, mistake: 'a long name for indexed jobs', refused: 'KN-JOB-008',
    program: (chart) => {
      new JobSink(chart, 'a-report-of-everything-there-is', { containers: [{ image }], ttlAfterFinished, ...INDEXED });
    },
    manifest: sink({ job: { spec: { ...BY_INDEX, template: { spec: { restartPolicy: 'Never', containers: [MAIN] } } } } },
      { name: 'a-report-of-everything-there-is' }),
    stricter: 'the dry run has a shorter name than the jobs: every one of them is refused, and every event answered with 500',
  },
  {
    kind, mistake: 'a name with dots for indexed jobs', refused: 'KN-JOB-008',
    program: (chart) => { new JobSink(chart, 'shop.report', { containers: [{ image }], ttlAfterFinished, ...INDEXED }); },
    manifest: sink({ job: { spec: { ...BY_INDEX, template: { spec: { restartPolicy: 'Never', containers: [MAIN] } } } } },
      { name: 'shop.report' }),
    words: 'will not able to create pod with invalid DNS label',
  },
];

const POLICIES: VerdictRow[] = [
  jobRow('pods that always start again', 'KN-JOB-003', { restartPolicy: JSON.parse('"Always"') as JobRestartPolicy },
    jobOf({}, { restartPolicy: 'Always' }), { words: 'restartPolicy: Required value: valid values: "OnFailure", "Never"' }),
  jobRow('a mode that there is not', 'KN-JOB-003', { completionMode: JSON.parse('"Numbered"') as JobCompletionMode },
    jobOf({ completionMode: 'Numbered' }), { words: 'spec.completionMode: Unsupported value: "Numbered"' }),
  jobRow('a replacement that there is not', 'KN-JOB-003', { podReplacementPolicy: JSON.parse('"Never"') as PodReplacementPolicy },
    jobOf({ podReplacementPolicy: 'Never' }), { words: 'podReplacementPolicy: Unsupported value: "Never"' }),
  jobRow('rules for failures of containers that start again', 'KN-JOB-003',
    {
      restartPolicy: JobRestartPolicy.ON_FAILURE,
      podFailureRules: [PodFailureRule.onExitCodes(PodFailureAction.FAIL_JOB, [42])],
    },
    jobOf({ podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] } },
      { restartPolicy: 'OnFailure' }), { words: 'only "Never" is supported when podFailurePolicy is specified' }),
  jobRow('an early replacement beside rules for failures', 'KN-JOB-003',
    {
      podReplacementPolicy: PodReplacementPolicy.TERMINATING_OR_FAILED,
      podFailureRules: [PodFailureRule.onExitCodes(PodFailureAction.FAIL_JOB, [42])],
    },
    jobOf({
      podReplacementPolicy: 'TerminatingOrFailed',
      podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] },
    }), { words: 'podReplacementPolicy: Unsupported value: "TerminatingOrFailed"' }),
  jobRow('limits per index of containers that start again', 'KN-JOB-003',
    { ...INDEXED, backoffLimitPerIndex: 1, restartPolicy: JobRestartPolicy.ON_FAILURE },
    jobOf({ ...BY_INDEX, backoffLimitPerIndex: 1 }, { restartPolicy: 'OnFailure' }),
    { stricter: 'containers that start again are no failed pods, so the limit of an index counts none of them' }),
];

function failureRow(mistake: string, rule: () => PodFailureRule, fields: Fields, words: string): VerdictRow {
  return {
    kind, mistake, refused: 'KN-JOB-004', words,
    program: (chart) => {
      new JobSink(chart, 'report', { containers: [{ image }], ttlAfterFinished, podFailureRules: [rule()] });
    },
    manifest: jobOf({ podFailurePolicy: { rules: [{ action: 'FailJob', ...fields }] } }),
  };
}

const { FAIL_JOB } = PodFailureAction;
const RULES: VerdictRow[] = [
  failureRow('no exit code', () => PodFailureRule.onExitCodes(FAIL_JOB, []),
    { onExitCodes: { operator: 'In', values: [] } }, 'at least one value is required'),
  failureRow('success as a failure', () => PodFailureRule.onExitCodes(FAIL_JOB, [0]),
    { onExitCodes: { operator: 'In', values: [0] } }, 'must not be 0 for the In operator'),
  failureRow('an exit code twice', () => PodFailureRule.onOtherExitCodes(FAIL_JOB, [1, 1]),
    { onExitCodes: { operator: 'NotIn', values: [1, 1] } }, 'Duplicate value: 1'),
  failureRow('the exit code of a container that there is not',
    () => PodFailureRule.onExitCodes(FAIL_JOB, [1], { containerName: 'main' }),
    { onExitCodes: { operator: 'In', values: [1], containerName: 'main' } }, 'must be one of the container or initContainer names'),
  failureRow('no condition', () => PodFailureRule.onPodConditions(FAIL_JOB), { onPodConditions: [] },
    'specifying one of OnExitCodes and OnPodConditions is required'),
  failureRow('a condition with a space', () => PodFailureRule.onPodConditions(FAIL_JOB, { type: 'Disruption Target' }),
    { onPodConditions: [{ type: 'Disruption Target', status: 'True' }] }, 'onPodConditions[0].type: Invalid value'),
  {
    ...failureRow('a status that there is not', () => PodFailureRule.onPodConditions(FAIL_JOB,
      { type: 'DisruptionTarget', status: JSON.parse('"Maybe"') as PodConditionStatus }),
    { onPodConditions: [{ type: 'DisruptionTarget', status: 'Maybe' }] }, 'status: Unsupported value: "Maybe"'),
    refused: 'KN-JOB-003',
  },
  jobRow('a rule for success that says nothing', 'KN-JOB-005', { ...INDEXED, successRules: [{}] },
    jobOf({ ...BY_INDEX, successPolicy: { rules: [{}] } }), { words: 'at least one of succeededCount or succeededIndexes' }),
  jobRow('no rule for success', 'KN-JOB-005', { ...INDEXED, successRules: [] },
    jobOf({ ...BY_INDEX, successPolicy: { rules: [] } }), { words: 'at least one rules must be specified' }),
  jobRow('the success of an index that there is not', 'KN-JOB-005',
    { ...INDEXED, successRules: [{ succeededIndexes: '0-3' }] },
    jobOf({ ...BY_INDEX, successPolicy: { rules: [{ succeededIndexes: '0-3' }] } }), { words: 'too large index' }),
  jobRow('indexes in too many bytes', 'KN-JOB-005',
    { ...INDEXED, completions: 60_000, successRules: [{ succeededIndexes: EVERY_SECOND }] },
    jobOf({ ...BY_INDEX, completions: 60_000, successPolicy: { rules: [{ succeededIndexes: EVERY_SECOND }] } }),
    { words: 'succeededIndexes: Too long' }),
  jobRow('indexes that fall', 'KN-JOB-005', { ...INDEXED, successRules: [{ succeededIndexes: '2,0' }] },
    jobOf({ ...BY_INDEX, successPolicy: { rules: [{ succeededIndexes: '2,0' }] } }), { words: 'non-increasing order' }),
  jobRow('more successes than indexes', 'KN-JOB-005',
    { ...INDEXED, successRules: [{ succeededIndexes: '0-1', succeededCount: 3 }] },
    jobOf({ ...BY_INDEX, successPolicy: { rules: [{ succeededIndexes: '0-1', succeededCount: 3 }] } }),
    { words: 'must be less than or equal to 2' }),
];

const LABELS: VerdictRow[] = [
  jobRow('a label of pods that Kubernetes writes', 'KN-JOB-006', { templateLabels: { 'job-name': 'report' } },
    jobOf({}, {}, { labels: { 'job-name': 'report' } }), { words: 'must be \'report' }),
  jobRow('a label of jobs that Knative writes', 'KN-JOB-006', { jobLabels: { 'sinks.knative.dev/job-sink-name': 'mine' } },
    jobOf({}, {}, {}, { metadata: { labels: { 'sinks.knative.dev/job-sink-name': 'mine' } } }),
    { stricter: 'Knative writes another value into it' }),
  jobRow('a label of pods that is none', 'KN-NAM-004', { templateLabels: { team: 'the shop' } },
    jobOf({}, {}, { labels: { team: 'the shop' } }), { words: 'Invalid value: "the shop"' }),
  jobRow('seccomp by annotation', 'KN-JOB-009',
    { templateAnnotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'strict' } },
    sink({ job: { spec: { template: {
      metadata: { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'strict' } },
      spec: { restartPolicy: 'Never', containers: [MAIN] },
    } } } }), { words: 'must be a valid seccomp profile' }),
  jobRow('an annotation of jobs that is none', 'KN-NAM-005', { jobAnnotations: { 'a/b/c': 'd' } },
    jobOf({}, {}, {}, { metadata: { annotations: { 'a/b/c': 'd' } } }), { words: 'metadata.annotations: Invalid value: "a/b/c"' }),
  {
    kind, mistake: 'a name that no label of its jobs can have', refused: 'KN-NAM-001',
    program: (chart) => { new JobSink(chart, 'a'.repeat(64), { containers: [{ image }], ttlAfterFinished }); },
    manifest: sink({ job: { spec: { template: { spec: { restartPolicy: 'Never', containers: [MAIN] } } } } },
      { name: 'a'.repeat(64) }),
    stricter: 'jobs have the name in a label, where it is too long: every event is answered with 500',
  },
];

const CONTAINERS: VerdictRow[] = [
  jobRow('no container', 'KN-POD-003', { containers: [] }, jobOf({}, { containers: [] }), { words: 'containers: Required value' }),
  containerRow('an empty image', 'KN-POD-001', { image: '' }, { image: '' }, { words: 'image: Required value' }),
  containerRow('a name with capital letters', 'KN-POD-002', { name: 'Main' }, { name: 'Main' }, { words: 'name: Invalid value: "Main"' }),
  containerRow('a variable with an equals sign', 'KN-POD-004', { env: { 'A=B': Env.value('c') } },
    { env: [{ name: 'A=B', value: 'c' }] }, { words: 'env[0].name: Invalid value' }),
  containerRow('the variable with the path of the event', 'KN-POD-005', { env: { K_EVENT_PATH: Env.value('/event') } },
    { env: [{ name: 'K_EVENT_PATH', value: '/event' }] }, { stricter: 'the container has it twice, and the one of Knative wins' }),
  containerRow('a variable without text or source', 'KN-POD-007', { env: { A: { valueFrom: {} } } },
    { env: [{ name: 'A', valueFrom: {} }] }, { words: 'must specify one of' }),
  containerRow('a probe that has to succeed twice', 'KN-POD-018',
    { livenessProbe: Probe.tcpSocket({ port: 80, successThreshold: 2 }) },
    { livenessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 } }, { words: 'successThreshold: Invalid value: 2: must be 1' }),
  containerRow('a port that there is not', 'KN-POD-010', { port: 70_000 }, { ports: [{ containerPort: 70_000 }] },
    { words: 'containerPort: Invalid value: 70000' }),
  containerRow('a user below zero', 'KN-POD-032', { securityContext: { runAsUser: -1 } }, { securityContext: { runAsUser: -1 } },
    { words: 'runAsUser: Invalid value: -1' }),
  containerRow('two mounts at one path', 'KN-POD-026',
    { volumeMounts: [{ path: '/data', volume: Volume.emptyDir('a') }, { path: '/data', volume: Volume.emptyDir('b') }] },
    { volumeMounts: [{ mountPath: '/data', name: 'a' }, { mountPath: '/data', name: 'b' }] },
    { words: 'mountPath: Invalid value: "/data": must be unique' },
    { volumes: [{ name: 'a', emptyDir: {} }, { name: 'b', emptyDir: {} }] }),
  containerRow('a volume in the place of the event', 'KN-JOB-007',
    { volumeMounts: [{ path: '/event', volume: Volume.emptyDir('jobsink-event') }] },
    { volumeMounts: [{ mountPath: '/event', name: 'jobsink-event' }] },
    { stricter: 'Knative takes the volume for the one with the event, and the container finds none' },
    { volumes: [{ name: 'jobsink-event', emptyDir: {} }] }),
  containerRow('a volume where the event lies', 'KN-JOB-007',
    { volumeMounts: [{ path: '/etc/jobsink-event', volume: Volume.emptyDir('mine') }] },
    { volumeMounts: [{ mountPath: '/etc/jobsink-event', name: 'mine' }] },
    { stricter: 'every job has two mounts at one path and is refused, and every event answered with 500' },
    { volumes: [{ name: 'mine', emptyDir: {} }] }),
  {
    kind, mistake: 'a container without an image', refused: 'compiler',
    // @ts-expect-error the image is missing
    program: (chart) => { new JobSink(chart, 'report', { containers: [{ name: 'main' }], ttlAfterFinished }); },
    manifest: jobOf({}, { containers: [{ name: 'main' }] }), words: 'image: Required value',
  },
  {
    kind, mistake: 'a field of a container that there is not', refused: 'compiler',
    // @ts-expect-error it is called env
    program: (chart) => { new JobSink(chart, 'report', { containers: [{ image, environment: {} }] }); },
    manifest: jobOf({}, { containers: [{ ...MAIN, environment: {} }] }), words: 'unknown field "environment"',
  },
  {
    kind, mistake: 'a field of a job that there is not', refused: 'compiler',
    // @ts-expect-error backoffLimit
    program: (chart) => { new JobSink(chart, 'report', { containers: [{ image }], retries: 3 }); },
    manifest: jobOf({ retries: 3 }), words: 'unknown field "retries"',
  },
  {
    kind, mistake: 'no job', refused: 'compiler',
    // @ts-expect-error the containers are missing
    program: (chart) => { new JobSink(chart, 'report', {}); },
    manifest: sink(), words: 'expected exactly one, got neither: spec.job',
  },
];

export const rows: readonly VerdictRow[] = [
  ...NUMBERS,
  ...INDEXES,
  ...POLICIES,
  ...RULES,
  ...LABELS,
  ...CONTAINERS,
  ...metadataRows({
    kind,
    manifest: (metadata) => sink({ job: { spec: { template: { spec: { restartPolicy: 'Never', containers: [MAIN] } } } } }, metadata),
    program: (chart, metadata) => { new JobSink(chart, 'report', { containers: [{ image }], ttlAfterFinished, metadata }); },
  }),
];
