import * as fs from 'node:fs';
import * as path from 'node:path';
import { ComponentName } from '../../lib/core';
import type { ReleaseFile } from '../../lib/releases';
import { yamlFiles } from '../control-plane/release';
import { moduleFolders } from '../control-plane/tools';
import { kafkaPlane } from '../platform/kafka-manifests';
import { certManagerManifest } from './cert-manager';
import { contourManifest } from './contour';

/** Whether a file is that of the release, or put together as its build does. */
export type Origin = 'real' | 'derived';

/** Where the mirror has a file from. */
export interface Source {
  readonly origin: Origin;
  /** What it was taken of, or put together of. */
  readonly how: string;
  readonly text: () => string;
}

const OPERATOR = 'knative.dev/operator';
const GATEWAY_API = 'sigs.k8s.io/gateway-api';
const LAYERS: Readonly<Partial<Record<ComponentName, string>>> = {
  [ComponentName.NET_CONTOUR]: 'contour',
  [ComponentName.NET_GATEWAY_API]: 'gateway-api',
  [ComponentName.NET_ISTIO]: 'istio',
  [ComponentName.NET_KOURIER]: 'kourier',
};
const PLANES = 'data-plane/config of the Kafka module 1.23';
const KAFKA_PLANE = /^eventing-kafka-(broker|channel|sink)\.yaml$/;

/** Where a file of a release is on this machine; undefined where no module has it. */
export function sourceOf({ component, version, file }: Omit<ReleaseFile, 'url' | 'source'>): Source | undefined {
  return bundled(component, version, file) ?? derived(component, version, file);
}

/** What the operator brings along is what the releases published. */
function bundled(component: ComponentName, version: string, file: string): Source | undefined {
  const folder = bundledFolder(component, version);
  if (folder === undefined) return undefined;
  const at = path.join(moduleFolder(OPERATOR), 'cmd/operator/kodata', folder);
  // The operator numbers the files of Serving and Eventing in the order in which it applies them.
  const found = fs.existsSync(at) ? fs.readdirSync(at).find((name) => name.replace(/^\d+-/, '') === file) : undefined;
  if (found === undefined) return undefined;
  const text = fs.readFileSync(path.join(at, found), 'utf8');
  // Folders of minor versions have one patch; another one of the table is not here.
  if (!folder.endsWith(version) && !text.includes(`app.kubernetes.io/version: "${version}"`)) return undefined;
  return { origin: 'real', how: `kodata/${folder} of the operator`, text: () => text };
}

function bundledFolder(component: ComponentName, version: string): string | undefined {
  const minor = version.split('.').slice(0, 2).join('.');
  const layer = LAYERS[component];
  if (layer !== undefined) return `ingress/${minor}/${layer}`;
  switch (component) {
    case ComponentName.KNATIVE_SERVING:
    case ComponentName.KNATIVE_EVENTING: return `${component}/${version}`;
    case ComponentName.EVENTING_KAFKA_BROKER: return `eventing-source/${minor}/kafka`;
    default: return undefined;
  }
}

function derived(component: ComponentName, version: string, file: string): Source | undefined {
  const plane = component === ComponentName.EVENTING_KAFKA_BROKER ? KAFKA_PLANE.exec(file)?.[1] : undefined;
  if (plane !== undefined) {
    return { origin: 'derived', how: PLANES, text: () => kafkaPlane(plane, version) };
  }
  switch (`${component}/${file}`) {
    case 'eventing-kafka-broker/eventing-kafka-tls-networking.yaml': return {
      origin: 'derived',
      how: PLANES,
      text: () => ['broker-tls', 'sink-tls', 'channel-tls'].map((plane) => kafkaPlane(plane, version)).join('\n---\n'),
    };
    case 'knative-operator/operator.yaml':
      return { origin: 'derived', how: 'config of the operator', text: () => operatorManifest(version) };
    case 'net-contour/contour.yaml':
      return { origin: 'derived', how: 'examples/contour of Contour 1.33.8, overlaid as net-contour does', text: contourManifest };
    case 'cert-manager/cert-manager.yaml':
      return { origin: 'derived', how: 'the chart of cert-manager, rendered as its build does', text: () => certManagerManifest(version) };
    case 'gateway-api/standard-install.yaml': return gatewayApi(version, 'standard');
    case 'gateway-api/experimental-install.yaml': return gatewayApi(version, 'experimental');
    default: return undefined;
  }
}

/** The build joins the definitions of a channel. */
function gatewayApi(version: string, channel: string): Source {
  const text = () => yamlFiles(path.join(moduleFolder(`${GATEWAY_API}@v${version}`), 'config/crd', channel))
    .filter((file) => path.basename(file) !== 'kustomization.yaml')
    .map((file) => fs.readFileSync(file, 'utf8')).join('\n---\n');
  return { origin: 'derived', how: `config/crd/${channel} of its module`, text };
}

/** The files of config that the operator's release has, in the order of the links to them, which modules leave out. */
const OPERATOR_FILES = [
  '000-namespace', 'webhook/webhook-secret', 'webhook/webhook', 'webhook/webhook-service',
  'crd/bases/operator.knative.dev_knativeeventings', 'crd/bases/operator.knative.dev_knativeservings',
  'rbac/clusterrole_aggregated', 'rbac/role', 'rbac/service_account', 'rbac/role_binding', 'rbac/webhook_role',
  'rbac/webhook_service_account', 'rbac/webhook_role_binding', 'rbac/clusterrole_aggregated_binding',
  'manager/config-logging-configmap', 'manager/config-observability-configmap', 'manager/operator',
];

/** Follows hack/generate-yamls.sh of the operator; digests of images are known to who publishes them only. */
function operatorManifest(version: string): string {
  const config = path.join(moduleFolder(OPERATOR), 'config');
  return OPERATOR_FILES.map((file) => fs.readFileSync(path.join(config, `${file}.yaml`), 'utf8')).join('\n---\n')
    .replaceAll('app.kubernetes.io/version: devel', `app.kubernetes.io/version: "${version}"`)
    .replace(/ko:\/\/(\S+)/g, `gcr.io/knative-releases/$1:v${version}`);
}

const FOLDERS = new Map<string, string>();

function moduleFolder(module: string): string {
  const known = FOLDERS.get(module);
  if (known !== undefined) return known;
  const folder = Object.values(moduleFolders([module]))[0] ?? '';
  FOLDERS.set(module, folder);
  return folder;
}
