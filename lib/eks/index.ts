export { AppliedApp } from './applied-app';
export { type ApplyOptions, ChartDelivery, ChartSelection, type ObjectValue } from './apply-options';
export type { EksClusterBase } from './eks-cluster-base';
export { EksKnativeCluster, type EksKnativeClusterProps } from './eks-knative-cluster';
export { ExistingEksCluster, type ExistingEksClusterProps } from './existing-eks-cluster';
export { type LoadBalancerService, WildcardRecords, type WildcardRecordsProps } from './domain-records';
