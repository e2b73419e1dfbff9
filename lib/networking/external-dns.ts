import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ClusterController, iamAllow, type IamPolicyDocument, iamPolicyOf, Namespace, ownCopy, provideController,
  refuse,
} from '../core';
import { Probe, ServiceAccount } from '../pod';
import { AwsIdentity } from './aws-identity';
import { ControllerDeployment } from './controller-deployment';
import { type ControllerRule, grantEverywhere } from './controller-rights';
import { noteExternalDns } from './controllers-in-app';
import { durationFlag } from './duration-flag';
import { checkExternalDns } from './external-dns-checks';
import { type ExternalDnsProps, ExternalDnsSource } from './external-dns-options';

const NAME = 'external-dns';
const IMAGE = 'registry.k8s.io/external-dns/external-dns:v0.22.0';
const PREFIX = 'external-dns.kubernetes.io/';
const READ = ['get', 'list', 'watch'];
const PORT = 7979;
/** Sources with the hosts of services. */
const OF_LAYERS = [ExternalDnsSource.CONTOUR_HTTPPROXY, ExternalDnsSource.GATEWAY_HTTPROUTE];

/**
 * ExternalDNS, which keeps records of Route 53 as Services and other objects ask for them: its namespace, service
 * account, rights and Deployment. What its role has to be allowed in AWS is in `policy`.
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/
 */
export class ExternalDns extends Construct {
  /** Service account, which a role or an association of EKS Pod Identity is for. */
  public readonly serviceAccount: ServiceAccount;
  /** What its role has to be allowed, and no more. */
  public readonly policy: IamPolicyDocument;
  /** What it writes beside its records to know them again. */
  public readonly ownerId: string;
  /** Domains by which names and zones end; empty where any will do. */
  public readonly domainFilters: readonly string[];

  constructor(scope: Construct, id: string, props: ExternalDnsProps) {
    super(scope, id);
    const own = ownCopy(props);
    const { namespace = NAME, identity = AwsIdentity.ambient() } = own;
    refuse(this, ...checkExternalDns(own));
    provideController(this, ClusterController.EXTERNAL_DNS);
    noteExternalDns({
      construct: this, domainFilters: own.domainFilters ?? [], annotationPrefix: own.annotationPrefix ?? PREFIX,
      readsServices: sourcesOf(own).includes(ExternalDnsSource.SERVICE),
      readsRoutes: OF_LAYERS.some((source) => sourcesOf(own).includes(source)),
    });
    this.policy = policyOf(own, identity._partition);
    this.ownerId = own.ownerId;
    this.domainFilters = own.domainFilters ?? [];
    if (own.namespace === undefined) {
      new Namespace(this, 'namespace', {
        metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
      });
    }
    const account = { name: NAME, namespace };
    this.serviceAccount = new ServiceAccount(this, 'service-account', { metadata: { ...account, annotations: identity._annotations } });
    grantEverywhere(this, account, rulesOf(sourcesOf(own)));
    new ControllerDeployment(this, 'deployment', {
      ...account,
      nodeSelector: own.nodeSelector, tolerations: own.tolerations, priorityClassName: own.priorityClassName,
      imagePullSecrets: own.imagePullSecrets,
      serviceAccount: this.serviceAccount,
      container: {
        image: own.image ?? IMAGE,
        args: argsOf(own),
        port: PORT,
        livenessProbe: Probe.httpGet('/healthz', { port: PORT }),
        readinessProbe: Probe.httpGet('/healthz', { port: PORT }),
        resources: own.resources ?? { memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) } },
      },
    });
  }
}

function sourcesOf({ sources }: ExternalDnsProps): readonly ExternalDnsSource[] {
  return sources ?? [ExternalDnsSource.SERVICE];
}

/** Follows docs/flags.md of external-dns 0.22. */
function argsOf(props: ExternalDnsProps): string[] {
  const { domainFilters = [], hostedZoneIds = [], zoneType, txtPrefix, annotationPrefix, interval, events } = props;
  return [
    '--provider=aws',
    ...sourcesOf(props).map((source) => `--source=${source}`),
    ...domainFilters.map((domain) => `--domain-filter=${domain}`),
    ...hostedZoneIds.map((zone) => `--zone-id-filter=${zone}`),
    ...zoneType === undefined ? [] : [`--aws-zone-type=${zoneType}`],
    `--policy=${props.policy}`,
    '--registry=txt',
    `--txt-owner-id=${props.ownerId}`,
    ...txtPrefix === undefined ? [] : [`--txt-prefix=${txtPrefix}`],
    `--txt-wildcard-replacement=${props.wildcardReplacement ?? 'any'}`,
    ...annotationPrefix === undefined ? [] : [`--annotation-prefix=${annotationPrefix}`],
    ...durationFlag('interval', interval),
    ...events === true ? ['--events'] : [],
  ];
}

/** Follows charts/external-dns/templates/clusterrole.yaml. */
function rulesOf(sources: readonly ExternalDnsSource[]): ControllerRule[] {
  const { SERVICE, INGRESS, CONTOUR_HTTPPROXY, GATEWAY_HTTPROUTE } = ExternalDnsSource;
  const rule = (apiGroup: string, ...resources: string[]): ControllerRule =>
    ({ apiGroups: [apiGroup], resources, verbs: READ });
  const has = (...wanted: ExternalDnsSource[]) => wanted.some((source) => sources.includes(source));
  return [
    ...has(SERVICE, CONTOUR_HTTPPROXY) ? [rule('', 'nodes', 'pods', 'services')] : [],
    ...has(SERVICE) ? [rule('discovery.k8s.io', 'endpointslices')] : [],
    ...has(INGRESS, CONTOUR_HTTPPROXY) ? [rule('networking.k8s.io', 'ingresses')] : [],
    ...has(CONTOUR_HTTPPROXY) ? [rule('projectcontour.io', 'httpproxies')] : [],
    ...has(GATEWAY_HTTPROUTE) ? [rule('gateway.networking.k8s.io', 'gateways', 'httproutes'), rule('', 'namespaces')] : [],
  ];
}

function policyOf({ hostedZoneIds = ['*'] }: ExternalDnsProps, partition: string): IamPolicyDocument {
  return iamPolicyOf([
    iamAllow({
      Action: ['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets', 'route53:ListTagsForResources'],
      Resource: hostedZoneIds.map((id) => `arn:${partition}:route53:::hostedzone/${id}`),
    }),
    iamAllow({ Action: ['route53:ListHostedZones'], Resource: ['*'] }),
  ]);
}
