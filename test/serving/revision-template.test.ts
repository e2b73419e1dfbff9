import { type App, Chart, Testing } from 'cdk8s';
import { Env, ServiceAccount, Volume } from '../../lib/pod';
import { KnativeService } from '../../lib/serving';

function serviceIn(app: App): { chart: Chart; service: KnativeService } {
  const chart = new Chart(app, 'chart', { namespace: 'shop' });
  const service = new KnativeService(chart, 'orders', {
    image: 'ghcr.io/example/orders:1.0',
    command: ['gunicorn'],
    args: ['service:app'],
    env: { MODE: Env.value('fast') },
    serviceAccount: ServiceAccount.fromName('orders'),
  });
  return { chart, service };
}

describe('the template of a service, as other parts see it', () => {
  test('tells of the serving container and the account', () => {
    const { service: { _template: template } } = serviceIn(Testing.app());

    const container = template.podTemplate.servingContainer;

    expect(container?.name).toBe('user-container');
    expect(container?.props).toMatchObject({ command: ['gunicorn'], args: ['service:app'] });
    expect([...container?.env.keys() ?? []]).toEqual(['MODE']);
    expect(template.serviceAccount).toEqual({ name: 'orders' });
  });

  test('takes annotations, mounts and a wrapper around the command', () => {
    const { chart, service: { _template: template } } = serviceIn(Testing.app());

    template.addAnnotation('vault.hashicorp.com/agent-inject', 'true');
    template.podTemplate.addVolumeMount(undefined, { path: '/vault/tls', volume: Volume.emptyDir('tls') });
    template.podTemplate.servingContainer?._wrapCommand(({ command = [], args }) =>
      ({ command: ['sh', '-c', '. /vault/env; exec "$@"', 'sh', ...command], args }));

    expect(Testing.synth(chart)[0].spec.template).toMatchObject({
      metadata: { annotations: { 'vault.hashicorp.com/agent-inject': 'true' } },
      spec: {
        containers: [{
          command: ['sh', '-c', '. /vault/env; exec "$@"', 'sh', 'gunicorn'],
          args: ['service:app'],
          volumeMounts: [{ name: 'tls', mountPath: '/vault/tls' }],
        }],
      },
    });
  });
});
