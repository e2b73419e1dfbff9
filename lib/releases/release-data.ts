import { ComponentName, KnativeVersion } from '../core';

/** Where the releases of a component are, and which one belongs to which minor version of Knative. */
export interface ComponentReleases {
  /** Folder of the files of a release; `${VERSION}` stands for it. */
  readonly folder: string;
  /** Page that lists them. */
  readonly page: string;
  /** The files that an installation may need; a release may have more. */
  readonly files: readonly string[];
  readonly versions: Readonly<Record<KnativeVersion, string>>;
}

function ofGithub(
  repository: string, tag: string, files: readonly string[], versions: readonly [string, string, string, string],
): ComponentReleases {
  const [v20, v21, v22, v23] = versions;
  return {
    folder: `https://github.com/${repository}/releases/download/${tag}`,
    page: `https://github.com/${repository}/releases/tag/${tag}`,
    files,
    versions: {
      [KnativeVersion.V1_20]: v20,
      [KnativeVersion.V1_21]: v21,
      [KnativeVersion.V1_22]: v22,
      [KnativeVersion.V1_23]: v23,
    },
  };
}

const KNATIVE_TAG = 'knative-v${VERSION}';

/**
 * The one table of release files. Patches follow cmd/operator/kodata of the operator 1.23, whose labels say them; of
 * Gateway API docs/test-version.md of net-gateway-api at the branch of each release. Names of files follow
 * hack/generate-yamls.sh, hack/release.sh and hack/artifacts-env.sh of each repository, which make the releases.
 */
export const RELEASE_DATA: Readonly<Record<ComponentName, ComponentReleases>> = {
  // One operator installs all four minor versions.
  [ComponentName.KNATIVE_OPERATOR]: ofGithub('knative/operator', KNATIVE_TAG,
    ['operator.yaml'], ['1.23.0', '1.23.0', '1.23.0', '1.23.0']),
  [ComponentName.KNATIVE_SERVING]: ofGithub('knative/serving', KNATIVE_TAG,
    ['serving-crds.yaml', 'serving-core.yaml', 'serving-hpa.yaml', 'serving-post-install-jobs.yaml'],
    ['1.20.3', '1.21.3', '1.22.1', '1.23.0']),
  [ComponentName.KNATIVE_EVENTING]: ofGithub('knative/eventing', KNATIVE_TAG, [
    'eventing-crds.yaml', 'eventing-core.yaml', 'eventing-tls-networking.yaml', 'in-memory-channel.yaml',
    'mt-channel-broker.yaml', 'eventing-post-install.yaml',
  ], ['1.20.3', '1.21.4', '1.22.2', '1.23.0']),
  [ComponentName.EVENTING_KAFKA_BROKER]: ofGithub('knative-extensions/eventing-kafka-broker', KNATIVE_TAG, [
    'eventing-kafka-controller.yaml', 'eventing-kafka-broker.yaml', 'eventing-kafka-channel.yaml', 'eventing-kafka-sink.yaml',
    'eventing-kafka-source.yaml', 'eventing-kafka-tls-networking.yaml', 'eventing-kafka-post-install.yaml',
  ], ['1.20.3', '1.21.5', '1.22.3', '1.23.0']),
  [ComponentName.NET_CONTOUR]: ofGithub('knative-extensions/net-contour', KNATIVE_TAG,
    ['contour.yaml', 'net-contour.yaml'], ['1.20.4', '1.21.5', '1.22.2', '1.23.0']),
  [ComponentName.NET_GATEWAY_API]: ofGithub('knative-extensions/net-gateway-api', KNATIVE_TAG,
    ['net-gateway-api.yaml'], ['1.20.1', '1.21.1', '1.22.1', '1.23.0']),
  [ComponentName.NET_ISTIO]: ofGithub('knative-extensions/net-istio', KNATIVE_TAG,
    ['istio.yaml', 'net-istio.yaml'], ['1.20.4', '1.21.4', '1.22.1', '1.23.0']),
  [ComponentName.NET_KOURIER]: ofGithub('knative-extensions/net-kourier', KNATIVE_TAG,
    ['kourier.yaml'], ['1.20.1', '1.21.1', '1.22.1', '1.23.0']),
  [ComponentName.CERT_MANAGER]: ofGithub('cert-manager/cert-manager', 'v${VERSION}',
    ['cert-manager.yaml'], ['1.21.2', '1.21.2', '1.21.2', '1.21.2']),
  [ComponentName.GATEWAY_API]: ofGithub('kubernetes-sigs/gateway-api', 'v${VERSION}',
    ['experimental-install.yaml', 'standard-install.yaml'], ['1.3.0', '1.4.1', '1.4.1', '1.4.1']),
};
