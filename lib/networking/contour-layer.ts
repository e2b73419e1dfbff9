import { Yaml } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  ClusterController, ComponentName, goDuration, type InstalledConfig, type KnativeVersion, needSecret,
  type Prerequisite, type ReleaseComponent, Wave,
} from '../core';
import type { ContourCorsPolicy, ContourOptions, ContourTlsSecret, ContourVisibility } from './contour-options';
import { contourPodPatches } from './contour-pods';
import type { FurtherAnnotations, IngressLayer, LayerPods } from './ingress-layer';
import { addressOf, type KustomizationPatch, renderKustomization, servicePatches } from './kustomization';
import { layerReleases } from './layer-releases';
import { TlsCertificateDelegation } from './tls-certificate-delegation';

const EXTERNAL = { namespace: 'contour-external', name: 'envoy' };
const FOLDER = 'prerequisites/contour';

/** What Contour is, for a platform. */
export function contourLayer(options: ContourOptions): IngressLayer {
  const { loadBalancer, visibility, defaultTlsSecret } = options;
  const entry = visibility === undefined ? EXTERNAL
    : { namespace: visibility.externalIp.namespace, name: visibility.externalIp.service };
  const namespaces = visibility === undefined ? ['contour-external', 'contour-internal']
    : [visibility.externalIp.namespace, visibility.clusterLocal.namespace];
  return {
    layer: { name: 'contour', podNamespaces: [...new Set(namespaces)] },
    entry,
    operatorIngress: { contour: { enabled: true } },
    config: configOf(options),
    loadBalancer,
    annotatedByOperator: false,
    prerequisites: (version) => [visibility === undefined ? ofManifest(version) : ofOthers(visibility)],
    patches: (further, pods) => visibility === undefined ? patchesOf(options, further, pods) : [],
    documents: (version, further, pods) => visibility === undefined ? [{
      file: `${FOLDER}/kustomization.yaml`, content: () => renderKustomization({
        resource: addressOf(contourOf(version)), patches: patchesOf(options, further, pods),
      }),
    }] : [],
    objects: defaultTlsSecret === undefined ? undefined : (scope) => delegate(scope, defaultTlsSecret),
  };
}

function configOf(options: ContourOptions): InstalledConfig {
  const { idleTimeout, responseTimeout, defaultTlsSecret, corsPolicy, visibility } = options;
  const data: Record<string, string> = {};
  if (idleTimeout !== undefined) data['timeout-policy-idle'] = goDuration(idleTimeout);
  if (responseTimeout !== undefined) data['timeout-policy-response'] = goDuration(responseTimeout);
  if (defaultTlsSecret !== undefined) data['default-tls-secret'] = `${defaultTlsSecret.namespace}/${defaultTlsSecret.name}`;
  if (visibility !== undefined) data.visibility = Yaml.stringify(visibilityOf(visibility));
  if (corsPolicy !== undefined) data['cors-policy'] = Yaml.stringify(corsOf(corsPolicy));
  return Object.keys(data).length === 0 ? {} : { 'config-contour': data };
}

function visibilityOf({ externalIp, clusterLocal }: ContourVisibility): unknown {
  return {
    ExternalIP: { class: externalIp.className, service: `${externalIp.namespace}/${externalIp.service}` },
    ClusterLocal: { class: clusterLocal.className, service: `${clusterLocal.namespace}/${clusterLocal.service}` },
  };
}

function corsOf(cors: ContourCorsPolicy): unknown {
  const { allowOrigin, allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge } = cors;
  return {
    ...allowCredentials === undefined ? {} : { allowCredentials },
    allowOrigin: [...allowOrigin],
    allowMethods: [...allowMethods],
    ...allowHeaders === undefined ? {} : { allowHeaders: [...allowHeaders] },
    ...exposeHeaders === undefined ? {} : { exposeHeaders: [...exposeHeaders] },
    ...maxAge === undefined ? {} : { maxAge: goDuration(maxAge) },
  };
}

function patchesOf(
  { loadBalancer }: ContourOptions, further: FurtherAnnotations, pods: LayerPods,
): KustomizationPatch[] {
  const patches: KustomizationPatch[] = servicePatches(EXTERNAL, loadBalancer, further(), true);
  if (loadBalancer?._proxyProtocol === true) {
    patches.push({
      target: { group: 'apps', version: 'v1', kind: 'Deployment', name: 'contour', namespace: EXTERNAL.namespace },
      operations: [{ op: 'add', path: '/spec/template/spec/containers/0/args/-', value: '--use-proxy-protocol' }],
    });
  }
  return [...patches, ...contourPodPatches(pods)];
}

function contourOf(version: KnativeVersion): ReleaseComponent {
  return { name: ComponentName.NET_CONTOUR, version: layerReleases(version).contour, files: ['contour.yaml'] };
}

function ofManifest(version: KnativeVersion): Prerequisite {
  return {
    id: 'contour',
    wave: Wave.CONTROLLERS,
    version: `net-contour ${layerReleases(version).contour}`,
    reason: 'net-contour, which the operator installs, tells Contour which requests go where; its manifest brings Contour twice, '
      + 'for public services and for those of the cluster. The load balancer is made with the first command, and its sort stands',
    commands: [
      `kubectl apply -k ${FOLDER}`,
      'kubectl wait --for=condition=Available deployment --all -n contour-external --timeout=300s',
      'kubectl wait --for=condition=Available deployment --all -n contour-internal --timeout=300s',
    ],
    controller: ClusterController.CONTOUR,
    components: [contourOf(version)],
  };
}

function ofOthers({ externalIp, clusterLocal }: ContourVisibility): Prerequisite {
  return {
    id: 'contour',
    wave: Wave.CONTROLLERS,
    reason: 'the installations of Contour that `visibility` names are made elsewhere; the commands say whether they are there',
    commands: [externalIp, clusterLocal].map(({ namespace, service }) => `kubectl get service ${service} -n ${namespace}`),
    controller: ClusterController.CONTOUR,
  };
}

function delegate(scope: Construct, { namespace, name, targetNamespaces = ['*'] }: ContourTlsSecret): void {
  needSecret(scope, namespace, name, 'certificate of public services that Knative gets none for');
  new TlsCertificateDelegation(scope, 'default-tls-secret', {
    metadata: { name: `knative-${name}`.slice(0, 253), namespace },
    delegations: [{ secretName: name, targetNamespaces }],
  });
}
