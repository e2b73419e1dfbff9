import type { IConstruct } from 'constructs';
import { ClusterController, needPrerequisite, Wave } from '../core';

/** Namespace of cert-manager, where it also looks for the Secrets of ClusterIssuers unless told otherwise. */
export const CERT_MANAGER_NAMESPACE = 'cert-manager';

/** The version of cert-manager whose definitions the constructs of this library are checked against. */
export const CERT_MANAGER_VERSION = '1.21.2';

const RELEASES = 'https://github.com/cert-manager/cert-manager/releases/download';

/** Says that the cluster of a construct needs cert-manager, its definitions first. */
export function needCertManager(construct: IConstruct): void {
  needPrerequisite(construct, () => ({
    id: ClusterController.CERT_MANAGER,
    wave: Wave.CONTROLLERS,
    version: CERT_MANAGER_VERSION,
    controller: ClusterController.CERT_MANAGER,
    reason: "cert-manager issues the certificates of services; its definitions have to be there before Knative's controller "
      + 'starts with TLS, which ends without them',
    commands: [
      `kubectl apply -f ${RELEASES}/v${CERT_MANAGER_VERSION}/cert-manager.yaml`,
      `kubectl wait --for=condition=Available deployment --all --namespace ${CERT_MANAGER_NAMESPACE} --timeout=5m`,
    ],
  }));
}
