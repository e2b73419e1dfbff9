import { Construct, type IConstruct } from 'constructs';
import { AcmeIssuer, CERT_MANAGER_NAMESPACE, type IamGrant, IamHolder } from '../certificates';
import { clusterOf, hasGivenRights } from '../core';
import { AwsLoadBalancerController, ClusterAutoscaler, type ControllerRights, ExternalDns } from '../networking';

/** Rights in AWS, as the document of prerequisites has them: each for one account, role or user. */
export type DocumentedRights = Readonly<Record<string, unknown>>;

/**
 * What the controllers and issuers in the cluster of a construct have to be allowed in AWS by somebody: an identity of
 * the cluster has a role already.
 */
export function rightsFor(construct: IConstruct): DocumentedRights[] {
  const cluster = clusterOf(construct);
  const inCluster = construct.node.root.node.findAll()
    .filter((one) => Construct.isConstruct(one) && clusterOf(one) === cluster);
  return [
    ...inCluster.filter((one) => one instanceof AcmeIssuer)
      .flatMap((issuer) => issuer.iamGrants.map((grant) => ofIssuer(issuer, grant))),
    ...inCluster.filter((one) => one instanceof ExternalDns || one instanceof ClusterAutoscaler
      || one instanceof AwsLoadBalancerController).map(({ _rights }) => ofController(_rights)),
  ].filter(({ serviceAccount, role }) =>
    role !== undefined || typeof serviceAccount !== 'string' || !hasGivenRights(construct, serviceAccount));
}

function ofIssuer({ name }: AcmeIssuer, { holder, role, policy }: IamGrant): DocumentedRights {
  const who: Readonly<Record<IamHolder, DocumentedRights>> = {
    [IamHolder.CERT_MANAGER]: { serviceAccount: `${CERT_MANAGER_NAMESPACE}/cert-manager` },
    [IamHolder.ROLE]: { role },
    [IamHolder.ACCESS_KEY]: { user: 'the one of the access key' },
  };
  return { for: `the issuer ${name}`, ...who[holder], policy };
}

function ofController({ account, ...rights }: ControllerRights): DocumentedRights {
  return { for: account.name, serviceAccount: `${account.namespace}/${account.name}`, ...rights };
}
