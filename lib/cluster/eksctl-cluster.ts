import { Construct, type IConstruct } from 'constructs';
import {
  clusterFolderOf, clusterOf, declaredIn, hasLateValue, ownCopy, type Problem, refuse, refuseFrom,
  show, SideDocuments, Warnings,
} from '../core';
import type { ClusterSpec } from './cluster-spec';
import { type ClusterOfApp, describeClusterOfApp } from './controllers-of-app';
import { checkEksctl } from './eksctl-checks';
import { type EksctlClusterProps, IdentityStyle } from './eksctl-contract';
import { eksctlDocument } from './eksctl-document';
import { eksctlWarnings } from './eksctl-warnings';
import { nameLike } from './spec-names';
import { warnOfSpec } from './spec-warnings';

/**
 * A cluster of EKS that eksctl makes. It writes no object: the document for `eksctl create cluster -f` is a side
 * document, which `SideDocuments.of(app).write()` writes beside the manifests.
 *
 * What eksctl sets by itself as the specification has it is left out of the document, but for what a coming release of
 * eksctl decides differently.
 * @see https://docs.aws.amazon.com/eks/latest/eksctl/schema.html
 */
export class EksctlCluster extends Construct {
  /** The file of the document among the side documents. */
  public readonly file: string;

  /** @param scope the app, or the `ClusterChart` of the cluster */
  constructor(scope: Construct, id: string, props: EksctlClusterProps) {
    super(scope, id);
    const own = ownCopy(props);
    const { spec } = own;
    this.file = `${clusterFolderOf(this)}${own.file ?? `eksctl/${spec.name}.yaml`}`;
    refuseFrom(this, spec._trace, ...spec._problems);
    refuse(this, ...checkEksctl(own));
    if (own.existing !== true) warnOfSpec(this, spec);
    for (const [warning, message] of eksctlWarnings(own)) Warnings.of(this).add(warning, message);
    // A name that only the deployment knows is refused already, and would be refused again as a name of a file.
    if (!hasLateValue(spec.name)) {
      const content = () => eksctlDocument(own, this.file, declaredIn(this.node.root));
      SideDocuments.of(this).add({ file: this.file, content });
    }
    const named = clusterOf(this);
    const other = otherCluster(this, named, spec.name);
    if (other !== undefined) {
      refuse(this, twoClusters(spec.name, other));
      return;
    }
    describeClusterOfApp(named === '' ? this.node.root : scope, {
      ...own.existing === true ? knownOfExisting(spec) : { ...spec.facts, spec }, chartsOf: named === '' ? undefined : named,
      annotatedAccounts: own.identityStyle === IdentityStyle.SERVICE_ACCOUNT,
    });
  }
}

/** The cluster that is for all charts without another name, by app and by the name of `ClusterChart`. */
const CLUSTERS = new WeakMap<IConstruct, Map<string, string>>();

/** The name of another cluster for the same charts; its constructs cannot say the truth of both. */
function otherCluster({ node: { root } }: IConstruct, named: string, name: string): string | undefined {
  const known = CLUSTERS.get(root) ?? new Map<string, string>();
  CLUSTERS.set(root, known);
  const first = known.get(named) ?? name;
  known.set(named, first);
  return first === name ? undefined : first;
}

function twoClusters(name: string, first: string): Problem {
  return {
    code: 'KN-CLU-062',
    message: `the app has no charts of its own for the cluster ${show(name)}: all that it has is for ${show(first)}`,
    received: name,
    allowed: 'one cluster for each chart',
    fix: `put each cluster and what is for it into a chart of its own, \`new ClusterChart(app, '${nameLike(name, 63, 'east')}', { cluster: '${nameLike(name, 63, 'east')}' })\``,
  };
}

/** What else the cluster has does not come from the specification, and its version only where the program says it. */
function knownOfExisting({ name, region, version, _given }: ClusterSpec): ClusterOfApp {
  return { clusterName: name, region, ...(_given.has('version') ? { kubernetesVersion: version } : {}) };
}
