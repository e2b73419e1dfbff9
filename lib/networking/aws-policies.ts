import { iamAllow, type IamPolicyDocument, iamPolicyOf } from '../core';

/** Tag by which the Cluster Autoscaler finds groups of nodes; EKS sets it on those that it manages. */
export const AUTOSCALER_TAG = 'k8s.io/cluster-autoscaler';

/** The cluster that rights are for. */
export interface PolicyPlace {
  readonly clusterName: string;
  readonly region: string;
  /** What ARNs begin with: `aws`. */
  readonly partition: string;
}

/** What the Cluster Autoscaler has to be allowed. Groups of other clusters are out of reach. */
export function clusterAutoscalerPolicy({ clusterName, region, partition }: PolicyPlace): IamPolicyDocument {
  return iamPolicyOf([
    iamAllow({
      Action: [
        'autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeAutoScalingInstances', 'autoscaling:DescribeLaunchConfigurations',
        'autoscaling:DescribeScalingActivities', 'autoscaling:DescribeTags', 'ec2:DescribeImages', 'ec2:DescribeInstanceTypes',
        'ec2:DescribeLaunchTemplateVersions', 'ec2:GetInstanceTypesFromInstanceRequirements',
      ],
      Resource: ['*'],
    }),
    iamAllow({ Action: ['eks:DescribeNodegroup'], Resource: [`arn:${partition}:eks:${region}:*:nodegroup/${clusterName}/*`] }),
    iamAllow({
      Action: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
      Resource: ['*'],
      Condition: { StringEquals: { [`aws:ResourceTag/${AUTOSCALER_TAG}/${clusterName}`]: ['owned'] } },
    }),
  ]);
}

/** What ExternalDNS has to be allowed for hosted zones, by their ids; `*` stands for all. */
export function externalDnsPolicy(hostedZoneIds: readonly string[], partition: string): IamPolicyDocument {
  return iamPolicyOf([
    iamAllow({
      Action: ['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets', 'route53:ListTagsForResources'],
      Resource: hostedZoneIds.map((id) => `arn:${partition}:route53:::hostedzone/${id}`),
    }),
    iamAllow({ Action: ['route53:ListHostedZones'], Resource: ['*'] }),
  ]);
}
