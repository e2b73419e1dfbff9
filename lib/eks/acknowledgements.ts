import { KubectlProvider } from 'aws-cdk-lib/aws-eks-v2';
import { CfnManagedPolicy, CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnResource, Stack, Validations } from 'aws-cdk-lib/core';
import { type Construct, type IConstruct, RootConstruct } from 'constructs';
import { WellKnownPolicy } from '../cluster';
import { IdentityRole } from './eks-identities';

/** What a rule of cdk-nag finds on a resource, in the words of the pack `AwsSolutions`. */
interface Finding {
  /** `IAM4`: a policy of AWS; `IAM5`: a star in a policy; `L1`: an older runtime; `EKS1`: a public endpoint. */
  readonly rule: 'EKS1' | 'IAM4' | 'IAM5' | 'L1';
  /** What was found, where a rule may find several. */
  readonly detail?: string;
  /** The statements in which a star was found. */
  readonly statements?: readonly Statement[];
}

const PACK = 'AwsSolutions';

/** Policies of AWS on the roles of a control plane and of its nodes, and why they are there. */
const OF_CLUSTER: Readonly<Record<string, string>> = {
  AmazonEKSClusterPolicy: 'EKS asks this policy of the role of a control plane, and AWS extends it when EKS needs more',
  AmazonEKSComputePolicy: 'EKS Auto Mode asks this policy of the role of a control plane, to make and end nodes',
  AmazonEKSBlockStoragePolicy: 'EKS Auto Mode asks this policy of the role of a control plane, for the disks of pods',
  AmazonEKSLoadBalancingPolicy: 'EKS Auto Mode asks this policy of the role of a control plane, for load balancers',
  AmazonEKSNetworkingPolicy: 'EKS Auto Mode asks this policy of the role of a control plane, for the addresses of nodes',
  AmazonEKSWorkerNodePolicy: 'EKS asks this policy of the role of nodes: it lets them find their cluster, and change nothing',
  AmazonEKSWorkerNodeMinimalPolicy: 'EKS Auto Mode asks this policy of the role of nodes: it lets pods take on their own roles',
  AmazonEC2ContainerRegistryPullOnly: 'nodes pull images, from registries whose names are not known here, and do no more',
  AmazonEKS_CNI_Policy: 'the VPC CNI gives addresses to pods on machines that do not exist yet; it has no identity of its own here',
};

/** Policies of AWS on the role of what runs kubectl and Helm, which aws-cdk-lib makes. */
const OF_KUBECTL: Readonly<Record<string, string>> = {
  AWSLambdaBasicExecutionRole: 'what aws-cdk-lib makes to run kubectl writes its logs by this policy',
  AWSLambdaVPCAccessExecutionRole: 'what aws-cdk-lib makes to run kubectl has an interface in the VPC of the cluster by this policy',
  AmazonEC2ContainerRegistryReadOnly: 'what aws-cdk-lib makes to run Helm may read charts from registries by this policy',
  AmazonElasticContainerRegistryPublicReadOnly: 'what aws-cdk-lib makes to run Helm may read public charts by this policy',
};

/** Why workloads have policies of AWS, which the library chose for them. */
const OF_WORKLOADS: Readonly<Record<string, string>> = {
  AmazonEBSCSIDriverPolicy: 'AWS keeps the policy of its EBS CSI driver, whose conditions are tags of the driver; only its pods have it',
  CloudWatchAgentServerPolicy: 'AWS keeps the policy of its agent, which writes logs and metrics under names that it makes up; only its pods have it',
  AmazonEKS_CNI_Policy: 'AWS keeps the policy of the VPC CNI, which gives addresses to pods; only its pods have it, and nodes do not',
  AmazonEC2ContainerRegistryPullOnly: 'the controller of Knative looks up what tags stand for, in registries whose names are '
    + 'not known here, and does no more; only its pods have it',
};

/** Why a policy that the library wrote has stars. */
const STARS: Readonly<Partial<Record<WellKnownPolicy, string>>> = {
  [WellKnownPolicy.AUTO_SCALER]: 'calls that describe groups and machines have no resources, node groups may come later, and '
    + 'sizes are changed of groups with the tag of this cluster alone',
  [WellKnownPolicy.CERT_MANAGER]: 'a change of Route 53 has an id that is not known before; zones are found by names where the '
    + 'program names none',
  [WellKnownPolicy.EXTERNAL_DNS]: 'the call that lists hosted zones has no resources',
  [WellKnownPolicy.AWS_LOAD_BALANCER_CONTROLLER]: 'its own project publishes this policy: load balancers do not exist yet, and '
    + 'those that it changes have its tag',
};

/** What charts of Helm are read by from the bucket of assets; follows perms of aws-cdk-lib/aws-s3. */
const READS = ['s3:GetObject*', 's3:GetBucket*', 's3:List*'];
/** The bucket that a bootstrapped account has for assets. */
const ASSETS = /^arn:[\w<>:-]+:s3:::cdk-\w+-assets-[^/]+(\/\*)?$/;

/**
 * Acknowledges what cdk-nag (`AwsSolutionsChecks`) finds on what this library decided itself, each finding by itself
 * and with its reason. What a program adds, such as rights of an identity of its own, or those that it gives to a role
 * of the library, it has to acknowledge itself: a reason that was written for other rights is not true of them.
 *
 * It does so when the tree is validated: by then all rights are granted, and logical ids, which are part of what is
 * found, are the final ones.
 * @internal
 */
export function acknowledgeOwnFindings(owner: Construct): void {
  let isDone = false;
  owner.node.addValidation({
    validate: () => {
      if (!isDone) owner.node.findAll().forEach(acknowledge);
      isDone = true;
      return [];
    },
  });
}

function acknowledge(node: IConstruct): void {
  for (const finding of findingsOn(node)) {
    const reason = reasonFor(node, finding);
    const { rule, detail } = finding;
    if (reason !== undefined) note(node, `${PACK}-${rule}${detail === undefined ? '' : `[${detail}]`}`, reason);
  }
}

/**
 * By the name of the pack the report tells what was acknowledged; without it, cdk-nag itself reads what is noted. It is
 * what `Validations.acknowledge` writes, without the stack that it captures for each: that takes a third of synth.
 */
function note(node: IConstruct, id: string, reason: string): void {
  takesNames ??= hasNames();
  const name = takesNames ? `${PACK}::${id}` : id;
  node.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [name]: reason });
}

let takesNames: boolean | undefined;

/** Before 2.262.1 aws-cdk-lib takes no `::` within the name of a finding, and nearly all have some. */
function hasNames(): boolean {
  try {
    Validations.of(new RootConstruct()).acknowledge({ id: `${PACK}::finding[with::detail]`, reason: 'it is asked whether this goes' });
    return true;
  } catch {
    return false;
  }
}

function reasonFor(node: IConstruct, finding: Finding): string | undefined {
  const { rule, detail = '' } = finding;
  const scopes = [...node.node.scopes].reverse();
  // One of them is there under a condition, which the finding has as JSON.
  const policy = /:iam::aws:policy\/(?:[\w-]+\/)*([\w-]+)/.exec(detail)?.[1] ?? '';
  const kubectl = scopes.find((scope) => scope instanceof KubectlProvider);
  if (kubectl !== undefined) return kubectlReason(kubectl, finding, policy);
  const workload = scopes.find((scope) => scope instanceof IdentityRole);
  if (workload !== undefined) return workloadReason(workload, node, rule, policy);
  if (rule === 'EKS1') return 'the specification of the cluster lists the addresses from which the endpoint can be reached';
  return rule === 'IAM4' ? OF_CLUSTER[policy] : undefined;
}

/**
 * Why an identity has what this library chose for it: that stands in its role, and what the program adds becomes a
 * policy beside it.
 */
function workloadReason(
  { identity, role }: IdentityRole, node: IConstruct, rule: Finding['rule'], policy: string,
): string | undefined {
  if (node !== role.node.defaultChild || !identity._isBuiltIn) return undefined;
  if (rule === 'IAM5') return identity.wellKnown === undefined ? undefined : STARS[identity.wellKnown];
  return identity.managedPolicies.some((name) => name.split('/').at(-1) === policy) ? OF_WORKLOADS[policy] : undefined;
}

function kubectlReason(kubectl: KubectlProvider, { rule, detail = '', statements = [] }: Finding, policy: string): string | undefined {
  if (rule === 'IAM4') return OF_KUBECTL[policy];
  if (rule === 'L1') return 'aws-cdk-lib chooses the runtime of the function that it brings to run kubectl, and tests it with that';
  if (statements.every((statement) => readsAssets(detail, statement))) {
    return 'charts are read from the bucket of assets, where their names follow from what is in them';
  }
  return statements.every((statement) => callsHandler(kubectl, detail, statement))
    ? 'aws-cdk-lib lets its framework call every version of the function that it brings to run kubectl' : undefined;
}

/** Whether a star is one of those by which aws-cdk-lib reads charts: as a call of nothing else, or as that bucket. */
function readsAssets(detail: string, { Action, Resource }: Statement): boolean {
  if (!texts(Action).every((action) => READS.includes(action))) return false;
  const wanted = texts(Resource).filter((resource) => !detail.startsWith('Resource::') || detail === `Resource::${resource}`);
  return wanted.every((resource) => ASSETS.test(resource));
}

function callsHandler(kubectl: KubectlProvider, detail: string, { Action }: Statement): boolean {
  const handler = kubectl.node.tryFindChild('Handler')?.node.defaultChild;
  if (!CfnResource.isCfnResource(handler)) return false;
  const { logicalId } = handler;
  return detail === `Resource::<${String(Stack.of(handler).resolve(logicalId))}.Arn>:*`
    && texts(Action).every((action) => action === 'lambda:InvokeFunction');
}

function findingsOn(node: IConstruct): Finding[] {
  if (node instanceof CfnFunction) return [{ rule: 'L1' }];
  if (node instanceof CfnRole) {
    const policies = resolved<{ policyDocument: unknown }[]>(node, node.policies) ?? [];
    return [
      ...managedPolicies(resolved<unknown[]>(node, node.managedPolicyArns) ?? []),
      ...policies.flatMap(({ policyDocument }) => stars(resolved<PolicyText>(node, policyDocument))),
    ];
  }
  if (isLimitedCluster(node)) return [{ rule: 'EKS1' }];
  return node instanceof CfnPolicy || node instanceof CfnManagedPolicy
    ? stars(resolved<PolicyText>(node, node.policyDocument)) : [];
}

/**
 * Whether it is a control plane with a public endpoint that some addresses reach. One that all reach is for the program
 * to acknowledge, and cdk-nag finds it only where `aws-eks-v2` makes it by the class of `aws-eks`.
 */
function isLimitedCluster(node: IConstruct): boolean {
  if (!CfnResource.isCfnResource(node) || node.cfnResourceType !== 'AWS::EKS::Cluster') return false;
  const { resourcesVpcConfig } = node as CfnResource & { readonly resourcesVpcConfig?: unknown };
  const config = resolved<{ readonly publicAccessCidrs?: readonly string[] }>(node, resourcesVpcConfig);
  const cidrs = config?.publicAccessCidrs ?? [];
  return cidrs.length > 0 && !cidrs.some((cidr) => cidr.endsWith('/0'));
}

function resolved<T>(node: CfnResource, value: unknown): T | undefined {
  return Stack.of(node).resolve(value) as T | undefined;
}

/** Follows rules/iam/IAMNoManagedPolicies of cdk-nag 3. */
function managedPolicies(arns: readonly unknown[]): Finding[] {
  return arns.map(flat).filter((arn) => arn.includes(':iam::aws:')).map((arn) => ({ rule: 'IAM4', detail: `Policy::${arn}` }));
}

interface Statement {
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

interface PolicyText {
  readonly Statement?: readonly Statement[];
}

/** Follows rules/iam/IAMNoWildcardPermissions of cdk-nag 3. */
function stars(policy: PolicyText | undefined): Finding[] {
  const found = new Map<string, Statement[]>();
  for (const statement of policy?.Statement ?? []) {
    if (statement.Effect !== 'Allow') continue;
    const all = [
      ...texts(statement.Action).map((text) => `Action::${text}`), ...texts(statement.Resource).map((text) => `Resource::${text}`),
    ];
    for (const detail of all.filter((text) => text.includes('*'))) found.set(detail, [...found.get(detail) ?? [], statement]);
  }
  return [...found].map(([detail, statements]) => ({ rule: 'IAM5', detail, statements }));
}

function texts(values: unknown): string[] {
  return [values].flat().map(flat);
}

/** A reference as cdk-nag writes it in what it found; follows utils/flatten-cfn-reference of cdk-nag 3. */
function flat(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value.replace(/\$\{/g, '<').replace(/\}/g, '>');
  const { Ref, ...calls } = value as Readonly<Record<string, unknown>>;
  const join = calls['Fn::Join'] as readonly [string, readonly unknown[]] | undefined;
  if (join !== undefined) return join[1].map(flat).join(join[0]);
  const attribute = calls['Fn::GetAtt'] as readonly unknown[] | undefined;
  if (attribute !== undefined) return `<${attribute.map(flat).join('.')}>`;
  const inner = calls['Fn::Sub'] ?? calls['Fn::ImportValue'];
  if (inner !== undefined) return flat(inner);
  return Ref === undefined ? JSON.stringify(value) : `<${flat(Ref)}>`;
}
