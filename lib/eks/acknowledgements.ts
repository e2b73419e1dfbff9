import { KubectlProvider } from 'aws-cdk-lib/aws-eks-v2';
import { CfnManagedPolicy, CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnResource, Stack, Validations } from 'aws-cdk-lib/core';
import { type Construct, type IConstruct, RootConstruct } from 'constructs';
import { IdentityRole } from './eks-identities';

/** What a rule of cdk-nag finds on a resource, in the words of the pack `AwsSolutions`. */
interface Finding {
  /** `IAM4`: a policy of AWS; `IAM5`: a star in a policy; `L1`: an older runtime; `EKS1`: a public endpoint. */
  readonly rule: 'EKS1' | 'IAM4' | 'IAM5' | 'L1';
  /** What was found, where a rule may find several. */
  readonly detail?: string;
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
};

/** Why a policy that the library wrote has stars, by the name of the identity. */
const STARS: Readonly<Record<string, string>> = {
  'cluster-autoscaler': 'calls that describe groups and machines have no resources, node groups may come later, and sizes are '
    + 'changed of groups with the tag of this cluster alone',
  'cert-manager': 'a change of Route 53 has an id that is not known before; zones are found by names where the program names none',
  'external-dns': 'the call that lists hosted zones has no resources',
  'aws-load-balancer-controller': 'its own project publishes this policy: load balancers do not exist yet, and those that it '
    + 'changes have its tag',
};

/**
 * Acknowledges what cdk-nag (`AwsSolutionsChecks`) finds on what this library decided itself, each finding by itself
 * and with its reason. What a program adds, such as rights of an identity of its own, it has to acknowledge itself.
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

function reasonFor(node: IConstruct, { rule, detail = '' }: Finding): string | undefined {
  const scopes = [...node.node.scopes].reverse();
  // One of them is there under a condition, which the finding has as JSON.
  const policy = /:iam::aws:policy\/(?:[\w-]+\/)*([\w-]+)/.exec(detail)?.[1] ?? '';
  if (scopes.some((scope) => scope instanceof KubectlProvider)) return kubectlReason(rule, detail, policy);
  const workload = scopes.find((scope) => scope instanceof IdentityRole);
  if (workload !== undefined) return rule === 'IAM4' ? OF_WORKLOADS[policy] : starReason(workload);
  if (rule === 'EKS1') return 'the specification of the cluster lists the addresses from which the endpoint can be reached';
  return rule === 'IAM4' ? OF_CLUSTER[policy] : undefined;
}

/** A policy that eksctl knows by name is the library's own; any other one is of the program. */
function starReason({ identity }: IdentityRole): string | undefined {
  return identity.wellKnown === undefined ? undefined : STARS[identity.name];
}

function kubectlReason(rule: Finding['rule'], detail: string, policy: string): string | undefined {
  if (rule === 'IAM4') return OF_KUBECTL[policy];
  if (rule === 'L1') return 'aws-cdk-lib chooses the runtime of the function that it brings to run kubectl, and tests it with that';
  return /^(Action::s3:|Resource::.*:s3:)/.test(detail)
    ? 'charts are read from the bucket of assets, where their names follow from what is in them'
    : 'aws-cdk-lib lets its framework call every version of the function that it brings to run kubectl';
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

interface PolicyText {
  readonly Statement?: readonly {
    readonly Effect?: string;
    readonly Action?: unknown;
    readonly Resource?: unknown;
  }[];
}

/** Follows rules/iam/IAMNoWildcardPermissions of cdk-nag 3. */
function stars(policy: PolicyText | undefined): Finding[] {
  return (policy?.Statement ?? []).filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource }) => [
    ...[Action].flat().map(flat).map((text) => `Action::${text}`),
    ...[Resource].flat().map(flat).map((text) => `Resource::${text}`),
  ]).filter((detail) => detail.includes('*')).map((detail) => ({ rule: 'IAM5', detail }));
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
