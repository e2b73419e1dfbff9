import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import {
  type ExternalSecretCredentialsOptions, KafkaCredentials, KvEngine, SecretStore, SecurityProtocol,
  type VaultStaticSecretCredentialsOptions,
} from '../../lib/kafka';
import { Consumer, kafka, type Manifest, manifestsOf, problemsOf, shop, thrownCode } from './program';

const store = SecretStore.clusterSecretStore('vault');
const user = { key: 'kafka/ccloud', property: 'user' };
const password = { key: 'kafka/ccloud', property: 'password' };

function manifestFor(credentials: KafkaCredentials, securityProtocol?: SecurityProtocol): Manifest {
  const chart = shop();
  kafka(chart, { credentials, securityProtocol })._secretFor(new Consumer(chart, 'consumer'), 'knative-eventing');

  expect(problemsOf(chart)).toBe('');
  const kind = credentials._sync?.kind.kind ?? '';
  return manifestsOf(chart, kind)[`knative-eventing/${credentials.secretName}`];
}

describe('an ExternalSecret', () => {
  test('builds the layout that Knative reads', () => {
    const manifest = manifestFor(KafkaCredentials.fromExternalSecret({ secretName: 'ccloud', store, user, password }));

    expect(manifest).toEqual({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'ccloud', namespace: 'knative-eventing' },
      spec: {
        refreshInterval: '3600s',
        secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
        target: {
          name: 'ccloud',
          creationPolicy: 'Owner',
          template: {
            engineVersion: 'v2',
            data: {
              'protocol': 'SASL_SSL',
              'sasl.mechanism': 'PLAIN',
              'user': '{{ .user }}',
              'password': '{{ .password }}',
            },
          },
        },
        data: [
          { secretKey: 'user', remoteRef: { key: 'kafka/ccloud', property: 'user' } },
          { secretKey: 'password', remoteRef: { key: 'kafka/ccloud', property: 'password' } },
        ],
      },
    });
  });

  test('brings certificates for SSL', () => {
    const { spec } = manifestFor(KafkaCredentials.fromExternalSecret({
      secretName: 'mtls',
      store: SecretStore.secretStore('aws'),
      caCert: { key: 'ca' },
      clientCert: { key: 'client', property: 'crt', version: '7' },
      clientKey: { key: 'client', property: 'key', version: '7' },
      refreshInterval: Duration.seconds(0),
    }), SecurityProtocol.SSL);

    expect(spec).toEqual({
      refreshInterval: '0s',
      secretStoreRef: { name: 'aws', kind: 'SecretStore' },
      target: {
        name: 'mtls',
        creationPolicy: 'Owner',
        template: {
          engineVersion: 'v2',
          data: {
            'protocol': 'SSL',
            'ca.crt': '{{ .caCert }}',
            'user.crt': '{{ .clientCert }}',
            'user.key': '{{ .clientKey }}',
          },
        },
      },
      data: [
        { secretKey: 'caCert', remoteRef: { key: 'ca' } },
        { secretKey: 'clientCert', remoteRef: { key: 'client', property: 'crt', version: '7' } },
        { secretKey: 'clientKey', remoteRef: { key: 'client', property: 'key', version: '7' } },
      ],
    });
  });

  test('says so where SSL goes without a client certificate', () => {
    const { spec } = manifestFor(KafkaCredentials.fromExternalSecret({
      secretName: 'tls', store, caCert: { key: 'ca' },
    }), SecurityProtocol.SSL);

    expect(spec.target.template.data).toEqual({ 'protocol': 'SSL', 'user.skip': 'true', 'ca.crt': '{{ .caCert }}' });
  });

  test.each<[string, Partial<ExternalSecretCredentialsOptions>, string]>([
    ['a name that no Secret has', { secretName: 'CCloud' }, 'KN-NAM-001'],
    ['an empty key', { user: { key: '' } }, 'KN-KFK-018'],
    ['a blank property', { password: { key: 'kafka', property: ' ' } }, 'KN-KFK-018'],
    ['an empty version', { password: { key: 'kafka', version: '' } }, 'KN-KFK-018'],
    ['a fraction of a second', { refreshInterval: Duration.millis(500) }, 'KN-DUR-001'],
    ['more time than Go counts', { refreshInterval: Duration.days(200000) }, 'KN-DUR-002'],
    ['a store of another kind', { store: { kind: 'Vault', name: 'vault' } }, 'KN-KFK-018'],
  ])('fails with %s', (_, options, code) => {
    const make = () => KafkaCredentials.fromExternalSecret({ secretName: 'ccloud', store, user, password, ...options });

    expect(thrownCode(make)).toBe(code);
  });

  test('fails with a store of no name', () => {
    expect(thrownCode(() => SecretStore.secretStore(''))).toBe('KN-NAM-001');
    expect(thrownCode(() => SecretStore.clusterSecretStore('My Vault'))).toBe('KN-NAM-001');
  });
});

describe('a VaultStaticSecret', () => {
  const smallest: VaultStaticSecretCredentialsOptions = {
    secretName: 'ccloud', mount: 'secret', path: 'kafka/ccloud', userField: 'user', passwordField: 'password',
  };

  test('builds the layout that Knative reads, and nothing else', () => {
    expect(manifestFor(KafkaCredentials.fromVaultStaticSecret(smallest))).toEqual({
      apiVersion: 'secrets.hashicorp.com/v1beta1',
      kind: 'VaultStaticSecret',
      metadata: { name: 'ccloud', namespace: 'knative-eventing' },
      spec: {
        mount: 'secret',
        path: 'kafka/ccloud',
        type: 'kv-v2',
        refreshAfter: '3600s',
        destination: {
          name: 'ccloud',
          create: true,
          transformation: {
            excludeRaw: true,
            excludes: ['.*'],
            templates: {
              'protocol': { text: 'SASL_SSL' },
              'sasl.mechanism': { text: 'PLAIN' },
              'user': {
                text: '{{ if hasKey .Secrets "user" }}{{ get .Secrets "user" }}'
                  + '{{ else }}{{ fail "field user is missing" }}{{ end }}',
              },
              'password': {
                text: '{{ if hasKey .Secrets "password" }}{{ get .Secrets "password" }}'
                  + '{{ else }}{{ fail "field password is missing" }}{{ end }}',
              },
            },
          },
        },
      },
    });
  });

  test('takes everything that the operator knows', () => {
    const { spec } = manifestFor(KafkaCredentials.fromVaultStaticSecret({
      secretName: 'mtls',
      mount: 'team/kv',
      path: 'kafka',
      engine: KvEngine.KV_V2,
      version: 3,
      vaultAuthRef: 'vault-secrets-operator/knative',
      vaultNamespace: 'admin/team',
      caCertField: 'ca',
      clientCertField: 'client crt',
      clientKeyField: 'client-key',
      refreshAfter: Duration.minutes(5),
    }), SecurityProtocol.SSL);

    expect(spec).toMatchObject({
      vaultAuthRef: 'vault-secrets-operator/knative',
      namespace: 'admin/team',
      mount: 'team/kv',
      path: 'kafka',
      type: 'kv-v2',
      version: 3,
      refreshAfter: '300s',
    });
    const { templates } = spec.destination.transformation;
    expect(Object.keys(templates)).toEqual(['ca.crt', 'protocol', 'user.crt', 'user.key']);
    expect(templates['user.crt'].text).toContain('get .Secrets "client crt"');
  });

  test('may read KV v1, where data/ is a name like any other', () => {
    const { spec } = manifestFor(KafkaCredentials.fromVaultStaticSecret({
      ...smallest, engine: KvEngine.KV_V1, path: 'data/ccloud',
    }));

    expect(spec).toMatchObject({ type: 'kv-v1', path: 'data/ccloud' });
  });

  test.each<[string, Partial<VaultStaticSecretCredentialsOptions>, string]>([
    ['a name that no Secret has', { secretName: '' }, 'KN-NAM-001'],
    ['an empty mount', { mount: '' }, 'KN-KFK-018'],
    ['a mount with a slash last', { mount: 'secret/' }, 'KN-KFK-018'],
    ['a path with a slash first', { path: '/kafka' }, 'KN-KFK-018'],
    ['a path with a space', { path: 'kafka ccloud' }, 'KN-KFK-018'],
    ['a path with data/', { path: 'data/kafka' }, 'KN-KFK-018'],
    ['an unknown engine', { engine: 'kv' as KvEngine }, 'KN-KFK-018'],
    ['a version on KV v1', { engine: KvEngine.KV_V1, version: 1 }, 'KN-KFK-018'],
    ['version 0', { version: 0 }, 'KN-KFK-018'],
    ['an auth of two slashes', { vaultAuthRef: 'a/b/c' }, 'KN-KFK-018'],
    ['an auth in capitals', { vaultAuthRef: 'Auth' }, 'KN-KFK-018'],
    ['a Vault namespace that is none', { vaultNamespace: '/admin' }, 'KN-KFK-018'],
    ['a field with a quote', { userField: 'us"er' }, 'KN-KFK-018'],
    ['a field with braces', { passwordField: '}}{{ .Secrets' }, 'KN-KFK-018'],
    ['an empty field', { passwordField: '' }, 'KN-KFK-018'],
    ['no time between two looks', { refreshAfter: Duration.seconds(0) }, 'KN-DUR-002'],
    ['more time than Go counts', { refreshAfter: Duration.days(200000) }, 'KN-DUR-002'],
    ['a fraction of a second', { refreshAfter: Duration.millis(1500) }, 'KN-DUR-001'],
  ])('fails with %s', (_, options, code) => {
    expect(thrownCode(() => KafkaCredentials.fromVaultStaticSecret({ ...smallest, ...options }))).toBe(code);
  });

  test('keeps every field name that it takes in one text of the template', () => {
    fc.assert(fc.property(fc.string(), (field) => {
      const make = () => KafkaCredentials.fromVaultStaticSecret({ ...smallest, userField: field });
      fc.pre(thrownCode(make) === undefined);

      const spec: Manifest = make()._sync?.renderSpec({});

      const { text } = spec.destination.transformation.templates.user;
      expect(text.match(/[{]{2}/g)).toHaveLength(5);
      expect(text).toContain(`get .Secrets ${JSON.stringify(field)} }}`);
    }));
  });
});

describe('an existing Secret', () => {
  test.each([
    [() => KafkaCredentials.fromSecretName('C Cloud'), 'KN-NAM-001'],
    [() => KafkaCredentials.fromSecretName('ccloud', { namespaces: ['Shop'] }), 'KN-NAM-006'],
  ])('fails under a name that it cannot have', (make, code) => {
    expect(thrownCode(make)).toBe(code);
  });

  test('fails everywhere where it exists nowhere', () => {
    expect(KafkaCredentials.fromSecretName('ccloud', { namespaces: [] })._checkNamespace('shop')?.code).toBe('KN-KFK-007');
  });
});
