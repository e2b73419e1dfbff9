import { Construct } from 'constructs';
import { clusterFolderOf, clusterOf, ownCopy, refuse, SideDocuments, Warnings } from '../core';
import { describeClusterOfApp } from './controllers-of-app';
import { checkEksctl } from './eksctl-checks';
import { type EksctlClusterProps, IdentityStyle } from './eksctl-contract';
import { eksctlDocument } from './eksctl-document';
import { eksctlWarnings } from './eksctl-warnings';
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
    refuse(this, ...spec._problems, ...checkEksctl(own));
    if (own.existing !== true) warnOfSpec(this, spec);
    for (const [warning, message] of eksctlWarnings(own)) Warnings.of(this).add(warning, message);
    SideDocuments.of(this).add({ file: this.file, content: () => eksctlDocument(own, this.file) });
    const named = clusterOf(this);
    describeClusterOfApp(named === '' ? this.node.root : scope, {
      ...spec.facts, spec, chartsOf: named === '' ? undefined : named, annotatedAccounts: own.identityStyle === IdentityStyle.SERVICE_ACCOUNT,
    });
  }
}
