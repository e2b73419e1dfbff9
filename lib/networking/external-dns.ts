import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import {
  appChecks, captureTrace, ClusterController, type IamPolicyDocument, listOf, Namespace, ownCopy,
  provideController, refuse, rememberTrace, type Resource,
} from '../core';
import { Env, Probe, ServiceAccount } from '../pod';
import { AwsIdentity, type ControllerCluster, type ControllerRights } from './aws-identity';
import { externalDnsPolicy } from './aws-policies';
import { checkExtraArgs } from './controller-args';
import { ControllerDeployment } from './controller-deployment';
import { type ControllerRule, grantEverywhere } from './controller-rights';
import { noteExternalDns } from './controllers-in-app';
import { durationFlag } from './duration-flag';
import { checkExternalDns, checkOtherExternalDns, withoutRoot, zonesOf } from './external-dns-checks';
import { type ExternalDnsProps, ExternalDnsSource } from './external-dns-options';
import { documentPolicy } from './policy-document';

const NAME = 'external-dns';
const IMAGE = 'registry.k8s.io/external-dns/external-dns:v0.22.0';
const PREFIX = 'external-dns.kubernetes.io/';
const READ = ['get', 'list', 'watch'];
const PORT = 7979;
/** Sources with the hosts of services. */
const OF_LAYERS = [ExternalDnsSource.CONTOUR_HTTPPROXY, ExternalDnsSource.GATEWAY_HTTPROUTE];

/**
 * ExternalDNS, which keeps records of Route 53 as Services and other objects ask for them: its namespace, service
 * account, rights and Deployment. What its role has to be allowed in AWS is in `policy`, and in the side document
 * `iam/external-dns.json`. A second one in a cluster, for zones of its own, needs a `name`.
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/
 */
export class ExternalDns extends Construct {
  /** Service account, which a role or an association of EKS Pod Identity is for. */
  public readonly serviceAccount: ServiceAccount;
  /** Its Deployment, for what no option says. */
  public readonly deployment: Resource;
  /** What its role has to be allowed, and no more. */
  public readonly policy: IamPolicyDocument;
  /** @internal */
  public readonly _rights: ControllerRights;
  /** @internal */
  public readonly _cluster: ControllerCluster;
  /** What it writes beside its records to know them again. */
  public readonly ownerId: string;
  /** Domains by which names and zones end; empty where any will do. */
  public readonly domainFilters: readonly string[];
  /**
   * Hosted zones by their ids; empty where any will do.
   * @internal
   */
  public readonly _zones: readonly string[];

  constructor(scope: Construct, id: string, props: ExternalDnsProps) {
    super(scope, id);
    rememberTrace(this, captureTrace());
    const own = withLists(ownCopy(props));
    const { name = NAME, namespace = name, identity = AwsIdentity.ambient() } = own;
    const { ownerId, domainFilters = [], hostedZoneIds = [], zoneType } = own;
    refuse(this, ...checkExternalDns(props), ...checkExtraArgs('KN-NET-007', props.extraArgs, argsOf(own)));
    provideController(this, ClusterController.EXTERNAL_DNS);
    const noted = {
      construct: this, name, ownerId, domainFilters, hostedZoneIds, zoneType,
      annotationPrefix: own.annotationPrefix ?? PREFIX,
      readsServices: sourcesOf(own).includes(ExternalDnsSource.SERVICE),
      readsRoutes: OF_LAYERS.some((source) => sourcesOf(own).includes(source)),
    };
    noteExternalDns(noted);
    appChecks(this).defer(this, captureTrace(), () => checkOtherExternalDns(noted));
    this.policy = externalDnsPolicy(own.hostedZoneIds ?? ['*'], identity._partition(own.region));
    documentPolicy(this, name, this.policy);
    this.ownerId = ownerId;
    this.domainFilters = domainFilters;
    this._zones = hostedZoneIds;
    if (own.namespace === undefined) {
      new Namespace(this, 'namespace', {
        metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
      });
    }
    this._cluster = own.region === undefined ? {} : { region: own.region };
    const account = { name, namespace };
    this._rights = { account, ...identity._role, policy: this.policy };
    this.serviceAccount = new ServiceAccount(this, 'service-account', { metadata: { ...account, annotations: identity._annotations } });
    grantEverywhere(this, account, rulesOf(sourcesOf(own)));
    this.deployment = new ControllerDeployment(this, 'deployment', {
      ...account,
      nodeSelector: own.nodeSelector, tolerations: own.tolerations, priorityClassName: own.priorityClassName,
      imagePullSecrets: own.imagePullSecrets,
      serviceAccount: this.serviceAccount,
      container: {
        image: own.image ?? IMAGE,
        args: [...argsOf(own), ...listOf(own.extraArgs)],
        env: own.region === undefined ? undefined : { AWS_REGION: Env.value(String(own.region)) },
        port: PORT,
        livenessProbe: Probe.httpGet('/healthz', { port: PORT }),
        readinessProbe: Probe.httpGet('/healthz', { port: PORT }),
        resources: own.resources ?? { memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) } },
      },
    });
  }
}

/** In JavaScript a list may be a text, which is refused; the rest is looked at all the same. */
function withLists(props: ExternalDnsProps): ExternalDnsProps {
  const { domainFilters, hostedZoneIds, hostedZones, sources } = props;
  const zones = zonesOf(hostedZones);
  return {
    ...props,
    domainFilters: (domainFilters && listOf(domainFilters)) ?? zones?.map(({ zoneName }) => withoutRoot(zoneName)),
    hostedZoneIds: (hostedZoneIds && listOf(hostedZoneIds)) ?? zones?.map(({ hostedZoneId }) => hostedZoneId),
    sources: sources && listOf(sources),
  };
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
