import { Chart, Duration, JsonPatch, Testing, type App } from 'cdk8s';
import { Warnings } from '../../lib/core';
import { Env, SecretReference, ServiceAccount, Volume } from '../../lib/pod';
import {
  JobCompletionMode, JobRestartPolicy, JobSink, type JobSinkProps, PodConditionStatus, PodFailureAction, PodFailureRule,
  PodReplacementPolicy,
} from '../../lib/sinks';

const image = 'ghcr.io/example/report:1.0';
const ttlAfterFinished = Duration.hours(1);
const SAFE = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
/** Every second index, in as many bytes as Kubernetes takes, nearly. */
const SECONDS = Array.from({ length: 11_848 }, (_, index) => 2 * index).join();
const INDEXED = { completionMode: JobCompletionMode.INDEXED, completions: 3 };

function chartOf(): { app: App; chart: Chart } {
  const app = Testing.app();
  return { app, chart: new Chart(app, 'chart', { namespace: 'shop' }) };
}

function problemsOf(app: App): string[] {
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message.split('\n').filter((line) => line.includes('KN-'));
  }
  return [];
}

function codesOf(props: Partial<JobSinkProps>, id = 'report'): string[] {
  const { app, chart } = chartOf();
  new JobSink(chart, id, { containers: [{ image }], ttlAfterFinished, ...props });
  return problemsOf(app).map((line) => /KN-[A-Z]+-\d+/.exec(line)?.[0] ?? '');
}

describe('a job sink', () => {
  test('with the smallest job says the least', () => {
    const { app, chart } = chartOf();
    const sink = new JobSink(chart, 'report', { containers: [{ image }] });

    app.synth();

    expect(sink.apiObject.toJson()).toEqual({
      apiVersion: 'sinks.knative.dev/v1alpha1',
      kind: 'JobSink',
      metadata: { name: 'report', namespace: 'shop' },
      spec: {
        job: {
          spec: {
            template: {
              spec: { containers: [{ name: 'job-0', image, securityContext: SAFE }], restartPolicy: 'Never' },
            },
          },
        },
      },
    });
  });

  test('says all that it can', () => {
    const { app, chart } = chartOf();
    const sink = new JobSink(chart, 'report', {
      metadata: { labels: { team: 'shop' } },
      jobLabels: { team: 'shop' },
      jobAnnotations: { 'example.com/owner': 'shop' },
      templateLabels: { tier: 'batch' },
      templateAnnotations: { 'example.com/build': '17' },
      serviceAccount: ServiceAccount.fromName('report'),
      imagePullSecrets: [SecretReference.fromName('registry')],
      initContainers: [{ image, args: ['prepare'] }],
      containers: [{
        image, args: ['--event=$(K_EVENT_PATH)/event'], env: { LEVEL: Env.value('info') },
        volumeMounts: [{ path: '/tmp', volume: Volume.emptyDir('tmp') }],
      }],
      ...INDEXED,
      restartPolicy: JobRestartPolicy.NEVER,
      parallelism: 2,
      backoffLimit: 0,
      backoffLimitPerIndex: 1,
      maxFailedIndexes: 2,
      activeDeadline: Duration.minutes(10),
      ttlAfterFinished,
      suspend: true,
      podReplacementPolicy: PodReplacementPolicy.FAILED,
      podFailureRules: [
        PodFailureRule.onExitCodes(PodFailureAction.FAIL_INDEX, [42, 7], { containerName: 'helper' }),
        PodFailureRule.onOtherExitCodes(PodFailureAction.COUNT, [0]),
        PodFailureRule.onPodConditions(PodFailureAction.IGNORE,
          { type: 'DisruptionTarget', status: PodConditionStatus.TRUE }, { type: 'example.com/Gone' }),
      ],
      successRules: [{ succeededIndexes: '0,1-2', succeededCount: 2 }],
    });
    sink.addContainer({ name: 'helper', image });

    app.synth();

    expect(sink.apiObject.toJson()).toEqual({
      apiVersion: 'sinks.knative.dev/v1alpha1',
      kind: 'JobSink',
      metadata: { name: 'report', namespace: 'shop', labels: { team: 'shop' } },
      spec: {
        job: {
          metadata: { labels: { team: 'shop' }, annotations: { 'example.com/owner': 'shop' } },
          spec: {
            parallelism: 2,
            completions: 3,
            completionMode: 'Indexed',
            activeDeadlineSeconds: 600,
            ttlSecondsAfterFinished: 3600,
            backoffLimit: 0,
            backoffLimitPerIndex: 1,
            maxFailedIndexes: 2,
            suspend: true,
            podReplacementPolicy: 'Failed',
            podFailurePolicy: {
              rules: [
                { action: 'FailIndex', onExitCodes: { containerName: 'helper', operator: 'In', values: [7, 42] } },
                { action: 'Count', onExitCodes: { operator: 'NotIn', values: [0] } },
                { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }, { type: 'example.com/Gone' }] },
              ],
            },
            successPolicy: { rules: [{ succeededIndexes: '0,1-2', succeededCount: 2 }] },
            template: {
              metadata: { labels: { tier: 'batch' }, annotations: { 'example.com/build': '17' } },
              spec: {
                restartPolicy: 'Never',
                serviceAccountName: 'report',
                imagePullSecrets: [{ name: 'registry' }],
                initContainers: [{ name: 'init-container-0', image, args: ['prepare'], securityContext: SAFE }],
                containers: [
                  {
                    name: 'job-0', image, args: ['--event=$(K_EVENT_PATH)/event'], env: [{ name: 'LEVEL', value: 'info' }],
                    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }], securityContext: SAFE,
                  },
                  { name: 'helper', image, securityContext: SAFE },
                ],
                volumes: [{ name: 'tmp', emptyDir: {} }],
              },
            },
          },
        },
      },
    });
  });

  test('is a sink with an address of its own', () => {
    const { chart } = chartOf();
    const sink = new JobSink(chart, 'report', { containers: [{ image }], ttlAfterFinished });

    expect(sink.jobSinkName).toBe('report');
    expect(sink.url).toBe('http://job-sink.knative-eventing.svc.cluster.local/shop/report');
    expect(sink.toSinkConfig()).toEqual({
      ref: { apiVersion: 'sinks.knative.dev/v1alpha1', kind: 'JobSink', name: 'report', namespace: 'shop' },
    });
  });

  test('that exists already is a sink too', () => {
    const { app, chart } = chartOf();
    const sink = JobSink.fromJobSinkName(chart, 'there', 'report', { namespace: 'platform' });

    expect(sink.jobSinkName).toBe('report');
    expect(sink.url).toBe('http://job-sink.knative-eventing.svc.cluster.local/platform/report');
    expect(sink.toSinkConfig(chart).ref).toMatchObject({ kind: 'JobSink', name: 'report', namespace: 'platform' });
    expect(problemsOf(app)).toEqual([]);
  });

  test('warns that jobs are kept for ever', () => {
    const { app, chart } = chartOf();
    new JobSink(chart, 'report', { containers: [{ image }] });
    new JobSink(chart, 'clean', { containers: [{ image }], ttlAfterFinished: Duration.seconds(0) });

    app.synth();

    expect(Warnings.of(app).list().map(({ id, path }) => `${id} ${path}`)).toEqual(['jobs-kept-forever chart/report']);
  });

  test('can be patched', () => {
    const { app, chart } = chartOf();
    const sink = new JobSink(chart, 'report', { containers: [{ image }], ttlAfterFinished });
    sink.apiObject.addJsonPatch(JsonPatch.add('/spec/job/spec/managedBy', 'example.com/queue'));

    app.synth();

    expect(sink.apiObject.toJson()).toMatchObject({ spec: { job: { spec: { managedBy: 'example.com/queue' } } } });
  });

  test('takes containers in any order of calls', () => {
    const { app, chart } = chartOf();
    const sink = new JobSink(chart, 'report', { containers: [], ttlAfterFinished });
    sink.addContainer({ image });

    expect(problemsOf(app)).toEqual([]);
  });

  test('takes as many indexes as Kubernetes does', () => {
    expect(codesOf({ ...INDEXED, completions: 60_000, successRules: [{ succeededIndexes: SECONDS }] })).toEqual([]);
  });

  test('that is indexed has one completion unless it says otherwise', () => {
    const completionMode = JobCompletionMode.INDEXED;

    expect(codesOf({ completionMode, backoffLimitPerIndex: 2, maxFailedIndexes: 1 })).toEqual([]);
  });
});

const rule = PodFailureRule.onExitCodes(PodFailureAction.FAIL_JOB, [42]);
const failIndex = PodFailureRule.onExitCodes(PodFailureAction.FAIL_INDEX, [42]);

describe('a job sink fails', () => {
  test.each<[string, string, Partial<JobSinkProps>]>([
    ['without a container', 'KN-POD-003', { containers: [] }],
    ['with a negative limit', 'KN-JOB-001', { backoffLimit: -1 }],
    ['with half a pod', 'KN-JOB-001', { parallelism: 1.5 }],
    ['with no completions', 'KN-JOB-001', { completions: 0 }],
    ['with too many pods of an indexed job', 'KN-JOB-001', { ...INDEXED, parallelism: 100_001 }],
    ['with more failed indexes than indexes', 'KN-JOB-001', { ...INDEXED, backoffLimitPerIndex: 1, maxFailedIndexes: 4 }],
    ['with too many pods of very many', 'KN-JOB-001', {
      ...INDEXED, completions: 200_000, backoffLimitPerIndex: 1, maxFailedIndexes: 10, parallelism: 20_000,
    }],
    ['with no time', 'KN-DUR-002', { activeDeadline: Duration.seconds(0) }],
    ['with parts of a second', 'KN-DUR-001', { ttlAfterFinished: Duration.millis(1500) }],
    ['as an indexed one without completions', 'KN-JOB-002', { completionMode: JobCompletionMode.INDEXED, parallelism: 2 }],
    ['with limits per index of another job', 'KN-JOB-002', { backoffLimitPerIndex: 1 }],
    ['with failed indexes of another job', 'KN-JOB-002', { maxFailedIndexes: 1 }],
    ['with rules for success of another job', 'KN-JOB-002', { successRules: [{ succeededCount: 1 }] }],
    ['with failed indexes but no limit', 'KN-JOB-002', { ...INDEXED, maxFailedIndexes: 1 }],
    ['with very many completions and no bound of failures', 'KN-JOB-002', { ...INDEXED, completions: 200_000, backoffLimitPerIndex: 1 }],
    ['with a failing index but no limit', 'KN-JOB-002', { ...INDEXED, podFailureRules: [failIndex] }],
    ['with a policy that there is not', 'KN-JOB-003', { restartPolicy: 'Always' as JobRestartPolicy }],
    ['with a mode that there is not', 'KN-JOB-003', { completionMode: 'x' as JobCompletionMode }],
    ['with a replacement that there is not', 'KN-JOB-003', { podReplacementPolicy: 'x' as PodReplacementPolicy }],
    ['with rules for containers that start again', 'KN-JOB-003', { restartPolicy: JobRestartPolicy.ON_FAILURE, podFailureRules: [rule] }],
    ['with limits for containers that start again', 'KN-JOB-003', { ...INDEXED, backoffLimitPerIndex: 1, restartPolicy: JobRestartPolicy.ON_FAILURE }],
    ['with an early replacement beside rules', 'KN-JOB-003', { podReplacementPolicy: PodReplacementPolicy.TERMINATING_OR_FAILED, podFailureRules: [rule] }],
    ['with too many rules', 'KN-JOB-004', { podFailureRules: Array.from({ length: 21 }, () => rule) }],
    ['with a rule for no container of it', 'KN-JOB-004', {
      podFailureRules: [PodFailureRule.onExitCodes(PodFailureAction.FAIL_JOB, [1], { containerName: 'main' })],
    }],
    ['with no rule for success', 'KN-JOB-005', { ...INDEXED, successRules: [] }],
    ['with an empty rule for success', 'KN-JOB-005', { ...INDEXED, successRules: [{}] }],
    ['with the success of no index', 'KN-JOB-005', { ...INDEXED, successRules: [{ succeededIndexes: '' }] }],
    ['with the success of a later index', 'KN-JOB-005', { ...INDEXED, successRules: [{ succeededIndexes: '1-3' }] }],
    ['with indexes in too many bytes', 'KN-JOB-005', { ...INDEXED, completions: 60_000, successRules: [{ succeededIndexes: `${SECONDS},23696` }] }],
    ['with indexes out of order', 'KN-JOB-005', { ...INDEXED, successRules: [{ succeededIndexes: '1-1' }] }],
    ['with more successes than indexes', 'KN-JOB-005', { ...INDEXED, successRules: [{ succeededIndexes: '0', succeededCount: 2 }] }],
    ['with a label of Knative', 'KN-JOB-006', { jobLabels: { 'sinks.knative.dev/job-sink-id': 'x' } }],
    ['with a label of Kubernetes', 'KN-JOB-006', { templateLabels: { 'batch.kubernetes.io/job-name': 'x' } }],
    ['with an annotation that means nothing', 'KN-JOB-009', { templateAnnotations: { 'container.apparmor.security.beta.kubernetes.io/job-0': 'x' } }],
    ['with a label that is none', 'KN-NAM-004', { jobLabels: { team: 'the shop' } }],
    ['with an annotation that is none', 'KN-NAM-005', { templateAnnotations: { 'a/b/c': 'd' } }],
    ['with the variable of Knative', 'KN-POD-005', { containers: [{ image, env: { K_EVENT_PATH: Env.value('/') } }] }],
    ['with the mode of Knative', 'KN-POD-005', { initContainers: [{ image, env: { K_EXECUTION_MODE: Env.value('x') } }] }],
    ['with a volume in the place of the event', 'KN-JOB-007', {
      initContainers: [{ image, volumeMounts: [{ path: '/event', volume: Volume.emptyDir('jobsink-event') }] }],
    }],
    ['with a volume where the event lies', 'KN-JOB-007', {
      containers: [{ image, volumeMounts: [{ path: '/etc/jobsink-event/', volume: Volume.emptyDir('mine') }] }],
    }],
  ])('%s', (_what, code, props) => {
    expect(codesOf(props)).toContain(code);
  });

  test.each([
    ['longer than a label', 'a'.repeat(64), {}, 'KN-NAM-001'],
    ['too long for indexes', 'a'.repeat(29), INDEXED, 'KN-JOB-008'],
    ['with dots and indexes', 'shop.report', INDEXED, 'KN-JOB-008'],
    ['shorter by the digits of the last index', 'a'.repeat(27), { ...INDEXED, completions: 1000 }, 'KN-JOB-008'],
  ])('with a name %s', (_what, id, props, code) => {
    expect(codesOf(props, id)).toEqual([code]);
  });

  test.each<[string, () => unknown, string]>([
    ['without exit codes', () => PodFailureRule.onExitCodes(PodFailureAction.COUNT, []), 'KN-JOB-004'],
    ['with the code of success', () => PodFailureRule.onExitCodes(PodFailureAction.COUNT, [0]), 'KN-JOB-004'],
    ['with a code twice', () => PodFailureRule.onOtherExitCodes(PodFailureAction.COUNT, [1, 1]), 'KN-JOB-004'],
    ['with too many codes', () => PodFailureRule.onExitCodes(PodFailureAction.COUNT, Array.from({ length: 256 }, (_, i) => i + 1)), 'KN-JOB-004'],
    ['without conditions', () => PodFailureRule.onPodConditions(PodFailureAction.COUNT), 'KN-JOB-004'],
    ['with a condition that is none', () => PodFailureRule.onPodConditions(PodFailureAction.COUNT, { type: 'a b' }), 'KN-JOB-004'],
    ['with a status that is none', () => PodFailureRule.onPodConditions(PodFailureAction.COUNT, { type: 'A', status: 'x' as PodConditionStatus }), 'KN-JOB-003'],
    ['with an action that is none', () => PodFailureRule.onExitCodes('x' as PodFailureAction, [1]), 'KN-JOB-003'],
  ])('on a rule for failures %s', (_what, make, code) => {
    expect(make).toThrow(code);
  });
});

describe('the longest name of an indexed job sink', () => {
  test('leaves room for the name of a job and the number of a pod', () => {
    expect(codesOf(INDEXED, 'a'.repeat(28))).toEqual([]);
    expect(codesOf({ ...INDEXED, completions: 1000 }, 'a'.repeat(26))).toEqual([]);
  });
});

describe('a further init container of a job sink', () => {
  function added(mount: boolean): { app: App; sink: JobSink } {
    const { app, chart } = chartOf();
    const sink = new JobSink(chart, 'report', { containers: [{ image }], ttlAfterFinished });
    const volumeMounts = mount ? [{ path: '/event', volume: Volume.emptyDir('jobsink-event') }] : undefined;
    sink.addInitContainer({ name: 'prepare', image, volumeMounts });
    return { app, sink };
  }

  test('is one of the pod of each job', () => {
    const { app, sink } = added(false);

    expect(problemsOf(app)).toEqual([]);
    expect(sink.apiObject.toJson().spec.job.spec.template.spec.initContainers).toMatchObject([{ name: 'prepare', image }]);
  });

  test('fails with a volume in the place of the event', () => {
    expect(problemsOf(added(true).app)).toEqual([expect.stringContaining('KN-JOB-007')]);
  });
});
