import { Size } from 'cdk8s';
import { ClusterAddon, ClusterCapacity, ClusterSpec, type DnsZone, WorkloadIdentity } from 'cdk8s-knative';

/**
 * The cluster of the article, for both ways to make it: eksctl, and AWS CDK (`examples/eks`).
 * @param zone in which names of services lie, and certificates are asked for
 */
export function describeCluster(zone: DnsZone): ClusterSpec {
  return new ClusterSpec({
    name: 'my-knative-cluster',
    region: 'us-east-1',
    zones: ['us-east-1d', 'us-east-1f'],
    capacity: ClusterCapacity.nodeGroups({
      name: 'knative-private-ng',
      instanceTypes: ['m5.large'],
      minSize: 2, desiredSize: 3, maxSize: 5,
      volume: { size: Size.gibibytes(150) },
      labels: { role: 'worker', subnetType: 'private' },
      tags: { 'nodegroup-role': 'worker', 'subnetType': 'private', 'environment': 'dev' },
    }),
    // What the article allows every pod of every node, each controller is allowed for itself.
    identities: [
      WorkloadIdentity.vpcCni(),
      WorkloadIdentity.clusterAutoscaler(),
      WorkloadIdentity.ebsCsiDriver(),
      WorkloadIdentity.cloudWatch(),
      WorkloadIdentity.certManager({ hostedZones: [zone] }),
      WorkloadIdentity.externalDns({ hostedZones: [zone] }),
    ],
    addons: [
      ClusterAddon.podIdentityAgent(), ClusterAddon.vpcCni(), ClusterAddon.kubeProxy(), ClusterAddon.coreDns(),
      ClusterAddon.metricsServer(), ClusterAddon.ebsCsiDriver(), ClusterAddon.cloudWatchObservability(),
      ClusterAddon.certManager(),
    ],
  });
}
