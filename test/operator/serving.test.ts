import fc from 'fast-check';
import { ComponentName } from '../../lib/core';
import { installServing } from '../../lib/operator';
import type { Manifest } from '../../lib/releases';
import { at, configMap, containerOf, type Fields, inServing, installedAs, lostIn, object, part, podsOf, workload } from './parts';

const VERSION = { version: '1.23.0' };
const NO_LAYER = { ingress: {} };

describe('objects of several files', () => {
  const definition = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'services.serving.knative.dev', { spec: { scope: 'Namespaced' } });
  const again = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'services.serving.knative.dev', { spec: { scope: 'Namespaced', again: true } });
  const crds = { component: ComponentName.KNATIVE_SERVING, file: 'serving-crds.yaml', objects: [definition] };

  test('are installed once each, where the first one stands and as the last one is', () => {
    const { objects } = installServing(NO_LAYER, [crds, part(workload('controller'), again)], VERSION);

    expect(objects.map(({ file, manifest: { kind } }) => `${file} ${kind}`))
      .toEqual(['serving-crds.yaml CustomResourceDefinition', 'serving-core.yaml Deployment']);
    expect(objects[0]?.manifest).toBe(again);
  });

  test('keep those apart that differ in their group, kind, namespace or name', () => {
    const objects = [
      inServing('v1', 'Service', 'controller'), inServing('serving.knative.dev/v1', 'Service', 'controller'),
      inServing('v1', 'Service', 'webhook'), inServing('v1', 'ServiceAccount', 'controller'),
    ];

    const installed = installServing(NO_LAYER, [part(...objects)], VERSION).objects;

    expect(installed.map(({ manifest }) => manifest)).toEqual(objects);
  });

  test('that nothing is different about are those of the files', () => {
    const role = object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'addressable', { rules: [{ verbs: ['get'] }] });
    const webhook = object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'config',
      { webhooks: [{ clientConfig: { service: { name: 'webhook', namespace: 'knative-serving' } } }] });
    const spec = { ...NO_LAYER, 'config': { network: { a: 'b' } }, 'high-availability': { replicas: 2 }, 'registry': { default: 'a/${NAME}' } };
    const { objects } = installServing(spec, [part(definition, role, webhook)], VERSION);

    expect(objects.map(({ manifest }) => manifest)).toEqual([definition, role, webhook]);
    objects.forEach(({ manifest }, index) => expect(manifest).toBe([definition, role, webhook][index]));
  });
});

describe('everything lies in the namespace of the installation', () => {
  const kourier = (apiVersion: string, kind: string, name: string, fields: Fields = {}) => object(apiVersion, kind, name, fields, { namespace: 'kourier-system' });

  test('with its namespace, its objects, accounts and webhooks', () => {
    const installed = installServing(NO_LAYER, [part(
      object('v1', 'Namespace', 'kourier-system'), kourier('v1', 'Service', 'kourier'),
      object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'kourier', { subjects: [{ name: 'kourier', namespace: 'kourier-system' }, { name: 'group' }] }),
      kourier('rbac.authorization.k8s.io/v1', 'RoleBinding', 'kourier', { subjects: [{ name: 'kourier', namespace: 'kourier-system' }] }),
      object('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'kourier',
        { webhooks: [{ clientConfig: { service: { name: 'a', namespace: 'kourier-system' } } }, { clientConfig: { url: 'https://a.example' } }] }),
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'a.b',
        { spec: { conversion: { webhook: { clientConfig: { service: { name: 'a', namespace: 'kourier-system' } } } } } }),
      object('apiregistration.k8s.io/v1', 'APIService', 'v1.b', { spec: { service: { name: 'a', namespace: 'kourier-system' } } }),
    )], VERSION);

    expect(JSON.stringify(installed.objects)).not.toContain('kourier-system');
    expect(installedAs(installed, 'Namespace')?.metadata).toEqual({ name: 'knative-serving' });
    expect(installedAs(installed, 'ClusterRoleBinding')).toEqual(expect.objectContaining(
      { metadata: { name: 'kourier' }, subjects: [{ name: 'kourier', namespace: 'knative-serving' }, { name: 'group' }] }));
    expect(at(installedAs(installed, 'MutatingWebhookConfiguration'), 'webhooks', '1')).toEqual({ clientConfig: { url: 'https://a.example' } });
  });

  test('without any where there is none', () => {
    const hook = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'a.b', { spec: { conversion: { strategy: 'None' } } });

    expect(installedAs(installServing(NO_LAYER, [part(hook)], VERSION), 'CustomResourceDefinition')).toBe(hook);
  });

  test('and the namespace has the labels and annotations of the spec', () => {
    const namespace = object('v1', 'Namespace', 'knative-serving', {}, { labels: { a: '1', b: '1' } });
    const spec = { ...NO_LAYER, namespace: { labels: { b: '2' }, annotations: { c: '3' } } };

    expect(installedAs(installServing(spec, [part(namespace)], VERSION), 'Namespace')?.metadata)
      .toEqual({ name: 'knative-serving', labels: { a: '1', b: '2' }, annotations: { c: '3' } });
    expect(lostIn(installServing(spec, [part(workload('controller'))], VERSION))).toEqual([
      'unknown-override: no file of the release has the namespace, so its labels and annotations reach nothing: give them to the namespace where it is made',
    ]);
  });
});

test('rules that the control plane gathers are left to it', () => {
  const role = object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'admin', { aggregationRule: { clusterRoleSelectors: [] }, rules: [] });

  expect(installedAs(installServing(NO_LAYER, [part(role)], VERSION), 'ClusterRole')).not.toHaveProperty('rules');
});

describe('Jobs', () => {
  test.each<[string, Fields, string]>([
    ['with the beginning of a name', { generateName: 'storage-version-migration-serving-' }, 'storage-version-migration-serving-serving-1.23.0'],
    ['with a name', {}, 'migrate-serving-1.23.0'],
  ])('%s are named for their release', (_what, metadata, name) => {
    const job = object('batch/v1', 'Job', 'migrate', { spec: { template: { metadata: { labels: { a: 'b' } }, spec: { containers: [] } } } }, metadata);
    const installed = installedAs(installServing(NO_LAYER, [part(job)], VERSION), 'Job');

    expect(installed).toMatchObject({
      metadata: { name, namespace: 'knative-serving' }, spec: { template: { metadata: { labels: { 'a': 'b', 'sidecar.istio.io/inject': 'false' } } } },
    });
    expect(installed?.metadata).not.toHaveProperty('generateName');
  });

  test('are overridden by the beginning of their name, and keep what they say of sidecars', () => {
    const template = { metadata: { labels: { 'sidecar.istio.io/inject': 'true' } }, spec: { containers: [{ name: 'migrate' }] } };
    const job = object('batch/v1', 'Job', 'cleanup', { spec: { template } }, { generateName: 'cleanup-' });
    const spec = { ...NO_LAYER, registry: { override: { 'cleanup-/migrate': 'own:1' } }, workloads: [{ name: 'cleanup-', nodeSelector: { a: 'b' } }] };
    const installed = installServing(spec, [part(job)], VERSION);

    expect(podsOf(installed, 'cleanup-serving-1.23.0', 'Job')).toEqual({ containers: [{ name: 'migrate', image: 'own:1' }], nodeSelector: { a: 'b' } });
    expect(at(installedAs(installed, 'Job'), 'spec', 'template', 'metadata', 'labels')).toEqual({ 'sidecar.istio.io/inject': 'true' });
    expect(installed.lost).toEqual([]);
  });
});

describe('overrides of single objects', () => {
  const service = inServing('v1', 'Service', 'kourier', { spec: { selector: { app: 'kourier' } } });
  const budget = inServing('policy/v1', 'PodDisruptionBudget', 'activator-pdb', { spec: { minAvailable: '80%', selector: {} } });

  test('give a Service labels, annotations and a selector besides', () => {
    const services = [{ name: 'kourier', labels: { a: '1' }, annotations: { b: '2' }, selector: { c: '3' } }];

    expect(installedAs(installServing({ ...NO_LAYER, services }, [part(service)], VERSION), 'Service')).toMatchObject({
      metadata: { labels: { a: '1' }, annotations: { b: '2' } }, spec: { selector: { app: 'kourier', c: '3' } },
    });
  });

  test.each<[Fields, Fields]>([
    [{ maxUnavailable: 1 }, { maxUnavailable: 1, selector: {} }],
    [{ minAvailable: 2 }, { minAvailable: 2, selector: {} }],
    [{}, { minAvailable: '80%', selector: {} }],
  ])('give a PodDisruptionBudget %j', (fields, expected) => {
    const podDisruptionBudgets = [{ name: 'activator-pdb', ...fields }];

    expect(installedAs(installServing({ ...NO_LAYER, podDisruptionBudgets }, [part(budget)], VERSION), 'PodDisruptionBudget')?.spec).toEqual(expected);
  });

  test('fails for a PodDisruptionBudget with both', () => {
    const podDisruptionBudgets = [{ name: 'activator-pdb', minAvailable: 1, maxUnavailable: 1 }];

    expect(installServing({ ...NO_LAYER, podDisruptionBudgets }, [part(budget)], VERSION).problems).toEqual([expect.objectContaining({ code: 'KN-OPR-002' })]);
  });

  test('that find nothing are named', () => {
    const spec = { ...NO_LAYER, services: [{ name: 'a' }], podDisruptionBudgets: [{ name: 'b', minAvailable: 1 }] };

    expect(lostIn(installServing(spec, [part(service, budget)], VERSION))).toEqual([
      'unknown-override: no file of the release has a Service `a`, so the override changes nothing: write the name of one that there is, or leave it out',
      'unknown-override: no file of the release has a PodDisruptionBudget `b`, so the override changes nothing: '
      + 'write the name of one that there is, or leave it out',
    ]);
  });
});

describe('certificates of registries', () => {
  const install = (certs: unknown, ...objects: Manifest[]) =>
    installServing({ ...NO_LAYER, 'controller-custom-certs': certs }, [part(...objects)], VERSION);

  test.each<[string, Fields]>([['Secret', { secret: { secretName: 'ca' } }], ['ConfigMap', { configMap: { name: 'ca' } }]])('come from a %s', (type, source) => {
    const installed = install({ type, name: 'ca' }, workload('controller', [{ name: 'controller' }, { name: 'other' }]), workload('webhook'));

    expect(podsOf(installed, 'controller')).toEqual({
      volumes: [{ name: 'custom-certs-ca', ...source }],
      containers: [{
        name: 'controller', volumeMounts: [{ name: 'custom-certs-ca', mountPath: '/custom-certs' }], env: [{ name: 'SSL_CERT_DIR', value: '/custom-certs' }],
      }, { name: 'other' }],
    });
    expect(podsOf(installed, 'webhook')).not.toHaveProperty('volumes');
  });

  test.each([[{ type: 'Secret' }], [{ type: 'Vault', name: 'ca' }]])('fails for %j', (certs) => {
    expect(install(certs, workload('controller')).problems).toEqual([expect.objectContaining({ code: 'KN-OPR-002' })]);
  });

  test('that nobody takes are named', () => {
    expect(lostIn(install({ type: 'Secret', name: 'ca' }, workload('webhook')))).toHaveLength(1);
  });
});

describe('Kourier', () => {
  const control = workload('net-kourier-controller', [{ name: 'controller', env: [{ name: 'KOURIER_GATEWAY_NAMESPACE', value: 'kourier-system' }, { name: 'A', value: 'b' }] }]);
  const gateway = inServing('apps/v1', 'Deployment', '3scale-kourier-gateway',
    { spec: { template: { spec: { containers: [], volumes: [{ name: 'a', configMap: { name: 'kourier-bootstrap' } }, { name: 'b', emptyDir: {} }] } } } });
  const service = inServing('v1', 'Service', 'kourier', { spec: { type: 'LoadBalancer', ports: [{ name: 'http2', port: 80 }, { name: 'https', port: 443 }] } });
  const release = [part(control, gateway, service)];
  const install = (kourier: Fields) =>
    installServing({ ingress: { kourier: { enabled: true, ...kourier } } }, release, VERSION);

  test('finds its gateway next to its controller', () => {
    expect(containerOf(install({}), 'net-kourier-controller').env).toEqual([{ name: 'KOURIER_GATEWAY_NAMESPACE', value: 'knative-serving' }, { name: 'A', value: 'b' }]);
    expect(installedAs(install({}), 'Service')).toBe(service);
  });

  test('is reached as its options say', () => {
    expect(at(installedAs(install({ 'service-type': 'NodePort', 'http-port': 30080, 'https-port': 30443 }), 'Service'), 'spec'))
      .toEqual({ type: 'NodePort', ports: [{ name: 'http2', port: 80, nodePort: 30080 }, { name: 'https', port: 443, nodePort: 30443 }] });
    expect(at(installedAs(install({ 'service-load-balancer-ip': '192.0.2.1' }), 'Service'), 'spec', 'loadBalancerIP')).toBe('192.0.2.1');
  });

  test('starts with a configuration of one\'s own', () => {
    expect(podsOf(install({ 'bootstrap-configmap': 'own' }), '3scale-kourier-gateway').volumes)
      .toEqual([{ name: 'a', configMap: { name: 'own' } }, { name: 'b', emptyDir: {} }]);
  });

  test.each<[Fields, string]>([
    [{ 'service-type': 'ExternalName' }, 'Kourier has options and the service type `ExternalName`'],
    [{ 'service-type': 'ClusterIP', 'service-load-balancer-ip': '192.0.2.1' }, 'Kourier has the address of a load balancer and the service type `ClusterIP`'],
    [{ 'http-port': 30080 }, 'Kourier has ports of nodes and the service type `LoadBalancer`'],
  ])('fails for %j', (options, message) => {
    expect(install(options).problems).toEqual([expect.objectContaining({ code: 'KN-OPR-002', message })]);
  });

  test('that is not installed changes nothing', () => {
    const installed = installServing({ ingress: { kourier: { 'enabled': false, 'service-type': 'NodePort' } } }, [part(service)], VERSION);

    expect(installedAs(installed, 'Service')).toBe(service);
  });
});

describe('net-istio', () => {
  const gateway = (name: string) => inServing('networking.istio.io/v1', 'Gateway', name, { spec: { selector: { istio: 'ingressgateway' }, servers: [{ hosts: ['*'] }] } });
  const local = object('v1', 'Service', 'knative-local-gateway', { spec: { selector: { istio: 'ingressgateway' } } }, { namespace: 'istio-system' });
  const release = part(gateway('knative-ingress-gateway'), gateway('knative-local-gateway'), local, inServing('v1', 'Service', 'knative-ingress-gateway'),
    object('gateway.networking.k8s.io/v1', 'Gateway', 'other'));

  test('has gateways of one\'s own', () => {
    const tls = { mode: 'SIMPLE', minProtocolVersion: 3, cipherSuites: ['a'] };
    const installed = installServing({
      ingress: { istio: { 'enabled': true, 'knative-ingress-gateway': { selector: { a: 'b' }, servers: [{ hosts: ['a'], tls }, { hosts: ['b'] }] }, 'knative-local-gateway': { selector: { c: 'd' } } } },
    }, [release], VERSION);

    expect(installedAs(installed, 'Gateway', 'knative-ingress-gateway')?.spec)
      .toEqual({ selector: { a: 'b' }, servers: [{ hosts: ['a'], tls: { mode: 'SIMPLE', minProtocolVersion: 'TLSV1_2', cipherSuites: ['a'] } }, { hosts: ['b'] }] });
    expect(installedAs(installed, 'Gateway', 'knative-local-gateway')?.spec).toMatchObject({ selector: { c: 'd' }, servers: [{ hosts: ['*'] }] });
    expect(installedAs(installed, 'Service', 'knative-local-gateway')?.spec).toEqual({ selector: { c: 'd' } });
    expect(installedAs(installed, 'Service', 'knative-ingress-gateway')?.spec).toEqual({ selector: { a: 'b' } });
  });

  test('is as the release has it where nobody says a word about layers', () => {
    expect(installedAs(installServing({}, [release], VERSION), 'Gateway', 'knative-ingress-gateway')).toBe(release.objects[0]);
  });

  test.each<[string, unknown, string]>([
    ['with Istio', undefined, 'istio-system'],
    ['where the list of gateways says', { istio: { 'local-gateways': '- name: knative-local-gateway\n  namespace: mesh\n' } }, 'mesh'],
    ['where the older key says', { 'config-istio': { 'local-gateway.knative-serving.knative-local-gateway': 'gateway.mesh.svc.cluster.local' } }, 'mesh'],
    ['with Istio where the list cannot be read', { istio: { 'local-gateways': '[' } }, 'istio-system'],
  ])('has the Service of its local gateway %s', (_what, config, namespace) => {
    const installed = installServing({ config }, [part(local, configMap('config-istio'))], VERSION);

    expect(installedAs(installed, 'Service')?.metadata.namespace).toBe(namespace);
  });
});

describe('what only an operator brings', () => {
  test.each<[Fields, string]>([
    [{ manifests: [{ URL: 'https://example.com/a.yaml' }] }, '`manifests`'],
    [{ clusterProfileRef: { name: 'a', namespace: 'b' } }, '`clusterProfileRef`'],
    [{ additionalManifests: [{ URL: 'https://example.com/a.yaml' }] }, '`additionalManifests: https://example.com/a.yaml`'],
    [{ source: { github: { enabled: true } } }, '`source.github`'],
    [{ security: { securityGuard: { enabled: true } } }, '`security.securityGuard`'],
  ])('fails for %j', (fields, what) => {
    expect(installServing({ ...NO_LAYER, ...fields }, [], VERSION).problems).toEqual([expect.objectContaining({
      code: 'KN-OPR-001', message: `the release manifests of this library bring nothing for ${what}`,
    })]);
  });

  test('is not asked for by lists without anything in them', () => {
    const spec = { ...NO_LAYER, manifests: [], source: { github: { enabled: false } } };

    expect(installServing(spec, [], VERSION).problems).toEqual([]);
  });
});

test('whatever a spec is, files are never changed and nothing is thrown', () => {
  const release = [part(
    workload('controller'), configMap('config-network'), inServing('v1', 'Service', 'kourier'), inServing('policy/v1', 'PodDisruptionBudget', 'a'),
    object('v1', 'Namespace', 'knative-serving'), inServing('autoscaling/v2', 'HorizontalPodAutoscaler', 'activator'),
    object('batch/v1', 'Job', 'a', {}, { generateName: 'a-' }), inServing('networking.istio.io/v1', 'Gateway', 'knative-ingress-gateway'),
  )];
  const before = JSON.stringify(release);
  const fields = ['config', 'registry', 'high-availability', 'workloads', 'services', 'podDisruptionBudgets', 'namespace', 'controller-custom-certs', 'ingress'];
  const value = fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(fc.constantFrom('name', 'labels', 'replicas', 'env', 'resources'), fc.jsonValue())));
  fc.assert(fc.property(fc.dictionary(fc.constantFrom(...fields), value), (spec) => {
    installServing(spec, release, VERSION);
    expect(JSON.stringify(release)).toBe(before);
  }));
});
