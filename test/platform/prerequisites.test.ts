import { ApiObject, App, type Chart } from 'cdk8s';
import { parse } from 'yaml';
import { AcmeEnvironment, AcmeIssuer, AcmeSolver, LetsEncryptIssuer, Route53 } from '../../lib/certificates';
import { ClusterSpec, EksctlCluster, WorkloadIdentity } from '../../lib/cluster';
import { ClusterChart, ClusterController, ClusterControllers, KafkaDataPlane, SideDocuments, Warnings } from '../../lib/core';
import { KafkaCluster, KafkaCredentials } from '../../lib/kafka';
import { PullSecret, ServicesNamespace } from '../../lib/namespaces';
import {
  AwsIdentity, AwsLoadBalancerController, ClusterAutoscaler, ExternalDns, ExternalDnsPolicy, Ingress,
} from '../../lib/networking';
import { PrerequisitePolicy } from '../../lib/platform';
import { SecretReference } from '../../lib/pod';
import { TracingProtocol } from '../../lib/settings';
import { VaultInjector } from '../../lib/vault';
import { codesOf, problemsOf, warningsOf } from '../kafka/program';
import { CA, DNS01, empty, letsEncrypt, platform, platformIn } from './program';

interface Document {
  readonly prerequisites: readonly { readonly id: string; readonly commands: readonly string[] }[];
  readonly order: readonly string[];
  readonly fetchedByOperator?: readonly string[];
  readonly restarts?: unknown;
  readonly rights?: unknown;
  readonly secrets?: readonly { readonly namespace: string; readonly name: string }[];
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

  test('are one entry for all workloads that read the same settings at their start', () => {
    const observability = { tracingProtocol: TracingProtocol.STDOUT, tracingSamplingRate: 0.1 };
    const { restarts } = documentOf(platform({ serving: { observability } }));

    expect(restarts).toEqual([{
      after: ['config-observability tracing-protocol', 'config-observability tracing-sampling-rate'],
      reason: expect.any(String),
      commands: [expect.stringMatching(/^kubectl rollout restart deployment\/activator .*deployment\/controller .* --namespace knative-serving$/)],
    }]);
  });

  test('say who needs which rights in AWS', () => {
    const chart = empty();
    platformIn(chart, { domain: 'example.org', issuer: letsEncrypt(chart) });
    const dns = new ExternalDns(chart, 'dns', {
      ownerId: 'a', policy: ExternalDnsPolicy.SYNC, identity: AwsIdentity.role('arn:aws:iam::123456789012:role/dns'),
    });
    const autoscaler = new ClusterAutoscaler(chart, 'autoscaler', { clusterName: 'a', region: 'eu-central-1', kubernetesVersion: '1.35' });
    const balancers = new AwsLoadBalancerController(chart, 'balancers', { clusterName: 'a' });

    expect(documentOf(chart).rights).toEqual([
      { for: 'the issuer letsencrypt', serviceAccount: 'cert-manager/cert-manager', policy: expect.objectContaining({ Version: '2012-10-17' }) },
      {
        for: 'external-dns', serviceAccount: 'external-dns/external-dns', role: 'arn:aws:iam::123456789012:role/dns', policy: dns.policy,
      },
      { for: 'cluster-autoscaler', serviceAccount: 'kube-system/cluster-autoscaler', policy: autoscaler.policy },
      {
        for: 'aws-load-balancer-controller', serviceAccount: 'kube-system/aws-load-balancer-controller', policyUrl: balancers.policyUrl,
      },
    ]);
  });

  test('name no rights that identities of the cluster give', () => {
    const chart = empty();
    const zone = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.org' };
    platformIn(chart);
    new ExternalDns(chart, 'dns', { ownerId: 'a', policy: ExternalDnsPolicy.SYNC, hostedZones: [zone] });
    const own = AwsIdentity.role('arn:aws:iam::123456789012:role/own');
    const spec = new ClusterSpec({
      name: 'a', region: 'eu-central-1', zones: ['eu-central-1a', 'eu-central-1b'],
      identities: [WorkloadIdentity.externalDns({ hostedZones: [zone] }), WorkloadIdentity.clusterAutoscaler()],
    });
    new ClusterAutoscaler(chart, 'autoscaler', { ...spec.facts, identity: own });
    const before = documentOf(chart).rights;
    new EksctlCluster(chart, 'cluster', { spec });

    expect(before).toEqual([expect.objectContaining({ for: 'external-dns' }), expect.objectContaining({ for: 'cluster-autoscaler' })]);
    expect(documentOf(chart).rights).toEqual([expect.objectContaining({ role: 'arn:aws:iam::123456789012:role/own' })]);
  });

  test('name roles and users that issuers work as', () => {
    const chart = empty();
    const secret = { secret: SecretReference.fromName('route53'), key: 'secret' };
    platformIn(chart);
    new LetsEncryptIssuer(chart, 'letsencrypt', { environment: AcmeEnvironment.STAGING, solvers: [
      AcmeSolver.dns01(Route53.accessKey({ region: 'us-east-1', accessKeyIdSecret: secret, secretAccessKey: secret })),
      AcmeSolver.dns01(Route53.serviceAccount('dns', { region: 'us-east-1', role: 'arn:aws:iam::123456789012:role/dns' })),
    ] });

    expect(documentOf(chart).rights).toEqual([
      expect.objectContaining({ user: 'the one of the access key' }), expect.objectContaining({ role: 'arn:aws:iam::123456789012:role/dns' }),
    ]);
    expect(documentOf(chart).secrets).toEqual([{ namespace: 'cert-manager', name: 'route53', reason: expect.any(String) }]);
  });

  test('name the Secrets that somebody has to make, each once, and no others', () => {
    const chart = empty();
    const pullSecret = SecretReference.fromName('registry');
    platformIn(chart, {
      production: { mirror: { address: 'registry.example.com/knative', pullSecret } }, kafka: {},
      ingress: Ingress.contour({ defaultTlsSecret: { namespace: 'certificates', name: 'wildcard' } }),
    });
    const cluster = new KafkaCluster(chart, 'kafka', {
      bootstrapServers: ['kafka.example.com:9092'], credentials: KafkaCredentials.fromSecretName('kafka-credentials'),
    });
    const shop = new ServicesNamespace(chart, 'shop', {
      metadata: { name: 'shop' }, imagePullSecrets: [PullSecret.fromSecretName('registry'), PullSecret.fromSecretName('made')], kafka: [cluster],
    });
    shop.addKafka(cluster);
    new ApiObject(chart, 'made', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'made', namespace: 'shop' } });
    new ExternalDns(chart, 'dns', { ownerId: 'a', policy: ExternalDnsPolicy.SYNC, imagePullSecrets: [pullSecret] });
    new AcmeIssuer(chart, 'issuer', {
      server: 'https://acme.example.com/directory', solvers: [AcmeSolver.http01Ingress()], disableAccountKeyGeneration: true,
      accountKeySecret: SecretReference.fromName('account'),
      externalAccount: { keyId: 'a', key: { secret: SecretReference.fromName('external'), key: 'key' } },
    });

    expect(documentOf(chart).secrets?.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      'cert-manager/account', 'cert-manager/external', 'certificates/wildcard', 'external-dns/registry',
      'knative-eventing/registry', 'knative-serving/registry', 'shop/kafka-credentials', 'shop/registry',
    ]);
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

  test('are told where nothing else is to be told', () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);

    App.of(platform()).synth();

    const told = write.mock.calls.map(([text]) => String(text));
    write.mockRestore();
    expect(told).toEqual([expect.stringContaining('warning prerequisites: ')]);
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
