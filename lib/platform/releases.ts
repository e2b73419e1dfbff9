import { checkNotLate, ComponentName, KnativeVersion, type Problem, show, showAll } from '../core';
import { releaseVersion } from '../releases';

/** What is known of a minor version of Knative, as the operator 1.23 brings it along. */
export interface KnativeReleaseFacts {
  /** Newest patch of Serving. */
  readonly serving: string;
  /** Newest patch of Eventing. */
  readonly eventing: string;
  /** Patch of the Kafka parts whose controller comes with the operator; their data planes are taken of the same. */
  readonly kafka: string;
  /** Oldest version of Kubernetes that the parts start on. */
  readonly oldestKubernetes: string;
  /** Newest version of Kubernetes that both Serving and Eventing are tested on upstream. */
  readonly newestTestedKubernetes: string;
}

/** Version of the operator whose facts these are. */
export const OPERATOR_VERSION = releaseVersion(ComponentName.KNATIVE_OPERATOR, KnativeVersion.V1_23);

/** The operator itself starts on no older version, whichever Knative it installs. */
export const OLDEST_KUBERNETES_OF_OPERATOR = '1.34';

/**
 * Follows version/version.go of knative.dev/pkg at the branch of each release for the oldest Kubernetes, and
 * .github/workflows/kind-e2e.yaml of Serving and Eventing at their branches for the newest.
 */
const KUBERNETES_OF: Readonly<Record<KnativeVersion, Pick<KnativeReleaseFacts, 'oldestKubernetes' | 'newestTestedKubernetes'>>> = {
  [KnativeVersion.V1_20]: { oldestKubernetes: '1.32', newestTestedKubernetes: '1.33' },
  [KnativeVersion.V1_21]: { oldestKubernetes: '1.33', newestTestedKubernetes: '1.35' },
  [KnativeVersion.V1_22]: { oldestKubernetes: '1.34', newestTestedKubernetes: '1.35' },
  [KnativeVersion.V1_23]: { oldestKubernetes: '1.34', newestTestedKubernetes: '1.35' },
};

/** The facts of a version; those of the newest where JavaScript passed one that there is not, which is refused. */
export function releaseOf(version: KnativeVersion): KnativeReleaseFacts {
  return {
    ...KUBERNETES_OF[Object.hasOwn(KUBERNETES_OF, version) ? version : KnativeVersion.V1_23],
    serving: releaseVersion(ComponentName.KNATIVE_SERVING, version),
    eventing: releaseVersion(ComponentName.KNATIVE_EVENTING, version),
    kafka: releaseVersion(ComponentName.EVENTING_KAFKA_BROKER, version),
  };
}

const KUBERNETES = /^v?1\.(\d{1,2})(\.\d+)?([-+].*)?$/;

/** The minor number of a version of Kubernetes; undefined where the text is none. */
function minorOf(version: string): number | undefined {
  const minor = typeof version === 'string' ? KUBERNETES.exec(version)?.[1] : undefined;
  return minor === undefined ? undefined : Number(minor);
}

/**
 * Checks that Knative, and the operator where the program has it installed, start on a version of Kubernetes: a
 * component below the bound ends at once, and again at each restart.
 */
export function checkKubernetes(
  version: KnativeVersion, kubernetesVersion: string, operatorAdopted: boolean,
): Problem | undefined {
  const minor = minorOf(kubernetesVersion);
  if (minor === undefined) {
    return checkNotLate('kubernetesVersion', kubernetesVersion) ?? {
      code: 'KN-PLT-018',
      message: `${show(kubernetesVersion)} is no version of Kubernetes`,
      received: kubernetesVersion,
      allowed: '`1.` and the number of the minor version, with or without a patch',
      fix: `write ${show(releaseOf(version).newestTestedKubernetes)}, for example`,
    };
  }
  const { oldestKubernetes } = releaseOf(version);
  if (minor < Number(oldestKubernetes.slice(2))) {
    return tooOld(`Knative ${version}`, oldestKubernetes, kubernetesVersion, versionsFor(minor, operatorAdopted));
  }
  if (operatorAdopted || minor >= Number(OLDEST_KUBERNETES_OF_OPERATOR.slice(2))) return undefined;
  return tooOld(`the Knative operator ${OPERATOR_VERSION}`, OLDEST_KUBERNETES_OF_OPERATOR, kubernetesVersion,
    'with an older operator in the cluster, say `adopt: [ClusterController.KNATIVE_OPERATOR]`');
}

function tooOld(what: string, oldest: string, kubernetesVersion: string, other: string): Problem {
  return {
    code: 'KN-PLT-018',
    message: `${what} does not start on Kubernetes ${show(kubernetesVersion)}`,
    received: kubernetesVersion,
    allowed: `Kubernetes ${show(oldest)} and newer`,
    fix: `upgrade the cluster; ${other}`,
  };
}

function versionsFor(minor: number, operatorAdopted: boolean): string {
  if (!operatorAdopted && minor < Number(OLDEST_KUBERNETES_OF_OPERATOR.slice(2))) {
    return `the operator ${OPERATOR_VERSION}, with which this library has Knative installed, does not start there either`;
  }
  const able = Object.values(KnativeVersion)
    .filter((version) => minor >= Number(KUBERNETES_OF[version].oldestKubernetes.slice(2)));
  return able.length === 0 ? 'no version of Knative that this library knows runs there' : `${showAll(able)} would start there`;
}

/** What to say of a version of Kubernetes that nobody upstream has tested this Knative on. */
export function kubernetesWarning(version: KnativeVersion, kubernetesVersion: string): string | undefined {
  const minor = minorOf(kubernetesVersion);
  const { newestTestedKubernetes } = releaseOf(version);
  if (minor === undefined || minor <= Number(newestTestedKubernetes.slice(2))) return undefined;
  return `Knative ${version} is tested on Kubernetes up to ${newestTestedKubernetes}, and the cluster has ${show(kubernetesVersion)}: `
    + 'try it on a cluster that may break, or choose a newer Knative';
}

/** Releases of networking layers, by the name of the layer. */
const LAYERS: Readonly<Record<string, ComponentName>> = {
  'contour': ComponentName.NET_CONTOUR,
  'gateway-api': ComponentName.NET_GATEWAY_API,
  'istio': ComponentName.NET_ISTIO,
  'kourier': ComponentName.NET_KOURIER,
};

/** The patch of a networking layer that the operator brings. */
export function layerVersion(version: KnativeVersion, layer: string): string {
  const component = Object.hasOwn(LAYERS, layer) ? LAYERS[layer] : undefined;
  return releaseVersion(component ?? ComponentName.KNATIVE_SERVING, version);
}
