import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { AcmeIssuer, CERT_MANAGER_NAMESPACE, IamHolder } from '../certificates';
import {
  appChecks, captureTrace, ClusterController, ClusterControllers, clusterOf, giveRights, hasLateValue,
  type IamPolicyDocument, ownerOf, type Problem, refuseAtSynth, show, showAll, traceOf, Warnings,
} from '../core';
import { AwsLoadBalancerController, ClusterAutoscaler, type ControllerRights, ExternalDns } from '../networking';
import { PlatformBase } from '../platform';
import type { ClusterSpec } from './cluster-spec';
import { identitiesWithoutUse } from './identity-use';
import type { NodeAddonPolicies } from './node-group';
import { withoutNode } from './node-placement';
import { tagsWithoutRights } from './private-images';
import { missingRights } from './rights-coverage';
import type { WorkloadIdentity } from './workload-identity';

/**
 * The cluster that the objects of an app are for, as far as the program knows it.
 * @internal
 */
export interface ClusterOfApp {
  readonly clusterName: string;
  /** @default - not known */
  readonly region?: string;
  /** @default - not known */
  readonly kubernetesVersion?: string;
  /** @default - the cluster was there before, so that nobody knows what it has */
  readonly spec?: ClusterSpec;
  /**
   * Which cluster of the app is meant, by the name of its `ClusterChart`.
   * @default - all that lies below the construct, or is for the same cluster
   */
  readonly chartsOf?: string;
  /**
   * Whether pods get their role by an annotation of their service account, and not by EKS Pod Identity.
   * @default false
   */
  readonly annotatedAccounts?: boolean;
}

/** After constructs have said what there is, before warnings are printed. */
const ORDER = 61;

/** What of an app asks AWS for something, as the specification has to know it. */
interface Asking {
  readonly construct: IConstruct;
  /** As messages call it. */
  readonly what: string;
  readonly account: ControllerRights['account'];
  readonly role?: string;
  readonly policy?: IamPolicyDocument;
  /** The flag by which older manifests of eksctl give the rights to nodes. */
  readonly ofNodes: (policies: NodeAddonPolicies) => boolean | undefined;
  /** What to write in the specification. */
  readonly factory: string;
  /** What says on the construct that it has a role of its own. */
  readonly own: string;
}

/**
 * Says which cluster the objects of an app are for. Add-ons of the cluster are controllers that the app need not bring;
 * what the app says of its cluster is compared with what the cluster is, once the app is finished.
 * @internal
 */
export function describeClusterOfApp(at: IConstruct, cluster: ClusterOfApp): void {
  const trace = captureTrace();
  const addons = (cluster.spec?.addons ?? []).flatMap(({ controller }) => controller ?? []);
  const accounts = (cluster.spec?.identities ?? []).map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);
  for (const place of placesOf(at, cluster.chartsOf)) {
    ClusterControllers.of(place).declareExternal(...addons);
    giveRights(place, accounts);
  }
  appChecks(at).ensure(`cluster ${cluster.clusterName} of ${at.node.path} ${cluster.chartsOf ?? ''}`, {
    order: ORDER,
    run: (constructs) => {
      const found = constructs.filter((one) => isOfCluster(one, at, cluster.chartsOf));
      for (const { construct, problem } of problemsOf(found, cluster)) {
        refuseAtSynth(construct, problem, traceOf(construct));
      }
      for (const [id, message] of warningsOf(at, found, cluster)) Warnings.of(at)._addFrom(id, message, trace);
      for (const construct of found) warnOfPlace(construct, cluster.spec);
    },
  });
}

function warnOfPlace(construct: IConstruct, spec: ClusterSpec | undefined): void {
  const message = spec === undefined ? undefined : withoutNode(construct, spec);
  if (message === undefined || !ApiObject.isApiObject(construct)) return;
  const owner = ownerOf(construct);
  Warnings.of(owner)._addFrom('no-node-for-pod', message, traceOf(owner));
}

/** Where what is said of a cluster reaches all of its charts: what one construct is told, its whole cluster is told. */
function placesOf(at: IConstruct, chartsOf: string | undefined): readonly IConstruct[] {
  if (chartsOf === undefined) return [at];
  const charts = at.node.children.filter((child) => clusterOf(child) === chartsOf).slice(0, 1);
  return charts.length > 0 ? charts : [at];
}

function isOfCluster(one: IConstruct, at: IConstruct, chartsOf: string | undefined): boolean {
  if (!Construct.isConstruct(one)) return false;
  if (chartsOf !== undefined) return clusterOf(one) === chartsOf;
  return clusterOf(one) === clusterOf(at) || one.node.scopes.includes(at);
}

interface Found {
  readonly construct: IConstruct;
  readonly problem: Problem;
}

function problemsOf(constructs: readonly IConstruct[], cluster: ClusterOfApp): Found[] {
  return constructs.flatMap((construct) => [
    ...checkFacts(construct, cluster),
    checkPlatform(construct, cluster),
    checkTwice(construct, cluster.spec),
    ...askingOf(construct, cluster.spec).map((asking) => checkIdentity(asking, cluster)),
  ].filter((problem) => problem !== undefined).map((problem) => ({ construct, problem })));
}

/** What a construct says of its cluster has to be what the cluster is. */
function checkFacts(construct: IConstruct, cluster: ClusterOfApp): (Problem | undefined)[] {
  const said = saidOf(construct);
  const facts = [
    ['clusterName', said.clusterName, cluster.clusterName],
    ['region', said.region, cluster.region],
    ['kubernetesVersion', minorOf(said.kubernetesVersion), minorOf(cluster.kubernetesVersion)],
  ] as const;
  return facts.map(([field, written, is]) => {
    if (written === undefined || is === undefined || written === is || hasLateValue([written, is])) return undefined;
    return {
      code: 'KN-CLU-062',
      message: `\`${field}\` of ${show(construct.node.path)} is ${show(written)}, and that of its cluster is ${show(is)}`,
      received: written,
      allowed: 'what the specification of the cluster says',
      fix: `write \`${field}: spec.facts.${field}\``,
    };
  });
}

/** A platform that does not say on which version of Kubernetes it is installed is installed on that of its cluster. */
function checkPlatform(construct: IConstruct, { kubernetesVersion }: ClusterOfApp): Problem | undefined {
  if (!(construct instanceof PlatformBase) || kubernetesVersion === undefined) return undefined;
  return construct._kubernetesVersion === undefined ? construct._checkOn(kubernetesVersion) : undefined;
}

interface Said {
  readonly clusterName?: string;
  readonly region?: string;
  readonly kubernetesVersion?: string;
}

function saidOf(construct: IConstruct): Said {
  if (construct instanceof PlatformBase) {
    const { _kubernetesVersion: kubernetesVersion } = construct;
    return kubernetesVersion === undefined ? {} : { kubernetesVersion };
  }
  return isController(construct) ? construct._cluster : {};
}

function minorOf(version: string | undefined): string | undefined {
  return version === undefined ? undefined : /^v?(\d+\.\d+)/.exec(String(version))?.[1] ?? String(version);
}

type Controller = AwsLoadBalancerController | ClusterAutoscaler | ExternalDns;

function isController(construct: IConstruct): construct is Controller {
  return construct instanceof ExternalDns || construct instanceof ClusterAutoscaler
    || construct instanceof AwsLoadBalancerController;
}

/** Two of one kind would undo what the other does. */
function checkTwice(construct: IConstruct, spec: ClusterSpec | undefined): Problem | undefined {
  if (construct instanceof ClusterAutoscaler && spec?.autoMode !== undefined) {
    return {
      code: 'KN-CLU-061',
      message: `${show(construct.node.path)} would scale groups of nodes, and a cluster in EKS Auto Mode has none`,
      received: construct.node.path,
      allowed: 'EKS Auto Mode without a ClusterAutoscaler, or node groups with one',
      fix: 'leave the ClusterAutoscaler out, or write `capacity: ClusterCapacity.nodeGroups(...)` in the specification',
    };
  }
  const addon = construct instanceof ExternalDns
    ? spec?.addons.find(({ controller }) => controller === ClusterController.EXTERNAL_DNS) : undefined;
  if (addon === undefined) return undefined;
  return {
    code: 'KN-CLU-061',
    message: `${show(construct.node.path)} installs what the add-on ${show(addon.name)} of the cluster installs, too`,
    received: construct.node.path,
    allowed: 'the construct or the add-on',
    fix: 'leave the construct out of the app, or `ClusterAddon.externalDns()` out of the specification',
  };
}

function askingOf(construct: IConstruct, spec: ClusterSpec | undefined): Asking[] {
  if (construct instanceof AcmeIssuer) return askingOfIssuer(construct, spec);
  if (!isController(construct)) return [];
  const { account, role, policy } = construct._rights;
  const common = {
    construct, account, what: show(construct.node.path), own: "`identity: AwsIdentity.role('arn:...')` for the construct",
    ...role === undefined ? {} : { role }, ...policy === undefined ? {} : { policy },
  };
  if (construct instanceof ClusterAutoscaler) {
    return [{ ...common, factory: 'clusterAutoscaler()', ofNodes: ({ autoScaler }) => autoScaler }];
  }
  if (construct instanceof ExternalDns) {
    return [{ ...common, factory: 'externalDns({ hostedZones: [zone] })', ofNodes: ({ externalDns }) => externalDns }];
  }
  return [{
    ...common, factory: 'awsLoadBalancerController()',
    ofNodes: ({ awsLoadBalancerController, albIngress }) => awsLoadBalancerController ?? albIngress,
  }];
}

/** An issuer that answers in Route 53 as what cert-manager is itself. */
function askingOfIssuer(issuer: AcmeIssuer, spec: ClusterSpec | undefined): Asking[] {
  const addon = spec?.addons.find(({ controller }) => controller === ClusterController.CERT_MANAGER);
  const [account = { namespace: CERT_MANAGER_NAMESPACE, name: 'cert-manager' }] = addon?.serviceAccounts ?? [];
  return issuer.iamGrants.filter(({ holder }) => holder === IamHolder.CERT_MANAGER).map(({ policy }) => ({
    construct: issuer,
    what: `cert-manager, which answers the challenges of ${show(issuer.node.path)},`,
    account,
    policy,
    factory: 'certManager({ hostedZones: [zone] })',
    ofNodes: ({ certManager }) => certManager,
    own: '`Route53.serviceAccount(...)` with a role for the solver',
  }));
}

function checkIdentity(asking: Asking, { spec, annotatedAccounts }: ClusterOfApp): Problem | undefined {
  if (spec === undefined || asking.role !== undefined) return undefined;
  const { what, account, factory, own } = asking;
  const identity = identityOf(spec, account);
  if (identity !== undefined) {
    return annotatedAccounts === true ? checkAnnotated(asking, identity) : checkRights(asking, identity, spec);
  }
  // Its pod may start on a node of any group.
  if (allNodes(spec, (policies) => asking.ofNodes(policies) === true)) return undefined;
  const name = show(`${account.namespace}/${account.name}`);
  return {
    code: 'KN-CLU-060',
    message: `${what} has no rights in AWS: no identity of the cluster is for the service account ${name}`,
    received: account,
    allowed: spec.identities.length === 0 ? 'an identity for that account' : `an identity for that account, beside those for ${
      showAll(spec.identities.map((each) => `${each.namespace}/${each.serviceAccount}`))}`,
    fix: `write \`WorkloadIdentity.${factory}\` among \`identities\` of the specification, or ${own}`,
  };
}

function allNodes({ nodeGroups }: ClusterSpec, have: (policies: NodeAddonPolicies) => boolean): boolean {
  return nodeGroups.length > 0 && nodeGroups.every(({ addonPolicies = {} }) => have(addonPolicies));
}

function identityOf(spec: ClusterSpec, { namespace, name }: ControllerRights['account']): WorkloadIdentity | undefined {
  return spec.identities.find((each) => each.namespace === namespace && each.serviceAccount === name);
}

/** Where eksctl makes no account, nobody but the app writes the annotation. */
function checkAnnotated({ what, construct, account }: Asking, identity: WorkloadIdentity): Problem | undefined {
  const { roleOnly, roleName } = identity;
  if (!roleOnly || construct instanceof AcmeIssuer) return undefined;
  return {
    code: 'KN-CLU-060',
    message: `${what} gets no role: eksctl makes one for ${show(`${account.namespace}/${account.name}`)}, and nothing `
      + 'annotates that service account with it',
    received: account,
    allowed: 'the ARN of the role on the service account, or EKS Pod Identity',
    fix: `write \`identity: AwsIdentity.role('arn:aws:iam::<account>:role/${roleName ?? '<name>'}')\` for the construct, or `
      + '`identityStyle: IdentityStyle.POD_IDENTITY`',
  };
}

/** A policy of AWS, or one that eksctl knows by a name, is not looked into. */
function checkRights({ what, policy }: Asking, identity: WorkloadIdentity, spec: ClusterSpec): Problem | undefined {
  const { clusterName, region } = spec.facts;
  const given = identity.policy({ clusterName, region, partition: partitionIn(policy) });
  const { managedPolicies, prefersWellKnown } = identity;
  const isKnown = managedPolicies.length === 0 && !prefersWellKnown;
  const missing = policy === undefined || given === undefined || !isKnown ? [] : missingRights(policy, given);
  if (missing.length === 0) return undefined;
  return {
    code: 'KN-CLU-063',
    message: `${what} needs rights that the identity ${show(identity.name)} does not give: ${showAll(missing.slice(0, 3))}`
      + (missing.length > 3 ? ` and ${missing.length - 3} more` : ''),
    received: missing,
    allowed: 'an identity with the rights that the construct writes in its `policy`',
    fix: 'name the same hosted zones in both places, or give the identity the `policy` of the construct',
  };
}

/** The construct knows in which part of AWS it is. */
function partitionIn(policy: IamPolicyDocument | undefined): string {
  const arns = policy?.Statement.flatMap(({ Resource }) => Resource) ?? [];
  return arns.map((arn) => /^arn:(aws[a-z-]*):/.exec(arn)?.[1]).find((partition) => partition !== undefined) ?? 'aws';
}

type Warned = readonly [id: string, message: string];

function warningsOf(at: IConstruct, found: readonly IConstruct[], cluster: ClusterOfApp): Warned[] {
  const { spec, clusterName, chartsOf } = cluster;
  if (spec === undefined) return [];
  const controllers = ClusterControllers.of(placesOf(at, chartsOf)[0] ?? at);
  const lacks = (controller: ClusterController, is: (one: IConstruct) => boolean) =>
    !controllers.has(controller) && !found.some(is);
  const { CLUSTER_AUTOSCALER, EXTERNAL_DNS, AWS_LOAD_BALANCER_CONTROLLER } = ClusterController;
  return [
    ...tagsWithoutRights(found, spec),
    ...lacks(CLUSTER_AUTOSCALER, (one) => one instanceof ClusterAutoscaler) ? withoutAutoscaler(spec, clusterName) : [],
    ...lacks(EXTERNAL_DNS, (one) => one instanceof ExternalDns) ? unused(spec, { namespace: 'external-dns', name: 'external-dns' },
      '`ClusterAddon.externalDns()` in the specification or an `ExternalDns` in the app') : [],
    ...lacks(AWS_LOAD_BALANCER_CONTROLLER, (one) => one instanceof AwsLoadBalancerController)
      ? unused(spec, { namespace: 'kube-system', name: 'aws-load-balancer-controller' }, 'an `AwsLoadBalancerController` in the app') : [],
    ...withoutVpc(spec, found),
    ...identitiesWithoutUse(found, spec).map((message) => ['workload-identity-unused', message] as const),
  ];
}

/** The controller asks the metadata of its node for the VPC unless it is told. */
function withoutVpc(spec: ClusterSpec, found: readonly IConstruct[]): Warned[] {
  const asking = allNodes(spec, (policies) => Object.values(policies).includes(true))
    ? [] : found.filter((one) => one instanceof AwsLoadBalancerController && !one._knowsVpc);
  return asking.map(({ node: { path } }) => ['load-balancer-controller-without-vpc', `${show(path)} asks its node in which VPC it is, `
    + 'and nodes of the cluster do not let pods ask: the controller does not start. Write `vpcId`, which `aws eks describe-cluster` '
    + 'shows once the cluster is there']);
}

/** A role of the autoscaler scales nothing, and neither do the sizes of a group. */
function withoutAutoscaler(spec: ClusterSpec, clusterName: string): Warned[] {
  const growing = spec.nodeGroups.filter(({ minSize, maxSize }) => minSize < maxSize).map(({ name }) => name);
  if (spec.autoMode !== undefined || growing.length === 0) return [];
  return [['cluster-autoscaler-missing', `the node groups ${showAll(growing)} of ${show(clusterName)} keep the size that they `
    + 'begin with: nothing asks for more nodes when pods find no place. Write '
    + "`new ClusterAutoscaler(chart, 'cluster-autoscaler', { ...spec.facts })` in the app, or "
    + '`ClusterControllers.of(app).declareExternal(ClusterController.CLUSTER_AUTOSCALER)` where somebody else installs it']];
}

function unused(spec: ClusterSpec, account: ControllerRights['account'], fix: string): Warned[] {
  const identity = identityOf(spec, account);
  if (identity === undefined) return [];
  const name = show(`${account.namespace}/${account.name}`);
  return [['workload-identity-unused', `the identity ${show(identity.name)} gives rights to ${name}, and nothing that the program `
    + `knows runs as that account: write ${fix}, or declare the controller`]];
}
