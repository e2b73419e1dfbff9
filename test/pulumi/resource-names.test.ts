import { ApiObject, App, Chart } from 'cdk8s';
import { KINDS } from '../../lib/core';
import { Charts, type ChartsOptions } from '../../lib/pulumi';
import { renameAliases, resourceName, versionAliases } from '../../lib/pulumi/resource-names';
import { formerUrns, type PlayedResource } from './played-state';
import { recordMocks, type Registered } from './support';

const VERSION_OF_GROUPS = /^(v1|apps|rbac\.authorization\.k8s\.io|networking\.k8s\.io)(\/|$)/;
const USUAL = 'v1alpha1 v1alpha2 v1beta1 v1beta2 v1 v2';
/** Versions that a resource of each kind may have had, by the releases that Pulumi may have seen. */
const VERSIONS: Readonly<Record<string, string>> = {
  'serving.knative.dev/Configuration': 'v1', 'serving.knative.dev/Route': 'v1', 'serving.knative.dev/Service': 'v1',
  'serving.knative.dev/DomainMapping': 'v1alpha1 v1beta1',
  'networking.internal.knative.dev/ClusterDomainClaim': USUAL,
  'eventing.knative.dev/Broker': 'v1', 'eventing.knative.dev/Trigger': 'v1',
  'eventing.knative.dev/EventType': 'v1beta1 v1beta2 v1beta3', 'eventing.knative.dev/EventPolicy': USUAL,
  'eventing.knative.dev/RequestReply': USUAL, 'eventing.knative.dev/EventTransform': USUAL,
  'eventing.knative.dev/KafkaSink': USUAL,
  'flows.knative.dev/Parallel': 'v1', 'flows.knative.dev/Sequence': 'v1',
  'messaging.knative.dev/Channel': 'v1', 'messaging.knative.dev/InMemoryChannel': 'v1',
  'messaging.knative.dev/KafkaChannel': 'v1beta1 v1', 'messaging.knative.dev/Subscription': 'v1',
  'sources.knative.dev/ApiServerSource': 'v1', 'sources.knative.dev/ContainerSource': 'v1',
  'sources.knative.dev/IntegrationSource': USUAL, 'sources.knative.dev/KafkaSource': 'v1beta1 v1',
  'sources.knative.dev/PingSource': 'v1beta2 v1', 'sources.knative.dev/SinkBinding': 'v1',
  'sinks.knative.dev/IntegrationSink': USUAL, 'sinks.knative.dev/JobSink': USUAL,
  'operator.knative.dev/KnativeEventing': 'v1alpha1 v1beta1', 'operator.knative.dev/KnativeServing': 'v1alpha1 v1beta1',
  'cert-manager.io/Certificate': 'v1alpha2 v1alpha3 v1beta1 v1',
  'cert-manager.io/ClusterIssuer': 'v1alpha2 v1alpha3 v1beta1 v1',
  'cert-manager.io/Issuer': 'v1alpha2 v1alpha3 v1beta1 v1',
  'external-secrets.io/ClusterExternalSecret': 'v1beta1 v1',
  'external-secrets.io/ClusterSecretStore': 'v1alpha1 v1beta1 v1',
  'external-secrets.io/ExternalSecret': 'v1alpha1 v1beta1 v1',
  'external-secrets.io/SecretStore': 'v1alpha1 v1beta1 v1',
  'secrets.hashicorp.com/VaultStaticSecret': USUAL,
  'projectcontour.io/TLSCertificateDelegation': USUAL,
  'gateway.networking.k8s.io/BackendTLSPolicy': 'v1alpha2 v1alpha3 v1',
  'gateway.networking.k8s.io/Gateway': 'v1alpha2 v1beta1 v1',
  'gateway.networking.k8s.io/GatewayClass': 'v1alpha2 v1beta1 v1',
  'gateway.networking.k8s.io/GRPCRoute': 'v1alpha2 v1',
  'gateway.networking.k8s.io/HTTPRoute': 'v1alpha2 v1beta1 v1',
  'gateway.networking.k8s.io/ReferenceGrant': 'v1alpha2 v1beta1 v1',
  'kafka.strimzi.io/Kafka': 'v1beta2 v1', 'kafka.strimzi.io/KafkaConnect': 'v1beta2 v1',
  'kafka.strimzi.io/KafkaConnector': 'v1beta2 v1', 'kafka.strimzi.io/KafkaNodePool': 'v1beta2 v1',
  'kafka.strimzi.io/KafkaTopic': 'v1beta1 v1beta2 v1', 'kafka.strimzi.io/KafkaUser': 'v1beta1 v1beta2 v1',
  'example.com/Anything': USUAL, 'constructor.example.com/constructor': USUAL,
};
const web = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', namespace: 'orders', name: 'web' };

function program(write: (app: App) => void, name: string, options: ChartsOptions = {}): Promise<readonly Registered[]> {
  const recording = recordMocks();
  const app = new App();
  write(app);
  new Charts(name, app, options);
  return recording.settled().then(() => recording.resources);
}

function objects(app: App, chart = 'shop'): void {
  const scope = new Chart(app, chart);
  new ApiObject(scope, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'orders' } });
  new ApiObject(scope, 'a', {
    apiVersion: 'sources.knative.dev/v1', kind: 'KafkaSource', metadata: { name: 'kafka', namespace: 'orders' },
  });
  new ApiObject(scope, 'b', {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'orders' }, spec: {},
  });
}

/** What the engine finds each resource by, besides its own URN; components come before what is in them. */
function former(resources: readonly Registered[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string>();
  return new Map(resources.map((resource) => {
    const urns = formerUrns(resource as unknown as PlayedResource, 'project', 'stack', found);
    if (!resource.custom && urns[0] !== undefined) found.set(resource.urn, urns[0]);
    return [resource.urn, urns];
  }));
}

function urns(resources: readonly Registered[]): string[] {
  return resources.filter(({ custom }) => custom).map(({ urn }) => urn).sort();
}

describe('the name of a resource', () => {
  test.each([
    [{ name: 'web', namespace: 'orders' }, 'shop/orders/web'],
    [{ name: 'orders' }, 'shop/orders'],
    [{ name: 'web', namespace: '' }, 'shop/web'],
  ])('is made of what the cluster knows the object by: %j', (identity, name) => {
    expect(resourceName('shop', { apiVersion: 'v1', kind: 'X', ...identity })).toBe(name);
  });

  test('stays when constructs move and charts have other names', async () => {
    const before = await program((app) => { objects(app); }, 'shop');
    const after = await program((app) => {
      const chart = new Chart(app, 'other');
      new ApiObject(chart, 'deep', {
        apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'orders' }, spec: {},
      });
      new ApiObject(new Chart(chart, 'below'), 'moved', {
        apiVersion: 'sources.knative.dev/v1', kind: 'KafkaSource', metadata: { name: 'kafka', namespace: 'orders' },
      });
      new ApiObject(new Chart(app, 'last'), 'x', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'orders' } });
    }, 'shop');

    expect(urns(after)).toEqual(urns(before));
  });

  test('follows an alias of the `Charts`', async () => {
    const before = await program((app) => { objects(app); }, 'shop');
    const after = await program((app) => { objects(app); }, 'store', { aliases: [{ name: 'shop' }] });
    const found = former(after);

    expect(after.length).toBe(before.length);
    for (const { urn, name } of after) {
      const was = before.find((each) => each.name === name.replace('store', 'shop'));
      expect([urn, found.get(urn)]).toEqual([urn, expect.arrayContaining([was?.urn])]);
    }
  });

  test('follows an alias of the `Charts` together with another version of the kind', async () => {
    const after = await program((app) => { objects(app); }, 'store', { aliases: [{ name: 'shop' }] });
    const source = after.find(({ type }) => type.endsWith('KafkaSource'));

    expect(former(after).get(source?.urn ?? '')).toContain('urn:pulumi:stack::project::'
      + 'cdk8s-knative:index:Charts$kubernetes:sources.knative.dev/v1beta1:KafkaSource::shop/orders/kafka');
  });
});

describe('other versions of a kind', () => {
  test.each(Object.entries(VERSIONS))('are aliases, in each of its versions: %s of %s', (id, all) => {
    const [group = '', kind = ''] = id.split('/');
    const versions = all.split(' ');

    for (const version of [...versions, 'v7']) {
      const others = versions.filter((each) => each !== version).map((each) => ({ type: `kubernetes:${group}/${each}:${kind}` }));
      expect(versionAliases({ apiVersion: `${group}/${version}`, kind, name: 'a' })).toEqual(others);
    }
  });

  test('are decided for each kind that the library writes', () => {
    const kinds = Object.values(KINDS).filter(({ apiVersion }) => !VERSION_OF_GROUPS.test(apiVersion))
      .map(({ apiVersion, kind }) => `${apiVersion.split('/')[0]}/${kind}`);

    expect(kinds.filter((id) => !Object.hasOwn(VERSIONS, id))).toEqual([]);
  });

  test('are each in the place of the others', async () => {
    const write = (version: string) => (app: App): void => {
      new ApiObject(new Chart(app, 'shop'), 'a', {
        apiVersion: `sources.knative.dev/${version}`, kind: 'PingSource', metadata: { name: 'a', namespace: 'orders' },
      });
    };
    const [old, young] = [await program(write('v1beta2'), 'shop'), await program(write('v1'), 'shop')];

    expect([...former(young).values()].flat()).toEqual(expect.arrayContaining(urns(old)));
    expect([...former(old).values()].flat()).toEqual(expect.arrayContaining(urns(young)));
  });

  test('are not those of a kind that is called the same in another group', () => {
    const types = versionAliases({ apiVersion: 'example.com/v1', kind: 'KafkaSource', name: 'a' });

    expect(types).toHaveLength(5);
    expect(types).toContainEqual({ type: 'kubernetes:example.com/v1alpha1:KafkaSource' });
    expect(versionAliases({ apiVersion: 'v1', kind: 'Namespace', name: 'a' })).toEqual([]);
    expect(versionAliases({ apiVersion: 'apps/v1', kind: 'Newer', name: 'a' })).toEqual([]);
  });
});

describe('what an object was called', () => {
  test.each([
    [{ name: 'site' }, ['shop/orders/site']],
    [{ namespace: 'sales' }, ['shop/sales/web']],
    [{ namespace: '' }, ['shop/web']],
    [{ charts: 'old' }, ['old/orders/web']],
    [{ charts: 'old', namespace: 'sales', name: 'site' }, ['old/sales/site']],
    [{}, []],
    [{ name: 'web', charts: 'shop' }, []],
  ])('is an alias: %j', (before, names) => {
    expect(renameAliases('shop', web, before)).toEqual(names.map((name) => ({ name })));
  });

  test('is one in every version of its kind', () => {
    const source = { ...web, apiVersion: 'sources.knative.dev/v1', kind: 'PingSource' };

    expect(renameAliases('shop', source, { name: 'site' })).toEqual([
      { name: 'shop/orders/site' },
      { name: 'shop/orders/site', type: 'kubernetes:sources.knative.dev/v1beta2:PingSource' },
    ]);
  });

  test('lets an object go from one `Charts` to another', async () => {
    const before = await program((app) => { objects(app); }, 'shop');
    const recording = recordMocks();
    const app = new App();
    objects(app);
    new Charts('store', app, {
      renamed: app.node.findAll().filter((each) => ApiObject.isApiObject(each)).map((object) => ({ object, charts: 'shop' })),
    });
    await recording.settled();
    const found = former(recording.resources);

    for (const urn of urns(before)) expect([...found.values()].flat()).toContain(urn);
  });
});
