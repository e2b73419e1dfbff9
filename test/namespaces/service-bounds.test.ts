import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { InstalledConfig } from '../../lib/core';
import type { NamespaceLimits, NamespaceQuota } from '../../lib/namespaces';
import { Configuration, KnativeService, type KnativeServiceProps, Scaling } from '../../lib/serving';
import { refusalsOf, tenant } from './program';

const image = 'ghcr.io/example/orders:1.0';

interface Fit {
  readonly limits?: NamespaceLimits;
  readonly quota?: NamespaceQuota;
  readonly service?: Partial<KnativeServiceProps>;
  readonly serving?: InstalledConfig;
}

function refused({ limits, quota, service, serving }: Fit): string[] {
  const { app, chart } = tenant({ limits, quota }, { serving });
  new KnativeService(chart, 'orders', { image, ...service });
  return refusalsOf(app).map((line) => line.replace(/^.*?(KN-[A-Z]+-\d+) pods of `orders` do not start in the namespace `shop`: /, '$1 ').replace(/;.*/, ''));
}

const small: NamespaceLimits = { memory: { max: Size.mebibytes(256) } };
const memory = (request: number, limit?: number) => ({
  resources: {
    memory: { request: Size.mebibytes(request), ...limit === undefined ? {} : { limit: Size.mebibytes(limit) } },
  },
});

describe('a service in a namespace with bounds', () => {
  test.each<[string, Fit, string]>([
    ['a limit above the maximum', { limits: small, service: memory(64, 2048) }, '`user-container` has a memory limit of `2048Mi`'],
    ['a request above the limit that it gets', {
      limits: { memory: { defaultLimit: Size.mebibytes(256) } }, service: memory(512),
    }, '`user-container` has a memory request of `512Mi`'],
    ['a request below the minimum', {
      limits: { memory: { min: Size.mebibytes(128) } }, service: memory(64, 256),
    }, '`user-container` has a memory request of `64Mi`'],
    ['a limit of the platform above the maximum', {
      limits: small, serving: { 'config-defaults': { 'revision-memory-limit': '4Gi' } },
    }, '`user-container` has a memory limit of `4Gi`'],
    ['Knative\'s own container below the minimum', {
      limits: { cpu: { min: Cpu.millis(50) } },
    }, '`queue-proxy` has a cpu request of `25m`'],
    ['more between request and limit than the ratio', {
      limits: { memory: { max: Size.gibibytes(4), maxLimitRequestRatio: 2 } }, service: memory(64, 256),
    }, '`user-container` has a memory limit of `256Mi`'],
    ['more pods than the quota', {
      quota: { pods: 2 }, service: { scaling: Scaling.between(5, 10) },
    }, 'there are `5` at least'],
    ['one pod above the quota', {
      quota: { memoryRequests: Size.mebibytes(512) }, limits: { memory: { defaultRequest: Size.mebibytes(16) } },
      service: memory(1024),
    }, 'one pod would have more memory requests than the quota allows'],
    ['all pods above the quota', {
      quota: { memoryLimits: Size.gibibytes(1) }, limits: { memory: { defaultLimit: Size.mebibytes(64) } },
      service: { ...memory(256, 256), scaling: Scaling.atLeast(4) },
    }, 'the 4 that there are at least would have more memory limits than the quota allows'],
  ])('fails with %s', (_mistake, fit, message) => {
    expect(refused(fit)).toEqual([`KN-NSP-011 ${message}`]);
  });

  test.each<[string, Fit]>([
    ['amounts within them', { limits: small, service: memory(64, 256) }],
    ['defaults of the namespace', { limits: { ...small, cpu: { min: Cpu.millis(10), defaultLimit: Cpu.units(1) } } }],
    ['a request for Knative\'s own container', {
      limits: { cpu: { min: Cpu.millis(50) } }, service: { queueProxyResources: { cpu: { request: Cpu.millis(50) } } },
    }],
    ['a request of the platform for it', {
      limits: { cpu: { min: Cpu.millis(50) } }, serving: { deployment: { 'queue-sidecar-cpu-request': '100m' } },
    }],
    ['a part of another container for it', {
      limits: { cpu: { min: Cpu.millis(50) } },
      service: { templateAnnotations: { 'queue.sidecar.serving.knative.dev/resource-percentage': '10' } },
    }],
    ['exactly the quota', {
      quota: { cpuRequests: Cpu.millis(375) },
      service: { resources: { cpu: { request: Cpu.millis(100) } }, scaling: Scaling.atLeast(3) },
    }],
    ['as many pods as the quota', { quota: { pods: 2 }, service: { scaling: Scaling.between(2, 10) } }],
    ['a quota without bounds', { quota: { pods: 10, memoryRequests: Size.gibibytes(1) } }],
  ])('takes %s', (_what, fit) => {
    expect(refused(fit)).toEqual([]);
  });

  test('looks at the services of the namespace only, and at configurations too', () => {
    const { app, chart } = tenant({ limits: small });
    new KnativeService(chart, 'elsewhere', { image, metadata: { namespace: 'billing' }, ...memory(64, 2048) });
    expect(refusalsOf(app)).toEqual([]);

    new Configuration(chart, 'orders', { image, ...memory(64, 2048) });
    expect(refusalsOf(app)).toEqual([expect.stringContaining('KN-NSP-011')]);
  });
});
