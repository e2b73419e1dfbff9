import { type Problem, show, showAll } from '../core';

/** What is known of a version of Kubernetes on EKS. */
export interface ClusterVersion {
  /** Package with a layer whose kubectl fits the version: it may be one minor version apart. */
  readonly kubectlLayer: string;
  /** The class in it. */
  readonly kubectlLayerClass: string;
  /** Whether eksctl 0.225 knows it. Follows pkg/apis/eksctl.io/v1alpha5/types.go. */
  readonly eksctl: boolean;
}

/**
 * Versions of Kubernetes that a cluster can have, the oldest first: those that the AWS CDK 2.276 has as constants, and
 * on which the operator of Knative starts. There is no layer of its own for the newest one. On which of them each
 * Knative starts, and is tested, stands with its releases; a platform is compared with the cluster of its app.
 */
export const CLUSTER_VERSIONS: Readonly<Record<string, ClusterVersion>> = {
  '1.34': { kubectlLayer: '@aws-cdk/lambda-layer-kubectl-v34', kubectlLayerClass: 'KubectlV34Layer', eksctl: true },
  '1.35': { kubectlLayer: '@aws-cdk/lambda-layer-kubectl-v35', kubectlLayerClass: 'KubectlV35Layer', eksctl: true },
  '1.36': { kubectlLayer: '@aws-cdk/lambda-layer-kubectl-v36', kubectlLayerClass: 'KubectlV36Layer', eksctl: false },
  '1.37': { kubectlLayer: '@aws-cdk/lambda-layer-kubectl-v36', kubectlLayerClass: 'KubectlV36Layer', eksctl: false },
};

/** The version that a cluster has when the program names none. */
export const DEFAULT_CLUSTER_VERSION = '1.35';

/** What is known of a version; absent for one that this library does not know. */
export function clusterVersion(version: string): ClusterVersion | undefined {
  return Object.hasOwn(CLUSTER_VERSIONS, version) ? CLUSTER_VERSIONS[version] : undefined;
}

/** Checks the version of a cluster. */
export function checkClusterVersion(version: string): Problem | undefined {
  if (clusterVersion(version) !== undefined) return undefined;
  return {
    code: 'KN-CLU-003',
    message: `${show(version)} is no version of a cluster that this library knows`,
    received: version,
    allowed: showAll(Object.keys(CLUSTER_VERSIONS)),
    fix: `write \`version: '${DEFAULT_CLUSTER_VERSION}'\`, for example`,
  };
}
