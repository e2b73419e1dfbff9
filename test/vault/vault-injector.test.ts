import { Chart, Size, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  ClusterChart, ClusterController, ClusterControllers, prerequisitesFor, SideDocuments,
} from '../../lib/core';
import { ServiceAccount } from '../../lib/pod';
import { InjectorFailurePolicy, VaultInjector, type VaultInjectorProps } from '../../lib/vault';
import { codesOf, problemsOf, program, vaultService, warningsOf } from './program';

const CA = '-----BEGIN CERTIFICATE-----\nabc=\n-----END CERTIFICATE-----\n';

describe('the injector of Vault', () => {
  test('serves the namespaces of the services with an agent, those that follow too', () => {
    const { app, chart } = program();
    new VaultInjector(app, 'injector');
    vaultService(chart);

    expect(SideDocuments.of(app).render()).toEqual({
      'vault/injector-values.yaml': `injector:
  replicas: 2
  webhook:
    failurePolicy: Fail
    namespaceSelector:
      matchExpressions:
        - key: kubernetes.io/metadata.name
          operator: In
          values:
            - shop
`,
    });
    expect(problemsOf(app)).toEqual([]);
  });

  test('finds a Vault outside of the cluster, and knows its certificate', () => {
    const { app, chart } = program();
    vaultService(chart);

    new VaultInjector(app, 'injector', {
      address: 'https://vault.example.com:8200', caCert: CA, failurePolicy: InjectorFailurePolicy.IGNORE, replicas: 3,
      namespaces: ['shop', 'billing'], resources: { cpu: { request: Cpu.millis(100) }, memory: { limit: Size.mebibytes(128) } },
    });

    expect(SideDocuments.of(app).render()['vault/injector-values.yaml']).toBe(`global:
  externalVaultAddr: https://vault.example.com:8200
injector:
  replicas: 3
  webhook:
    failurePolicy: Ignore
    namespaceSelector:
      matchExpressions:
        - key: kubernetes.io/metadata.name
          operator: In
          values:
            - shop
            - billing
  resources:
    requests:
      cpu: 100m
    limits:
      memory: 128Mi
  extraEnvironmentVars:
    AGENT_INJECT_VAULT_CACERT_BYTES: ${Buffer.from(CA).toString('base64')}
`);
    expect(problemsOf(app)).toEqual([]);
    expect(warningsOf(app)).toEqual(['injector-ignored']);
  });

  test('is there, by a command that names version, namespace and values', () => {
    const { app, chart } = program();
    vaultService(chart);

    new VaultInjector(app, 'injector', { chartVersion: '0.35.0', namespace: 'secrets' });

    expect(ClusterControllers.of(chart).has(ClusterController.VAULT_INJECTOR)).toBe(true);
    expect(prerequisitesFor(app)).toMatchObject([{
      id: 'vault-injector', version: '0.35.0', wave: 'controllers',
      commands: [
        'helm upgrade --install vault vault --repo https://helm.releases.hashicorp.com --version 0.35.0 --namespace secrets '
          + '--create-namespace --values vault/injector-values.yaml --wait',
      ],
    }]);
  });

  test('is one of each cluster, with the services of that cluster', () => {
    const app = Testing.app();
    for (const cluster of ['eu', 'us']) {
      const chart = new ClusterChart(app, cluster, { cluster, namespace: `shop-${cluster}` });
      vaultService(chart, {}, { serviceAccount: new ServiceAccount(chart, 'account') });
      new VaultInjector(chart, 'injector');
    }

    const documents = SideDocuments.of(app).render();

    expect(Object.keys(documents)).toEqual(['eu/vault/injector-values.yaml', 'us/vault/injector-values.yaml']);
    expect(documents['us/vault/injector-values.yaml']).toMatch(/values:\n +- shop-us\n$/);
    expect(problemsOf(app)).toEqual([]);
  });

  test.each<[string, VaultInjectorProps, string]>([
    ['an address without a scheme', { address: 'vault:8200' }, 'KN-VLT-014'],
    ['an address with a password', { address: 'https://me:hunter2@vault:8200' }, 'KN-VLT-014'],
    ['a certificate that is none', { caCert: 'abc' }, 'KN-VLT-014'],
    ['another policy', { failurePolicy: 'Retry' as InjectorFailurePolicy }, 'KN-VLT-014'],
    ['no pods', { replicas: 0 }, 'KN-VLT-014'],
    ['a limit below the request', { resources: { cpu: { request: Cpu.millis(2), limit: Cpu.millis(1) } } }, 'KN-POD-036'],
    ['a version with a letter', { chartVersion: 'v0.34.1' }, 'KN-VLT-014'],
    ['a namespace that is none', { namespace: 'My Vault' }, 'KN-NAM-006'],
    ['namespaces without that of a service', { namespaces: ['billing'] }, 'KN-VLT-024'],
  ])('fails on %s', (_what, props, code) => {
    const { app, chart } = program();
    vaultService(chart);

    new VaultInjector(app, 'injector', props);

    expect(codesOf(app)).toEqual([code]);
    expect(problemsOf(app).join()).not.toContain('hunter2');
  });

  test('fails for a service whose namespace nobody knows, unless the namespaces are named', () => {
    const [unnamed, named] = [{}, { namespaces: ['shop'] }].map((props) => {
      const app = Testing.app();
      vaultService(new Chart(app, 'nowhere'));
      new VaultInjector(app, 'injector', props);
      return codesOf(app);
    });

    expect([unnamed, named]).toEqual([['KN-NAM-003'], []]);
  });

  test.each<[string, VaultInjectorProps]>([['an empty list', { namespaces: [] }], ['no services', {}]])(
    'fails where it would serve nobody: %s', (_what, props) => {
      const { app } = program();

      new VaultInjector(app, 'injector', props);

      expect(codesOf(app)).toEqual(['KN-VLT-024']);
    });
});
