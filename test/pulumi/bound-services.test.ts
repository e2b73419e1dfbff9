import { ApiObject, App, Chart } from 'cdk8s';
import { KnativeService } from '../../lib';
import { Charts } from '../../lib/pulumi';
import { type Recording, recordMocks } from './support';

const IMAGE = `ghcr.io/shop/web@sha256:${'a'.repeat(64)}`;
const FORCE = 'pulumi.com/patchForce';

async function run(program: (chart: Chart) => void): Promise<Recording> {
  const recording = recordMocks();
  const app = new App();
  program(new Chart(app, 'shop', { namespace: 'shop' }));
  new Charts('shop', app);
  await recording.settled();
  return recording;
}

function bind(chart: Chart, subject: object): void {
  const sink = { uri: 'http://events.example.com' };
  new ApiObject(chart, `binding-${chart.node.children.length}`, {
    apiVersion: 'sources.knative.dev/v1', kind: 'SinkBinding', metadata: { name: `binding-${chart.node.children.length}` },
    spec: { subject, sink },
  });
}

/** What takes over fields that others wrote, by name. */
function forced(recording: Recording): readonly string[] {
  return recording.objects().filter(({ sent }) => JSON.stringify(sent).includes(`"${FORCE}":"true"`)).map(({ name }) => name);
}

/** Judged with an API server: after a binding has written, it answers 409 to whatever Pulumi applies. */
describe('a service whose containers a binding writes into', () => {
  test('is applied over what the binding wrote, where the binding names it', async () => {
    const recording = await run((chart) => {
      const web = new KnativeService(chart, 'web', { image: IMAGE });
      new KnativeService(chart, 'other', { image: IMAGE });
      web.bindTo(new KnativeService(chart, 'process', { image: IMAGE }), 'sink-web');
    });

    expect(forced(recording)).toEqual(['shop/shop/web']);
  });

  test('is applied over it, where the binding selects it by its labels', async () => {
    const recording = await run((chart) => {
      new KnativeService(chart, 'web', { image: IMAGE, metadata: { labels: { sends: 'yes' } } });
      new KnativeService(chart, 'other', { image: IMAGE, metadata: { labels: { sends: 'no' } } });
      bind(chart, { apiVersion: 'serving.knative.dev/v1', kind: 'Service', selector: { matchLabels: { sends: 'yes' } } });
    });

    expect(forced(recording)).toEqual(['shop/shop/web']);
  });

  test('keeps what the program says of it', async () => {
    const recording = await run((chart) => {
      const web = new KnativeService(chart, 'web', { image: IMAGE });
      web.apiObject.metadata.addAnnotation(FORCE, 'false');
      bind(chart, { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'web' });
    });

    expect(recording.named('shop/shop/web').inputs).toMatchObject({ metadata: { annotations: { [FORCE]: 'false' } } });
  });

  test('is none of the kinds whose containers the API server merges', async () => {
    const recording = await run((chart) => {
      const metadata = { name: 'worker' };
      const spec = { selector: { matchLabels: { app: 'worker' } }, template: { metadata: { labels: { app: 'worker' } }, spec: { containers: [] } } };
      new ApiObject(chart, 'worker', { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec });
      bind(chart, { apiVersion: 'apps/v1', kind: 'Deployment', name: 'worker' });
    });

    expect(recording.objects()).toHaveLength(2);
    expect(forced(recording)).toEqual([]);
  });
});
