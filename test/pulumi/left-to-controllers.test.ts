import { ApiObject, App, Chart } from 'cdk8s';
import { type Fields, leaveToControllers } from '../../lib/core';
import { KEPT_IN_CLUSTER, leftToControllersIn } from '../../lib/operator';
import { Charts, type ChartsOptions } from '../../lib/pulumi';
import type { Manifest } from '../../lib/releases';
import { type Recording, recordMocks } from './support';

const HOME = 'knative-eventing';
const CONTROLLED = { name: 'K_LOGGING_CONFIG', value: '' };
const OWN = { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };
const PLACE = { name: 'pingsource-mt-adapter', namespace: HOME };

/** The adapter of PingSources as releases have it, or as much of it. */
function adapter(env: unknown, containers: readonly Fields[] = []): Manifest {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: PLACE,
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'adapter' } },
      template: {
        metadata: { labels: { app: 'adapter' } },
        spec: { containers: [{ name: 'dispatcher', image: 'ghcr.io/knative/adapter:1', env }, ...containers] },
      },
    },
  };
}

function job(spec: Fields): Manifest {
  const containers = [{ name: 'main', image: 'ghcr.io/knative/migrate:1' }];
  return {
    apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migrate', namespace: HOME },
    spec: { ...spec, template: { spec: { restartPolicy: 'Never', containers } } },
  };
}

/** What is registered of an object of a release, or of one that a program wrote. */
async function registered(
  manifest: Manifest, { released = true, ...options }: ChartsOptions & { released?: boolean } = {},
): Promise<Recording['resources'][number]> {
  const recording = recordMocks();
  const app = new App();
  const object = new ApiObject(new Chart(app, 'eventing'), 'object', manifest);
  if (released) leaveToControllers(object, leftToControllersIn(manifest));
  new Charts('eventing', app, options);
  await recording.settled();
  return recording.named(`eventing/${HOME}/${manifest.metadata.name}`);
}

interface Pods {
  readonly template: { readonly spec: { readonly containers: readonly Fields[] } };
}

const firstOf = ({ sent }: Recording['resources'][number]): Fields =>
  (sent.spec as Pods).template.spec.containers[0] ?? {};

describe('the adapter of PingSources in a release', () => {
  test('begins with no pod, and how many it has later is what the controller says', async () => {
    const resource = await registered(adapter([CONTROLLED]));

    expect(resource.inputs).toMatchObject({ spec: { replicas: 0 } });
    expect(resource.ignoreChanges).toEqual(['spec.replicas']);
  });

  test.each([
    ['other entries of its environment are sent', [CONTROLLED, OWN], [OWN]],
    ['no environment where the controller says all of it', [CONTROLLED], undefined],
    ['an environment as it is that is no list', { none: 'here' }, { none: 'here' }],
    ['no environment where the release has none', undefined, undefined],
  ])('%s', async (_, env, sent) => {
    expect(firstOf(await registered(adapter(env))).env).toEqual(sent);
  });

  test('has other containers with all that they have', async () => {
    const mesh = { name: 'mesh', image: 'ghcr.io/mesh:1', env: [CONTROLLED] };
    const { inputs } = await registered(adapter([OWN], [mesh]));

    expect(inputs).toMatchObject({ spec: { template: { spec: { containers: [{ env: [OWN] }, mesh] } } } });
  });

  test('is a Deployment like any other where the program wrote it', async () => {
    const resource = await registered(adapter([CONTROLLED]), { released: false });

    expect(firstOf(resource).env).toEqual([CONTROLLED]);
    expect(resource.ignoreChanges).toEqual([]);
  });

  test('leaves more alone where the program says so', async () => {
    const { ignoreChanges } = await registered(adapter([]), {
      objectOptions: () => ({ ignoreChanges: ['metadata.labels'] }),
    });

    expect(ignoreChanges).toEqual(['spec.replicas', 'metadata.labels']);
  });
});

describe('a Job of a release', () => {
  test('stays when it is done: Pulumi would make it again, and it would run again', async () => {
    const { inputs } = await registered(job({ ttlSecondsAfterFinished: 600, backoffLimit: 10 }));

    expect(inputs).toMatchObject({ spec: { backoffLimit: 10 } });
    expect(inputs.spec).not.toHaveProperty('ttlSecondsAfterFinished');
  });

  test('is sent as the program wrote it', async () => {
    const { inputs } = await registered(job({ ttlSecondsAfterFinished: 600 }), { released: false });

    expect(inputs).toMatchObject({ spec: { ttlSecondsAfterFinished: 600 } });
  });
});

test('Pulumi ignores no place in a list: what is left there has entries, which are not sent', () => {
  const left = KEPT_IN_CLUSTER.flatMap(({ fields }) => fields).filter(({ entries }) => entries === undefined);

  expect(left.map(({ pointer }) => pointer).filter((pointer) => /\/\d+(\/|$)/.test(pointer))).toEqual([]);
});
