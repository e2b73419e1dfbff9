import { ApiObject, type Chart } from 'cdk8s';
import { parse } from 'yaml';
import { ClusterChart, ClusterController, ClusterControllers, KafkaDataPlane, SideDocuments, Warnings } from '../../lib/core';
import { AwsLoadBalancerController, Ingress } from '../../lib/networking';
import { PrerequisitePolicy } from '../../lib/platform';
import { VaultInjector } from '../../lib/vault';
import { codesOf, problemsOf, warningsOf } from '../kafka/program';
import { CA, DNS01, empty, platform, platformIn } from './program';

interface Document {
  readonly prerequisites: readonly { readonly id: string; readonly commands: readonly string[] }[];
  readonly order: readonly string[];
  readonly fetchedByOperator?: readonly string[];
}

function documentOf(chart: Chart, file = 'prerequisites.yaml'): Document {
  expect(problemsOf(chart)).toBe('');
  return parse(SideDocuments.of(chart).render()[file] ?? '') as Document;
}

const idsOf = (chart: Chart) => documentOf(chart).prerequisites.map(({ id }) => id);
const { ERROR } = PrerequisitePolicy;

describe('the prerequisites of a platform', () => {
  test('are the operator, with the commands that bring it', () => {
    const chart = platform();

    expect(documentOf(chart)).toEqual({
      runFrom: 'the folder of this file',
      prerequisites: [{
        id: 'knative-operator', version: '1.23.0', wave: 'controllers', reason: expect.any(String), commands: [
          'kubectl apply -f https://github.com/knative/operator/releases/download/knative-v1.23.0/operator.yaml',
          'kubectl wait --for=condition=Available deployment --all --namespace knative-operator --timeout=5m',
        ],
      }],
      order: expect.arrayContaining(['foundation', 'controllers', 'knative', 'services']),
    });
    expect(warningsOf(chart)).toEqual(['prerequisites']);
  });

  test('name cert-manager for certificates, and Contour', () => {
    expect(idsOf(platform({ tls: { systemInternal: CA } }))).toContain('cert-manager');
    expect(idsOf(platform({ ingress: Ingress.contour() }))).toContain('contour');
  });

  test('name the operators of kinds that the program has', () => {
    const chart = empty();
    platformIn(chart);
    new ApiObject(chart, 'secret', { apiVersion: 'secrets.hashicorp.com/v1beta1', kind: 'VaultStaticSecret', metadata: { name: 'kafka', namespace: 'shop' } });
    new ApiObject(chart, 'store', { apiVersion: 'external-secrets.io/v1', kind: 'ClusterSecretStore', metadata: { name: 'vault' } });

    expect(idsOf(chart)).toEqual(expect.arrayContaining(['external-secrets', 'vault-secrets-operator']));
  });

  test('name the addresses that the operator reads', () => {
    const chart = empty();
    const { BROKER } = KafkaDataPlane;
    platformIn(chart, { kafka: { dataPlanes: [BROKER], manifestsFrom: 'https://mirror.example.com' } });

    expect(documentOf(chart).fetchedByOperator).toEqual(['https://mirror.example.com/eventing-kafka-broker.yaml']);
  });

  test.each([
    ['adopted', true], ['declared', false],
  ])('do not name what is %s', (_way, adopted) => {
    const there = [ClusterController.KNATIVE_OPERATOR, ClusterController.CERT_MANAGER];
    const chart = empty();
    platformIn(chart, { domain: 'example.org', issuer: DNS01, missingPrerequisites: ERROR, ...adopted ? { adopt: there } : {} });
    if (!adopted) ClusterControllers.of(chart).declareExternal(...there);

    expect(idsOf(chart)).toEqual([]);
    expect(warningsOf(chart)).toEqual([]);
  });

  test('begin with what they are', () => {
    const chart = platform();

    expect(problemsOf(chart)).toBe('');
    expect(SideDocuments.of(chart).render()['prerequisites.yaml']).toMatch(/^# What the cluster needs .*\nrunFrom: the folder of this file\n/);
  });

  test('have a folder for each cluster that has a name', () => {
    const chart = empty();
    const west = new ClusterChart(chart.node.root, 'west', { cluster: 'west' });
    platformIn(west, { ingress: Ingress.contour() });
    new AwsLoadBalancerController(west, 'load-balancers', { clusterName: 'west' });
    new VaultInjector(west, 'injector', { namespaces: ['shop'] });

    const { prerequisites } = documentOf(chart, 'west/prerequisites.yaml');
    const commands = prerequisites.flatMap(({ commands: all }) => all).join('\n');
    const files = Object.keys(SideDocuments.of(chart).render());

    const paths = [...commands.matchAll(/(?:-k|--values) (\S+)/g)].map(([, path]) => `west/${path}`);
    expect(paths).toHaveLength(3);
    expect(paths.filter((path) => !files.some((file) => file.startsWith(path)))).toEqual([]);
  });

  test('can be acknowledged', () => {
    const chart = platform();
    Warnings.of(chart).acknowledge('prerequisites', 'another pipeline brings them');

    expect(codesOf(chart)).toEqual([]);
  });

  test('fails with them where the program allows none', () => {
    expect(codesOf(platform({ missingPrerequisites: ERROR }))).toEqual(['KN-PLT-023']);
  });

  test('fails for a policy and for a controller that there is not', () => {
    expect(codesOf(platform({ missingPrerequisites: 'silent' as PrerequisitePolicy }))).toEqual(['KN-POD-048']);
    expect(codesOf(platform({ adopt: ['tiller' as ClusterController] }))).toEqual(['KN-POD-048']);
  });
});
