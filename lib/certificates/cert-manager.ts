import type { IConstruct } from 'constructs';
import { ClusterController, ComponentName, KnativeVersion, needPrerequisite, type ReleaseComponent, Wave } from '../core';
import { filesOf, releaseVersion } from '../releases';

/** Namespace of cert-manager, where it also looks for the Secrets of ClusterIssuers unless told otherwise. */
export const CERT_MANAGER_NAMESPACE = 'cert-manager';

/** The version of cert-manager whose definitions the constructs of this library are checked against. */
export const CERT_MANAGER_VERSION = releaseVersion(ComponentName.CERT_MANAGER, KnativeVersion.V1_23);

const COMPONENT: ReleaseComponent = { name: ComponentName.CERT_MANAGER, version: CERT_MANAGER_VERSION, files: ['cert-manager.yaml'] };

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
      ...filesOf(COMPONENT).map(({ url }) => `kubectl apply -f ${url}`),
      `kubectl wait --for=condition=Available deployment --all --namespace ${CERT_MANAGER_NAMESPACE} --timeout=5m`,
    ],
    components: [COMPONENT],
  }));
}
