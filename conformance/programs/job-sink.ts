import { type Chart, Duration } from 'cdk8s';
import {
  Env, JobCompletionMode, JobRestartPolicy, JobSink, PodConditionStatus, PodFailureAction, PodFailureRule,
  PodReplacementPolicy, Volume,
} from '../../lib';
import { CONTAINERS, POD } from '../program-parts/pod';
import { jobNotReached } from '../program-parts/pod-not-reached';
import type { KindProgram } from './program';

const image = 'ghcr.io/example/report:1.0';
const ttlAfterFinished = Duration.hours(1);

function everything(chart: Chart): void {
  new JobSink(chart, 'report', {
    metadata: { labels: { team: 'shop' } },
    jobLabels: { team: 'shop' },
    jobAnnotations: { 'example.com/owner': 'shop' },
    templateLabels: { team: 'shop' },
    templateAnnotations: { 'example.com/owner': 'shop' },
    containers: [{
      image,
      env: { LEVEL: Env.value('info'), POD: Env.fromField('metadata.name') },
      volumeMounts: [{ path: '/tmp', volume: Volume.emptyDir('tmp') }],
      port: 8080,
    }, { name: 'helper', image }],
    initContainers: [{ name: 'prepare', image, command: ['prepare'] }],
    restartPolicy: JobRestartPolicy.NEVER,
    completionMode: JobCompletionMode.INDEXED,
    completions: 3,
    parallelism: 2,
    backoffLimit: 6,
    backoffLimitPerIndex: 1,
    maxFailedIndexes: 2,
    activeDeadline: Duration.minutes(10),
    ttlAfterFinished,
    suspend: false,
    podReplacementPolicy: PodReplacementPolicy.FAILED,
    podFailureRules: [
      PodFailureRule.onExitCodes(PodFailureAction.FAIL_INDEX, [42, 7], { containerName: 'helper' }),
      PodFailureRule.onOtherExitCodes(PodFailureAction.COUNT, [0, 1]),
      PodFailureRule.onPodConditions(PodFailureAction.IGNORE, { type: 'DisruptionTarget', status: PodConditionStatus.TRUE }),
    ],
    successRules: [{ succeededIndexes: '0-1', succeededCount: 1 }, { succeededCount: 2 }],
  });
}

/** What a pod says. */
function pods(chart: Chart): void {
  new JobSink(chart, 'clean-up', {
    ...POD, containers: CONTAINERS, ttlAfterFinished, restartPolicy: JobRestartPolicy.ON_FAILURE,
  });
  new JobSink(chart, 'together', { containers: [{ image }], ttlAfterFinished, shareProcessNamespace: true });
}

export const program: KindProgram = {
  apiVersion: 'sinks.knative.dev/v1alpha1',
  kind: 'JobSink',
  program: (chart) => {
    everything(chart);
    pods(chart);
    new JobSink(chart, 'smallest', { containers: [{ image }], ttlAfterFinished });
  },
  notReached: jobNotReached('spec.job'),
};
