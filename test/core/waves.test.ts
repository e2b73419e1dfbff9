import { ApiObject, App, Chart } from 'cdk8s';
import fc from 'fast-check';
import {
  inApplyOrder, inRemovalOrder, isAwaited, KINDS, placeInWave, Wave, waveOf, waveOfInstalled, waveOfObject, WAVES,
} from '../../lib/core';

const namespace = { apiVersion: 'v1', kind: 'Namespace' };
const serving = { apiVersion: 'operator.knative.dev/v1beta1', kind: 'KnativeServing' };
const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer' };
const service = { apiVersion: 'serving.knative.dev/v1', kind: 'Service' };
const broker = { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker' };
const trigger = { apiVersion: 'eventing.knative.dev/v1', kind: 'Trigger' };
const ping = { apiVersion: 'sources.knative.dev/v1', kind: 'PingSource' };
const ordered = [namespace, issuer, serving, service, broker, trigger, ping];

describe('the order in which objects are applied', () => {
  test('is that in which they need each other, whatever order they come in', () => {
    fc.assert(fc.property(fc.shuffledSubarray(ordered, { minLength: ordered.length }), (objects) => {
      expect(inApplyOrder(objects)).toEqual(ordered);
    }));
  });

  const webhook = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment' };

  test('has admission webhooks of a release after the controllers that answer them, and before what they are asked about', () => {
    const waves = [deployment, webhook, issuer].map(waveOfInstalled);

    expect(waves).toEqual([Wave.CONTROLLERS, Wave.ADMISSION, Wave.ISSUERS]);
    expect(waves.every(isAwaited)).toBe(true);
  });

  test.each([
    ['apps/v1', 'Deployment'], ['apps/v1', 'StatefulSet'], ['apps/v1', 'DaemonSet'], ['v1', 'Service'], ['batch/v1', 'Job'],
    ['batch/v1', 'CronJob'], ['autoscaling/v2', 'HorizontalPodAutoscaler'], ['policy/v1', 'PodDisruptionBudget'],
    ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration'], ['apiregistration.k8s.io/v1', 'APIService'],
  ])('has an object of %s, kind %s, of a program after all that it may need, and does not wait for it before the sources are there', (apiVersion, kind) => {
    const wave = waveOf({ apiVersion, kind });

    // What a binding injects comes with the sources, and credentials before them.
    expect([Wave.SERVICES, Wave.WIRING]).toContain(wave);
    expect(isAwaited(wave)).toBe(false);
    expect(WAVES.indexOf(wave)).toBeGreaterThan(WAVES.indexOf(Wave.CREDENTIALS));
  });

  test('has webhooks of a program after the workloads that answer them, and removes them before', () => {
    expect(inApplyOrder([webhook, deployment])).toEqual([deployment, webhook]);
    expect(inRemovalOrder([deployment, webhook, issuer, service])).toEqual([service, issuer, webhook, deployment]);
  });

  test('follows what is said of a single object rather than its kind', () => {
    const object = new ApiObject(new Chart(new App(), 'chart'), 'activator', { apiVersion: 'apps/v1', kind: 'Deployment' });
    expect(waveOfObject(object)).toBe(Wave.SERVICES);

    placeInWave(object, Wave.KNATIVE);

    expect(waveOfObject(object)).toBe(Wave.KNATIVE);
  });

  test('keeps the order of those that are alike', () => {
    const triggers = ['c', 'a', 'b'].map((name) => ({ ...trigger, name }));

    expect(inApplyOrder([...triggers, namespace])).toEqual([namespace, ...triggers]);
  });

  test('is turned around where they are removed', () => {
    expect(inRemovalOrder(ordered)).toEqual([...ordered].reverse());
  });

  test('puts definitions before the objects of their kinds, and what nobody knows with the services', () => {
    const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };

    expect(waveOf(definition)).toBe(Wave.DEFINITIONS);
    expect(WAVES.indexOf(waveOf(definition))).toBeLessThan(WAVES.indexOf(waveOf(issuer)));
    expect(waveOf({ apiVersion: 'example.com/v1', kind: 'Widget' })).toBe(Wave.SERVICES);
    expect(waveOf({ apiVersion: 'v1', kind: 'Widget' })).toBe(Wave.SERVICES);
  });

  test('has whatever Knative serves after the installation of Knative', () => {
    const served = Object.values(KINDS).filter(({ apiVersion }) =>
      /(^|\.)knative\.dev\//.test(apiVersion) && !apiVersion.startsWith('operator.'));

    expect(served.length).toBeGreaterThan(20);
    expect(served.filter((kind) => WAVES.indexOf(waveOf(kind)) <= WAVES.indexOf(Wave.KNATIVE))).toEqual([]);
  });

  test('has the stores of secrets before the secrets, and those before the installation, whose images may need them', () => {
    const kinds = ['VaultAuth', 'VaultStaticSecret'].map((kind) => ({ apiVersion: 'secrets.hashicorp.com/v1beta1', kind }));
    const store = { apiVersion: 'external-secrets.io/v1', kind: 'ClusterSecretStore' };
    const secret = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' };

    expect(inApplyOrder([serving, ...[...kinds].reverse()])).toEqual([...kinds, serving]);
    expect(inApplyOrder([serving, secret, store])).toEqual([store, secret, serving]);
  });

  test('waits for what is used at once, and not for what refers to each other in a circle', () => {
    expect(WAVES.filter(isAwaited)).toContain(Wave.DEFINITIONS);
    const [first, last] = [Wave.SERVICES, Wave.SOURCES].map((wave) => WAVES.indexOf(wave));
    expect(WAVES.slice(first, (last ?? 0) + 1).filter(isAwaited)).toEqual([]);
  });
});
