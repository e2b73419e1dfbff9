import * as fs from 'fs';
import * as path from 'path';
import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import type { KindProgram } from '../../conformance/programs/program';
import { Feature, Features } from '../../lib';
import { objectId, type ReadObject, waveOf } from '../../lib/core';
import { checkResource, makeObject } from '../../lib/pulumi/object-resource';
import { resourceName, typedToken } from '../../lib/pulumi/resource-names';
import { recordMocks, type Registered, secretIn } from './support';

interface Manifest extends Record<string, unknown> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const PROGRAMS = path.join(__dirname, '..', '..', 'conformance', 'programs');
const metadata = { name: 'orders', namespace: 'shop' };
const service: Manifest = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata, spec: { template: {} } };

function objectOf(manifest: Manifest): ReadObject {
  const { apiVersion, kind, metadata: { name, namespace } } = manifest;
  const identity = { apiVersion, kind, name, ...namespace === undefined ? {} : { namespace } };
  const object = new ApiObject(new Chart(new App(), 'shop'), 'orders', { apiVersion, kind });
  return { object, identity, id: objectId(identity), wave: waveOf(identity), manifest };
}

function make(manifest: Manifest, opts: pulumi.CustomResourceOptions = {}): pulumi.CustomResource {
  const object = objectOf(manifest);
  return makeObject(object, manifest, resourceName('charts', object.identity), opts);
}

/** What is registered of manifests, in their order. */
async function registered(manifests: readonly Manifest[]): Promise<readonly Registered[]> {
  const recording = recordMocks();
  for (const manifest of manifests) make(manifest);
  await recording.settled();
  expect(recording.rejections).toEqual([]);
  return recording.objects();
}

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => { output.apply(resolve); });
}

/** Without the wrapping of secrets. */
function plain(value: unknown): unknown {
  const secret = secretIn(value);
  if (secret !== undefined) return plain(secret);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]): [string, unknown] => [key, sorted(each)]);
  return Object.fromEntries(entries.sort(([a], [b]) => a < b ? -1 : 1));
}

/** Objects whose registrations do not wait for each other come in any order. */
function textsOf(objects: readonly unknown[]): string[] {
  return objects.map((object) => JSON.stringify(sorted(object))).sort();
}

/** The objects of the programs that between them use every field of every kind of the library. */
function houseManifests(): Manifest[] {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    return fs.readdirSync(PROGRAMS).filter((file) => file.endsWith('.ts') && file !== 'program.ts').flatMap((file) => {
      const { program } = jest.requireActual<{ program: KindProgram }>(path.join(PROGRAMS, file));
      const app = new App();
      Features.of(app).enable(...Object.values(Feature));
      const chart = new Chart(app, 'program', { namespace: 'shop' });
      program.program(chart);
      return chart.toJson() as Manifest[];
    });
  } finally {
    write.mockRestore();
  }
}

/** Objects of Kubernetes that the library writes, takes from release files, or meets in programs. */
const KUBERNETES: readonly Manifest[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: '1' }, binaryData: { b: 'YQ==' }, immutable: true },
  { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: { a: 'YQ==' }, stringData: { b: 'c' }, immutable: true },
  {
    apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false,
    imagePullSecrets: [{ name: 'pull' }], secrets: [{ name: 'token' }],
  },
  { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ port: 80 }] } },
  { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: { pods: '10' } } },
  { apiVersion: 'v1', kind: 'LimitRange', metadata, spec: { limits: [] } },
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: { accessModes: ['ReadWriteOnce'] } },
  { apiVersion: 'v1', kind: 'Endpoints', metadata, subsets: [{ addresses: [{ ip: '10.0.0.1' }] }] },
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 2 } },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { replicas: 2 } },
  { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: { minReadySeconds: 2 } },
  { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { suspend: true } },
  { apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: { schedule: '* * * * *' } },
  { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec: { maxReplicas: 2 } },
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { minAvailable: 1 } },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules: [{ verbs: ['get'] }] },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata,
    roleRef: { kind: 'Role', name: 'a' }, subjects: [{ kind: 'User', name: 'b' }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'a' },
    aggregationRule: { clusterRoleSelectors: [] }, rules: [],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'a' },
    roleRef: { kind: 'ClusterRole', name: 'a' }, subjects: [],
  },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { podSelector: {} } },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec: { rules: [] } },
  {
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'a.example.com' },
    spec: { group: 'example.com' },
  },
  { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: 'v1.example.com' }, spec: { group: 'a' } },
  {
    apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingWebhookConfiguration', metadata: { name: 'a' }, webhooks: [],
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration', metadata: { name: 'a' }, webhooks: [],
  },
  {
    apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'a' }, value: 10, globalDefault: false,
    description: 'b', preemptionPolicy: 'Never',
  },
  {
    apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'a' }, provisioner: 'b', parameters: { c: 'd' },
    reclaimPolicy: 'Retain', volumeBindingMode: 'Immediate', allowVolumeExpansion: true, mountOptions: ['e'],
    allowedTopologies: [],
  },
  { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec: { holderIdentity: 'a' } },
];

/** Where `@pulumi/kubernetes` has what stands for no kind of Kubernetes. */
const NO_KINDS = new Set(['helm', 'kustomize', 'yaml', 'types']);

/** Every class that stands for a kind, by the groups and versions in which the package has it. */
function classes(): { readonly token: string; readonly kind: string; readonly made: unknown }[] {
  return Object.entries(kubernetes).filter(([group]) => !NO_KINDS.has(group)).flatMap(([, versions]) => (
    typeof versions !== 'object' ? [] : Object.values<object>(versions as Record<string, object>).flatMap((kinds) => (
      typeof kinds !== 'object' ? [] : Object.entries(kinds).flatMap(([kind, made]: [string, unknown]) => {
        const token: unknown = typeof made === 'function' ? Reflect.get(made, '__pulumiType') : undefined;
        return typeof token === 'string' ? [{ token, kind, made }] : [];
      })))));
}

describe('the resource of an object', () => {
  test('is of the class that Pulumi has for the kind, with what that makes of it', async () => {
    const [deployment] = await registered([{ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 1 } }]);

    expect(deployment).toMatchObject({ type: 'kubernetes:apps/v1:Deployment', name: 'charts/shop/orders' });
    expect(deployment?.aliases.map(({ type }) => type)).toContain('kubernetes:extensions/v1beta1:Deployment');
  });

  test('is a custom resource where Pulumi has no class', async () => {
    const [made] = await registered([service]);

    expect(made).toMatchObject({ type: 'kubernetes:serving.knative.dev/v1:Service', name: 'charts/shop/orders' });
    expect(make(service)).toBeInstanceOf(kubernetes.apiextensions.CustomResource);
  });

  test('has the status of the live object, which is sent to nobody', async () => {
    const recording = recordMocks({ state: () => ({ status: { url: 'http://orders.shop.example.com' } }) });
    const resources = [service, KUBERNETES[0], { apiVersion: 'v1', kind: 'Event', metadata, involvedObject: {}, more: 'a' }]
      .map((manifest) => make(manifest as Manifest));
    const statuses = await Promise.all(resources
      .map((resource) => valueOf(Reflect.get(resource, 'status') as pulumi.Output<unknown>)));
    await recording.settled();

    expect(statuses[0]).toEqual({ url: 'http://orders.shop.example.com' });
    expect(statuses[1]).toEqual({ url: 'http://orders.shop.example.com' });
    expect(recording.objects().map(({ sent }) => 'status' in sent)).toEqual([false, false, false]);
  });

  test('has a status that is not known in a preview', async () => {
    const recording = recordMocks({ preview: true });
    const status = Reflect.get(make(service), 'status') as pulumi.Output<unknown> & { isKnown: Promise<boolean> };
    await recording.settled();

    expect(pulumi.Output.isInstance(status)).toBe(true);
  });

  test('has the fields that its class does not know', async () => {
    const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: '1' }, freshness: 'new' };
    const [made] = await registered([manifest]);

    expect(made).toMatchObject({ type: 'kubernetes:core/v1:ConfigMap', sent: manifest });
  });

  test('has the aliases and the secrets of its class, whatever else it has', async () => {
    const scaler = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec: { maxReplicas: 2 } };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { a: 'b' } };
    const usual = await registered([scaler, secret]);
    const seen: string[][] = [];
    const recording = recordMocks();
    for (const manifest of [scaler, secret]) {
      make({ ...manifest, freshness: 'new' }, { transformations: [({ props }) => {
        seen.push(Object.keys(props as object));
        return undefined;
      }] });
    }
    await recording.settled();
    const inBoth = ['HorizontalPodAutoscaler', 'Secret'].map((kind) => [usual, recording.objects()].map((all) => {
      const found = all.find(({ type }) => type.endsWith(kind));
      return { aliases: found?.aliases ?? [], hidden: found?.additionalSecretOutputs, ...found?.sent };
    }));

    for (const [before, after] of inBoth) expect(after).toEqual({ ...before, freshness: 'new' });
    expect(inBoth[0]?.[1]?.aliases.length).toBeGreaterThan(0);
    expect(secretIn(Reflect.get(inBoth[1]?.[1] ?? {}, 'stringData'))).toEqual({ a: 'b' });
    expect(seen.every((fields) => fields.includes('freshness'))).toBe(true);
  });

  test('is asked of the provider in the version that the program has', async () => {
    const recording = recordMocks();
    const versions = [service, { apiVersion: 'v1', kind: 'ConfigMap', metadata, freshness: 'new' }, KUBERNETES[0]]
      .map((manifest) => Reflect.get(make(manifest as Manifest), '__version') as string);
    await recording.settled();

    expect(new Set(versions).size).toBe(1);
    expect(versions[0]).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('says where a transformation of the program failed', async () => {
    const recording = recordMocks();
    const transformations = [function broken(): undefined { throw new Error('a mistake'); }];
    const limit = Error.stackTraceLimit;
    const failed = (): unknown => {
      try {
        return make(service, { transformations });
      } catch (error) {
        return error;
      }
    };
    const { stack } = failed() as Error;
    await recording.settled();

    expect(stack).toContain('broken');
    expect(stack).toContain(__filename);
    expect(Error.stackTraceLimit).toBe(limit);
  });

  test('takes the options of the program', async () => {
    const recording = recordMocks();
    make(service, { protect: true, retainOnDelete: true, aliases: [{ name: 'web' }] });
    make(KUBERNETES[9] as Manifest, { protect: true, retainOnDelete: true, aliases: [{ name: 'web' }] });
    await recording.settled();

    for (const made of recording.objects()) {
      expect(made).toMatchObject({ protect: true, retainOnDelete: true });
      expect(made.aliases).toContainEqual(expect.objectContaining({ name: 'web' }));
    }
  });
});

describe('every kind', () => {
  test('that the library writes is registered with all of its fields, and under its own type', async () => {
    const manifests = houseManifests();
    const made = await registered(manifests);

    expect(manifests.length).toBeGreaterThan(50);
    expect(manifests.map(objectOf).map(checkResource).filter((problem) => problem !== undefined)).toEqual([]);
    expect(textsOf(made.map(({ sent }) => plain(sent)))).toEqual(textsOf(manifests));
    expect(new Set(made.map(({ type }) => type))).toEqual(new Set(manifests.map(({ apiVersion, kind }) =>
      apiVersion.includes('/') ? `kubernetes:${apiVersion}:${kind}` : `kubernetes:core/${apiVersion}:${kind}`)));
  }, 60_000);

  test.each(KUBERNETES.map((manifest) => [`${manifest.apiVersion} ${manifest.kind}`, manifest] as const))(
    'of Kubernetes is of its class with all of its fields: %s', async (_, manifest) => {
      const recording = recordMocks();
      const resource = make(manifest);
      await recording.settled();
      const { apiVersion, kind } = manifest;

      expect(checkResource(objectOf(manifest))).toBeUndefined();
      expect(resource.constructor.name).toBe(kind);
      expect(recording.objects()).toEqual([expect.objectContaining({ type: typedToken(apiVersion, kind) })]);
      expect(plain(recording.objects()[0]?.sent)).toEqual(manifest);
    });

  test('that Pulumi has a class for is found by group, version and kind', () => {
    const found = classes();
    const objects = found.filter(({ kind }) => !/(List|Patch)$/.test(kind));

    expect(objects.length).toBeGreaterThan(100);
    for (const { token, kind, made } of objects) {
      const [, version = ''] = token.split(':');
      const apiVersion = version.replace(/^core\//, '');
      expect(typedToken(apiVersion, kind)).toBe(token);
      // What it asks for is asked of a manifest that has nothing.
      const problem = checkResource(objectOf({ apiVersion, kind, metadata }));
      expect(problem?.code ?? 'KN-PUL-021').toBe('KN-PUL-021');
      expect(typeof made).toBe('function');
    }
  });

  test('fails where it is a list of objects or a patch of one', () => {
    const wrong = classes().filter(({ kind }) => /(List|Patch)$/.test(kind));

    expect(wrong.length).toBeGreaterThan(100);
    for (const { token, kind } of wrong) {
      const apiVersion = (token.split(':')[1] ?? '').replace(/^core\//, '');
      expect([kind, checkResource(objectOf({ apiVersion, kind, metadata, items: [] }))?.code]).toEqual([kind, 'KN-PUL-020']);
    }
  });
});

describe('fails', () => {
  test('where the object is a list', () => {
    expect(checkResource(objectOf({ apiVersion: 'v1', kind: 'List', metadata, items: [] }))).toMatchObject({
      code: 'KN-PUL-020', message: '`shop/orders` is a `List`, which is no object of a cluster',
      fix: 'write each item of the list as an object of its own',
    });
  });

  test('where the object is a patch of another one', () => {
    expect(checkResource(objectOf({ apiVersion: 'apps/v1', kind: 'DeploymentPatch', metadata }))).toMatchObject({
      code: 'KN-PUL-020', fix: 'write the object with all of its fields',
    });
  });

  test('where the class asks for a field that the object lacks', () => {
    const binding = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata, subjects: [] };

    expect(checkResource(objectOf(binding))).toMatchObject({
      code: 'KN-PUL-021',
      message: '`shop/orders` has no `roleRef`, which the class of Pulumi for a `RoleBinding` asks for',
      fix: 'write `roleRef` in the object',
    });
  });

  test('not where a kind of somebody else is called like a list or a patch', () => {
    for (const kind of ['EventList', 'AllowList', 'EnvoyPatch', 'List']) {
      expect(checkResource(objectOf({ apiVersion: 'example.com/v1', kind, metadata }))).toBeUndefined();
    }
    expect(checkResource(objectOf({ apiVersion: 'apps.example.com/v1', kind: 'Deployment', metadata }))).toBeUndefined();
  });

  test('not for objects whose kind is a key of every plain object', () => {
    for (const kind of ['constructor', 'hasOwnProperty', '__proto__']) {
      expect(checkResource(objectOf({ apiVersion: 'apps/v1', kind, metadata }))).toBeUndefined();
      expect(checkResource(objectOf({ apiVersion: 'constructor/v1', kind, metadata }))).toBeUndefined();
    }
  });
});
