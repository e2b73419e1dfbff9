import { Chart, type ChartProps } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';

const CLUSTER = 'cdk8s-knative/cluster';
/** Nearly all programs name no cluster; they need not walk up the tree for every object. */
let named = false;
const CLUSTER_DOMAIN = 'cdk8s-knative/cluster-domain';

/** Properties for `ClusterChart`. */
export interface ClusterChartProps extends ChartProps {
  /**
   * Name of the cluster that the chart is meant for. Objects of different clusters may share kind, namespace and name.
   * @default - the one cluster of all charts that name none
   */
  readonly cluster?: string;
  /**
   * DNS domain of the cluster, by which addresses inside it end.
   * @default cluster.local
   */
  readonly clusterDomain?: string;
}

/**
 * A chart of one of several clusters that a single app describes. What lies outside of clusters is not compared between
 * those of one app: the names of topics on Kafka servers that they share (`KN-ENV-002`), and owner ids of DNS records
 * (`KN-ENV-003`), which `Environments` compares between apps.
 */
export class ClusterChart extends Chart {
  constructor(scope: Construct, id: string, props: ClusterChartProps = {}) {
    super(scope, id, props);
    if (props.cluster !== undefined) {
      named = true;
      this.node.setContext(CLUSTER, props.cluster);
    }
    if (props.clusterDomain !== undefined) this.node.setContext(CLUSTER_DOMAIN, props.clusterDomain);
  }
}

/** The cluster that a construct is meant for; empty where nobody named one. */
export function clusterOf(construct: IConstruct): string {
  if (!named) return '';
  return String(construct.node.tryGetContext(CLUSTER) ?? '');
}

/** The folder of side documents of the construct's cluster, with a slash behind it; empty where nobody named one. */
export function clusterFolderOf(construct: IConstruct): string {
  const cluster = clusterOf(construct);
  return cluster === '' ? '' : `${cluster}/`;
}

/** The DNS domain by which addresses in the construct's cluster end. */
export function clusterDomainOf(construct: IConstruct): string {
  return String(construct.node.tryGetContext(CLUSTER_DOMAIN) ?? 'cluster.local');
}
