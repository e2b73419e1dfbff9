import { ApiObject, Lazy, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { KnativeService, type KnativeServiceProps, Scaling, ServicesNamespace, type ServicesNamespaceProps } from '../../lib';
import type { Fields } from '../verdict-parts/manifest';
import type { VerdictRow } from './row';

const image = 'ghcr.io/example/orders:1.0';

interface Bounds {
  readonly kind: 'LimitRange' | 'ResourceQuota';
  readonly spec: Fields;
}

/** A namespace with bounds, and a service of which no pod gets past them; `by hand` is told what the program says. */
function row(
  mistake: string, stricter: string, [props, service]: [ServicesNamespaceProps, Partial<KnativeServiceProps>],
  namespace: string, bounds: Bounds, template: Fields,
): VerdictRow {
  return {
    kind: 'Service', mistake, refused: 'KN-NSP-011', stricter,
    program: (chart) => {
      new ServicesNamespace(chart, 'team', props);
      new KnativeService(chart, 'orders', { image, metadata: { namespace: 'team' }, ...service });
    },
    manifest: (scope) => {
      new ApiObject(scope, 'namespace', {
        apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, namespace: Lazy.any({ produce: () => undefined }) as string },
      });
      new ApiObject(scope, 'bounds', { apiVersion: 'v1', kind: bounds.kind, metadata: { name: 'bounds', namespace }, spec: bounds.spec });
      new ApiObject(scope, 'orders', {
        apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'orders', namespace }, spec: { template },
      });
    },
  };
}

export const rows: readonly VerdictRow[] = [
  row('a memory limit above the maximum of its namespace', 'no pod is let into the namespace, and the service never gets ready', [
    { limits: { memory: { max: Size.mebibytes(256) } } },
    { resources: { memory: { request: Size.gibibytes(1), limit: Size.gibibytes(2) } } },
  ], 'team-limits', { kind: 'LimitRange', spec: { limits: [{ type: 'Container', max: { memory: '256Mi' } }] } },
  { spec: { containers: [{ image, resources: { requests: { memory: '1Gi' }, limits: { memory: '2Gi' } } }] } }),
  row('a minimum of CPU above what the queue-proxy asks for', 'the queue-proxy of each pod asks for 25m: none is let in', [
    { limits: { cpu: { min: Cpu.millis(50) } } }, {},
  ], 'team-queue', { kind: 'LimitRange', spec: { limits: [{ type: 'Container', min: { cpu: '50m' } }] } }, { spec: { containers: [{ image }] } }),
  row('more pods at least than the quota of its namespace', 'the quota lets two of five pods in, and the service never gets ready', [
    { quota: { pods: 2 } }, { scaling: Scaling.between(5, 10) },
  ], 'team-pods', { kind: 'ResourceQuota', spec: { hard: { pods: '2' } } },
  { metadata: { annotations: { 'autoscaling.knative.dev/min-scale': '5', 'autoscaling.knative.dev/max-scale': '10' } }, spec: { containers: [{ image }] } }),
];
