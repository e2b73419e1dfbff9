import { ApiObject, type Chart, Lazy, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  type DeveloperRole, NetworkIsolation, NetworkPeer, NetworkPort, PodSecurityLevel, PullSecret, ServiceAccount,
  ServicesNamespace, type ServicesNamespaceProps, VaultAnnotatedService, VaultSecret,
} from '../../lib';
import { byHand, type Fields, type Manifest } from '../verdict-parts/manifest';
import { untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

const PSA = 'pod-security.kubernetes.io';
const NETWORK = { isolation: NetworkIsolation.INGRESS_AND_EGRESS, ingressNamespaces: ['envoy'] };
const RBAC = 'rbac.authorization.k8s.io';

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

function make(props: ServicesNamespaceProps, more?: (namespace: ServicesNamespace) => void): (chart: Chart) => void {
  return (chart) => {
    const namespace = new ServicesNamespace(chart, 'team', props);
    more?.(namespace);
  };
}

function object(apiVersion: string, kind: string, fields: Fields): Manifest {
  return (scope) => { new ApiObject(scope, 'by-hand', { apiVersion, kind, metadata: { name: 'by-hand' }, ...fields }); };
}

/** A chart gives its namespace to every object of cdk8s. */
function namespace(name: string, labels: Readonly<Record<string, string>> = {}): Manifest {
  return (scope) => {
    new ApiObject(scope, 'namespace', {
      apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, namespace: Lazy.any({ produce: () => undefined }) as string },
    });
  };
}

function row(
  kind: string, refused: VerdictRow['refused'], mistake: string, verdict: Verdict, program: VerdictRow['program'], manifest: Manifest,
): VerdictRow {
  return { kind, mistake, refused, ...verdict, program, manifest };
}

const NAMESPACES: readonly VerdictRow[] = [
  row('Namespace', 'KN-NSP-001', 'services in a namespace of the platform', { stricter: 'the namespace goes when that part of the platform goes' },
    (chart) => { new ServicesNamespace(chart, 'cert-manager'); }, namespace('cert-manager')),
  row('Namespace', 'KN-NSP-002', 'a level of a services namespace that there is not', { words: 'must be one of privileged, baseline, restricted' },
    make({ podSecurity: { enforce: untyped<PodSecurityLevel>('strict') } }), namespace('team-level', { [`${PSA}/enforce`]: 'strict' })),
  row('Namespace', 'KN-NSP-003', 'a version of levels that there is not', { words: 'must be "latest" or "v1.x"' },
    make({ podSecurity: { enforce: PodSecurityLevel.BASELINE, version: '1.35' } }),
    namespace('team-version', { [`${PSA}/enforce`]: 'baseline', [`${PSA}/enforce-version`]: '1.35' })),
  row('Namespace', 'KN-NSP-010', 'a wildcard certificate that no platform makes', { stricter: 'Knative orders no wildcard certificate' },
    make({ wildcardCertificate: true }), namespace('team-wildcard', { 'shop.test/wildcard': 'true' })),
  {
    kind: 'Service', mistake: 'a Vault agent in a restricted namespace', refused: 'KN-NSP-004',
    stricter: 'the injector changes pods when they are made: none is let in, and the service never gets ready',
    program: (chart) => {
      new ServicesNamespace(chart, 'team', { podSecurity: { enforce: PodSecurityLevel.RESTRICTED } });
      const metadata = { namespace: 'team' };
      new VaultAnnotatedService(chart, 'orders', {
        image: 'ghcr.io/example/orders:1.0', metadata, command: ['serve'],
        serviceAccount: new ServiceAccount(chart, 'account', { metadata }),
        vault: { role: 'orders', secrets: [VaultSecret.envFile('secret/orders', { kvVersion: 2 })] },
      });
    },
    manifest: (scope) => {
      namespace('team-restricted', { [`${PSA}/enforce`]: 'restricted' })(scope);
      new ApiObject(scope, 'orders', {
        apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'orders', namespace: 'team-restricted' },
        spec: {
          template: {
            metadata: { annotations: { 'vault.hashicorp.com/agent-inject': 'true', 'vault.hashicorp.com/role': 'orders' } },
            spec: {
              containers: [{
                image: 'ghcr.io/example/orders:1.0',
                securityContext: {
                  runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] },
                  seccompProfile: { type: 'RuntimeDefault' },
                },
              }],
            },
          },
        },
      });
    },
  },
];

const quota = (hard: Fields) => byHand('v1', 'ResourceQuota', 'quota', {})({ hard });
const limits = (item: Fields) => byHand('v1', 'LimitRange', 'limits', {})({ limits: [{ type: 'Container', ...item }] });

const BOUNDS: readonly VerdictRow[] = [
  row('ResourceQuota', 'KN-NSP-005', 'a quota of nothing', { stricter: 'it limits nothing' }, make({ quota: {} }), quota({})),
  row('ResourceQuota', 'KN-NSP-005', 'half a pod', { words: 'must be an integer' }, make({ quota: { pods: 0.5 } }), quota({ pods: '0.5' })),
  row('ResourceQuota', 'KN-NSP-005', 'fewer than no pods', { words: 'must be greater than or equal to 0' }, make({ quota: { pods: -1 } }), quota({ pods: '-1' })),
  row('ResourceQuota', 'KN-NSP-005', 'a kind in capitals', { stricter: 'no kind has such a plural: it counts nothing' },
    make({ quota: { objects: { Secrets: 5 } } }), quota({ 'count/Secrets': '5' })),
  row('ResourceQuota', 'KN-NSP-005', 'a resource of no vendor', { words: 'must be a standard resource for quota' },
    make({ quota: { extended: { gpu: 1 } } }), quota({ 'requests.gpu': '1' })),
  row('ResourceQuota', 'KN-NSP-005', 'half a load balancer', { words: 'must be an integer' },
    make({ quota: { loadBalancers: 0.5 } }), quota({ 'services.loadbalancers': '0.5' })),
  row('ResourceQuota', 'KN-NSP-005', 'fewer than no ports of nodes', { words: 'must be greater than or equal to 0' },
    make({ quota: { nodePorts: -1 } }), quota({ 'services.nodeports': '-1' })),
  row('LimitRange', 'KN-NSP-006', 'limits that say nothing', { stricter: 'they limit nothing' },
    make({ limits: { cpu: {} } }), byHand('v1', 'LimitRange', 'limits', {})({ limits: [] })),
  row('LimitRange', 'KN-NSP-006', 'a minimum above the maximum', { words: 'is greater than max value' },
    make({ limits: { cpu: { min: Cpu.units(2), max: Cpu.units(1) } } }), limits({ min: { cpu: '2' }, max: { cpu: '1' } })),
  row('LimitRange', 'KN-NSP-006', 'a default request above the default limit', { words: 'is greater than default limit value' },
    make({ limits: { memory: { defaultRequest: Size.gibibytes(1), defaultLimit: Size.mebibytes(512) } } }),
    limits({ defaultRequest: { memory: '1Gi' }, default: { memory: '512Mi' } })),
  row('LimitRange', 'KN-NSP-006', 'a default limit above the maximum', { words: 'is greater than max value' },
    make({ limits: { cpu: { defaultLimit: Cpu.units(2), max: Cpu.units(1) } } }), limits({ default: { cpu: '2' }, max: { cpu: '1' } })),
  row('LimitRange', 'KN-NSP-006', 'a ratio below one', { words: 'is less than 1' },
    make({ limits: { cpu: { maxLimitRequestRatio: 0.5 } } }), limits({ maxLimitRequestRatio: { cpu: '0.5' } })),
  row('LimitRange', 'KN-NSP-006', 'a ratio that minimum and maximum do not leave', { words: 'is greater than max/min' },
    make({ limits: { cpu: { min: Cpu.units(1), max: Cpu.units(2), maxLimitRequestRatio: 3 } } }),
    limits({ min: { cpu: '1' }, max: { cpu: '2' }, maxLimitRequestRatio: { cpu: '3' } })),
];

const binding = (subjects: readonly Fields[], role = 'edit') => object(`${RBAC}/v1`, 'RoleBinding', {
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role }, subjects,
});
const user = (name: string) => ({ apiGroup: RBAC, kind: 'User', name });

const DEVELOPERS: readonly VerdictRow[] = [
  row('RoleBinding', 'KN-NSP-007', 'nobody for developers', { stricter: 'it gives nobody anything' }, make({ developers: [{}] }), binding([])),
  row('RoleBinding', 'KN-NSP-007', 'a user without a name', { words: 'name: Required value' }, make({ developers: [{ users: [''] }] }), binding([user('')])),
  row('RoleBinding', 'KN-NSP-007', 'a user twice', { stricter: 'one of the two was meant to be somebody else' },
    make({ developers: [{ users: ['ada', 'ada'] }] }), binding([user('ada'), user('ada')])),
  row('RoleBinding', 'KN-NSP-002', 'a role that there is not', { stricter: 'it gives nothing until somebody makes such a role' },
    make({ developers: [{ users: ['ada'], role: untyped<DeveloperRole>('owner') }] }), binding([user('ada')], 'owner')),
  row('ServiceAccount', 'KN-NSP-009', 'a pull secret twice', { stricter: 'one of the two was meant to be another' },
    make({ imagePullSecrets: [PullSecret.fromSecretName('registry'), PullSecret.fromSecretName('registry')] }),
    object('v1', 'ServiceAccount', { imagePullSecrets: [{ name: 'registry' }, { name: 'registry' }] })),
];

const policy = (egress: Fields) => byHand('networking.k8s.io/v1', 'NetworkPolicy', 'policy', {})({
  podSelector: {}, policyTypes: ['Egress'], egress: [egress],
});
const opens = (open: (namespace: ServicesNamespace) => void) => make({ network: NETWORK }, open);
const block = (cidr: string, ...except: string[]) => policy({ to: [{ ipBlock: { cidr, except } }] });

const POLICIES: readonly VerdictRow[] = [
  row('NetworkPolicy', 'KN-NSP-008', 'an address in place of a block', { words: 'must be a valid CIDR value' },
    opens((each) => each.allowTo(NetworkPeer.cidr('10.0.0.1'))), block('10.0.0.1')),
  row('NetworkPolicy', 'KN-NSP-008', 'an address in a network', { stricter: 'the whole network is open' },
    opens((each) => each.allowTo(NetworkPeer.cidr('10.0.0.1/16'))), block('10.0.0.1/16')),
  row('NetworkPolicy', 'KN-NSP-008', 'a part from elsewhere', { words: 'must be a strict subset of `cidr`' },
    opens((each) => each.allowTo(NetworkPeer.cidr('10.0.0.0/16', '10.1.0.0/24'))), block('10.0.0.0/16', '10.1.0.0/24')),
  row('NetworkPolicy', 'KN-NSP-008', 'port 0', { words: 'must be between 1 and 65535' },
    opens((each) => each.allowTo(NetworkPeer.anywhere(), NetworkPort.tcp(0))), policy({ ports: [{ protocol: 'TCP', port: 0 }] })),
  row('NetworkPolicy', 'KN-NSP-008', 'ports that go down', { words: 'must be greater than or equal to `port`' },
    opens((each) => each.allowTo(NetworkPeer.anywhere(), NetworkPort.tcpRange(20, 10))),
    policy({ ports: [{ protocol: 'TCP', port: 20, endPort: 10 }] })),
  row('NetworkPolicy', 'KN-NAM-006', 'a namespace that cannot be', { stricter: 'no namespace has that name: nothing is open' },
    opens((each) => each.allowTo(NetworkPeer.namespace('Shop'))),
    policy({ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'Shop' } } }] })),
  row('NetworkPolicy', 'KN-NSP-002', 'an isolation that there is not', { words: 'Unsupported value: "All"' },
    make({ network: { ...NETWORK, isolation: untyped<NetworkIsolation>('all') } }),
    byHand('networking.k8s.io/v1', 'NetworkPolicy', 'policy', {})({ podSelector: {}, policyTypes: ['All'] })),
];

export const rows: readonly VerdictRow[] = [...NAMESPACES, ...BOUNDS, ...DEVELOPERS, ...POLICIES];
