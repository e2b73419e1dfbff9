import { type ApiObject, Yaml } from 'cdk8s';
import {
  type ApplyIndex, groupOf, leftToControllers, type ObjectIdentity, type PlacedObject, placeObjects, type SideDocument,
} from '../core';
import { luaOf } from './argo-health';
import { HEALTH_OF_KINDS, type HealthOfKind, HealthRule } from './health-rules';

/** What the documents of a cluster are made from. */
export interface ArgoCluster {
  /** Folder of the cluster's documents, with a slash behind it; empty where it has none. */
  readonly folder: string;
  readonly index: ApplyIndex;
  readonly objects: readonly ApiObject[];
  readonly patienceSeconds: number;
  readonly serverSideApply: boolean;
}

interface IgnoredDifference {
  readonly group?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly jsonPointers?: readonly string[];
  readonly jqPathExpressions?: readonly string[];
}

interface Manifest {
  readonly spec?: { readonly conversion?: { readonly strategy?: string } };
  readonly aggregationRule?: unknown;
  readonly data?: unknown;
  readonly stringData?: unknown;
  readonly webhooks?: readonly Readonly<Record<string, unknown>>[];
}

/** What Argo CD and an Application of it have to be told. */
export function argoDocuments(cluster: ArgoCluster): SideDocument[] {
  const { folder } = cluster;
  return [
    { file: `${folder}argocd/argocd-cm.yaml`, content: () => CONFIG_COMMENT + Yaml.stringify(healthConfig(cluster)) },
    { file: `${folder}argocd/application.yaml`, content: () => APPLICATION_COMMENT + Yaml.stringify(application(cluster)) },
  ];
}

const CONFIG_COMMENT = `# When Argo CD calls an object healthy, so that the next step may begin. Merge it into the settings of Argo CD:
# kubectl patch configmap argocd-cm -n argocd --type merge --patch-file argocd/argocd-cm.yaml
`;
const APPLICATION_COMMENT = `# What the Application that applies these manifests has to say. Copy it into its spec: a merge replaces lists.
# kubectl patch application NAME -n argocd --type merge --patch-file argocd/application.yaml
`;

function healthConfig({ index, patienceSeconds }: ArgoCluster) {
  const used = new Set(index.objects.map(({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`));
  const rules = HEALTH_OF_KINDS.filter((rule) => isOfKnative(rule) || used.has(`${rule.group}/${rule.kind}`));
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm', namespace: 'argocd', labels: { 'app.kubernetes.io/name': 'argocd-cm', 'app.kubernetes.io/part-of': 'argocd' } },
    data: Object.fromEntries(rules.map((rule) => [
      `resource.customizations.health.${rule.group}_${rule.kind}`, luaOf(rule, patienceSeconds),
    ])),
  };
}

/** What is of no other use in a cluster is told in any case; the rest would change what others see. */
function isOfKnative({ group, rule }: HealthOfKind): boolean {
  return rule === HealthRule.CONDITION && (group.endsWith('knative.dev') || group === 'cert-manager.io');
}

function application({ objects, serverSideApply }: ArgoCluster) {
  const ignoreDifferences = placeObjects(objects).flatMap((placed) => [...filledBy(placed), ...changedIn(placed)]);
  return {
    spec: {
      syncPolicy: {
        syncOptions: [
          ...serverSideApply ? ['ServerSideApply=true'] : [],
          ...ignoreDifferences.length === 0 ? [] : ['RespectIgnoreDifferences=true'],
        ],
        retry: { limit: 10, backoff: { duration: '30s', factor: 2, maxDuration: '5m' } },
      },
      ...ignoreDifferences.length === 0 ? {} : { ignoreDifferences },
    },
  };
}

/** What controllers change in an object of a release: Argo CD applies it as the cluster has it, once it is there. */
function changedIn({ object, identity }: PlacedObject): IgnoredDifference[] {
  const { changed } = leftToControllers(object);
  return changed.length === 0 ? [] : [{ ...placeOf(identity), jsonPointers: changed }];
}

function placeOf({ apiVersion, kind, namespace, name }: ObjectIdentity): IgnoredDifference {
  const group = groupOf(apiVersion);
  return { ...group === '' ? {} : { group }, kind, ...namespace === undefined ? {} : { namespace }, name };
}

/** What others write into an object that a manifest leaves open: certificates, rules, the data of a Secret. */
function filledBy({ object, identity }: PlacedObject): IgnoredDifference[] {
  const place = placeOf(identity);
  switch (`${groupOf(object.apiVersion)}/${object.kind}`) {
    case 'admissionregistration.k8s.io/MutatingWebhookConfiguration':
    case 'admissionregistration.k8s.io/ValidatingWebhookConfiguration':
      return [{ ...place, jqPathExpressions: ['clientConfig.caBundle', ...openFields(object)].map((field) => `.webhooks[]?.${field}`) }];
    case 'apiextensions.k8s.io/CustomResourceDefinition':
      return manifestOf(object).spec?.conversion?.strategy === 'Webhook'
        ? [{ ...place, jsonPointers: ['/spec/conversion/webhook/clientConfig/caBundle'] }]
        : [];
    case 'rbac.authorization.k8s.io/ClusterRole':
      return manifestOf(object).aggregationRule === undefined ? [] : [{ ...place, jsonPointers: ['/rules'] }];
    case '/Secret': {
      const { data, stringData } = manifestOf(object);
      return data === undefined && stringData === undefined ? [{ ...place, jsonPointers: ['/data'] }] : [];
    }
    default: return [];
  }
}

/** Knative's webhooks write what they are asked about themselves. */
function openFields(object: ApiObject): string[] {
  const webhooks = manifestOf(object).webhooks ?? [];
  return ['rules', 'namespaceSelector', 'objectSelector'].filter((field) => webhooks.some((webhook) => webhook[field] === undefined));
}

function manifestOf(object: ApiObject): Manifest {
  return object.toJson() as Manifest;
}
