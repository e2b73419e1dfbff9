import { type ApiObject, Yaml } from 'cdk8s';
import {
  type ApplyIndex, groupOf, type IndexedObject, lateFields, leftToControllers, listOfFields, objectId,
  placeholdersIn, placeObjects, renderedOrNothing, type SideDocument,
} from '../core';
import { HEALTH_OF_KINDS, type HealthOfKind, HealthRule } from './health-rules';
import { type FilledStage, filledStages, KEPT_STAGES, STAGES } from './stages';

/** What Kustomizations say besides what follows from the objects. */
export interface FluxSettings {
  /** What the names of Kustomizations begin with. */
  readonly name: string;
  readonly source: { readonly kind: string; readonly name: string; readonly namespace: string };
  /** Folder of the side documents in the source. */
  readonly documents: string;
  readonly timeout: string;
  readonly interval: string;
  readonly prune: boolean;
}

/** What the documents of a cluster are made from. */
export interface FluxCluster {
  /** Folder of the cluster's documents, with a slash behind it; empty where it has none. */
  readonly folder: string;
  readonly index: ApplyIndex;
  readonly objects: readonly ApiObject[];
  readonly settings: FluxSettings;
  /** The placeholders of the app; where there are some, objects are rendered with the values that they stand for. */
  readonly declared: ReadonlyMap<string, string>;
}

/** A folder of manifests for each stage, and the Kustomizations that apply them one after the other. */
export function fluxDocuments(cluster: FluxCluster): SideDocument[] {
  const { folder, index, objects, settings, declared } = cluster;
  const stages = filledStages(index);
  const byId = new Map(placeObjects(objects).map(({ id, object }) => [id, object]));
  const rendered = (all: readonly IndexedObject[]) => all.flatMap((each): unknown[] => {
    const object = byId.get(objectId(each));
    return object === undefined ? [] : [object.toJson()];
  });
  const placed = stages.map((stage, position): PlacedStage => {
    const waits = declared.size > 0
      && lateFields(rendered(stage.objects)).some(({ text }) => placeholdersIn(text, declared).length > 0);
    return { stage, before: stages[position - 1], byId, waits };
  });
  const manifests = placed.flatMap(({ stage, waits }) => [...byFile(stage)].map(([file, inFile]): SideDocument => ({
    file: `${folder}flux/${folderOf(stage)}/${file}`,
    content: () => {
      const text = Yaml.stringify(...rendered(inFile));
      return waits ? escaped(text) : text;
    },
  })));
  const kustomizations = placed.map((stage) => kustomization(stage, folder, settings));
  const comment = COMMENT + (placed.some(({ waits }) => waits) ? valuesComment(settings) : '');
  return [
    ...manifests,
    { file: `${folder}flux/kustomizations.yaml`, content: () => comment + Yaml.stringify(...kustomizations) },
  ];
}

/**
 * What is no placeholder stays as it is: Flux would take it for a variable. Follows parse/scan.go of
 * github.com/fluxcd/pkg/envsubst, to which two dollars are one.
 */
function escaped(text: string): string {
  return text.replace(/\$(?=\$|\{(?!Token\[))/g, () => '$$');
}

const COMMENT = `# One Kustomization for each stage, each after the one before it. Commit it where Flux itself is told what to apply.
`;

/** The number keeps the folders in their order, whichever of them have objects. */
function folderOf({ name }: FilledStage): string {
  const position = STAGES.findIndex((stage) => stage.name === name);
  return `${String(position).padStart(2, '0')}-${name}`;
}

/** Files are called as those of the manifests are; what lies in folders there has their names in front. */
function byFile({ objects }: FilledStage): Map<string, IndexedObject[]> {
  const files = new Map<string, IndexedObject[]>();
  for (const object of objects) {
    // Flux reads no other files.
    const name = object.file.replace(/\//g, '-').replace(/(\.ya?ml)?$/, '.yaml');
    const inFile = files.get(name);
    if (inFile === undefined) files.set(name, [object]);
    else inFile.push(object);
  }
  return files;
}

interface PlacedStage {
  readonly stage: FilledStage;
  readonly before: FilledStage | undefined;
  readonly byId: ReadonlyMap<string, ApiObject>;
  /** Whether something in it waits for a value that only a deployment knows. */
  readonly waits: boolean;
}

/** The ConfigMap has to be where the Kustomizations are. */
function valuesComment({ name, source: { namespace } }: FluxSettings): string {
  return `# Values of placeholders come from a ConfigMap, with a line NAME=value for each in placeholders.env:
# kubectl create configmap ${valuesOf(name)} -n ${namespace} --from-env-file=placeholders.env
`;
}

function valuesOf(name: string): string {
  return `${name}-placeholders`;
}

function kustomization({ stage, before, byId, waits }: PlacedStage, folder: string, settings: FluxSettings) {
  const { name, source, documents, timeout, interval, prune } = settings;
  const { kind, name: sourceName, namespace } = source;
  const healthCheckExprs = healthOf(stage, byId);
  const ignore = ignoredIn(stage, byId);
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: `${name}-${stage.name}`, namespace },
    spec: {
      ...before === undefined ? {} : { dependsOn: [{ name: `${name}-${before.name}` }] },
      interval,
      retryInterval: '1m',
      timeout,
      path: `./${documents === '.' ? '' : `${documents}/`}${folder}flux/${folderOf(stage)}`,
      prune: prune && !KEPT_STAGES.includes(stage.name),
      wait: true,
      sourceRef: { kind, name: sourceName },
      ...healthCheckExprs.length === 0 ? {} : { healthCheckExprs },
      ...ignore.length === 0 ? {} : { ignore },
      ...waits ? { postBuild: { substituteFrom: [{ kind: 'ConfigMap', name: valuesOf(name) }] } } : {},
    },
  };
}

/** What controllers change in objects of a release: Flux applies it as the cluster has it, once it is there. */
function ignoredIn({ objects }: FilledStage, byId: ReadonlyMap<string, ApiObject>) {
  return objects.flatMap((each) => {
    const object = byId.get(objectId(each));
    const paths = object === undefined ? [] : leftToControllers(object).changed;
    const { apiVersion, kind, namespace, name } = each;
    const place = namespace === undefined ? {} : { namespace };
    // Regular expressions that match the whole.
    const target = { group: literal(groupOf(apiVersion)), kind, ...place, name: literal(name) };
    return paths.length === 0 ? [] : [{ paths, target }];
  });
}

function literal(text: string): string {
  return text.replace(/\./g, '\\.');
}

/** An object that has no status yet is ready for Flux, unless it is told what to look for. */
function healthOf({ objects }: FilledStage, byId: ReadonlyMap<string, ApiObject>) {
  return HEALTH_OF_KINDS.flatMap((rule) => {
    const ofKind = objects.filter(({ apiVersion, kind }) => groupOf(apiVersion) === rule.group && kind === rule.kind);
    const [first] = ofKind;
    if (first === undefined) return [];
    const bare = rule.rule === HealthRule.WEBHOOKS ? ofKind.filter((each) => isBare(byId.get(objectId(each)))) : [];
    return [{ apiVersion: first.apiVersion, kind: rule.kind, current: celOf(rule, bare.map(({ name }) => name)) }];
  });
}

function isBare(object: ApiObject | undefined): boolean {
  return object !== undefined && listOfFields(renderedOrNothing(object)?.webhooks).length === 0;
}

/**
 * The check of a kind in CEL, over the fields of the object.
 * @param bare names of objects without a webhook: CEL can look for a field below another one only, and fails on a field
 * of the object itself that is not there
 */
export function celOf({ rule }: HealthOfKind, bare: readonly string[] = []): string {
  if (rule === HealthRule.WEBHOOKS) {
    return `${bare.length === 0 ? '' : `metadata.name in ${JSON.stringify(bare)} || `}${CERTIFIED}`;
  }
  if (rule === HealthRule.PRESENCE) return "metadata.name != ''";
  return '(!has(status.observedGeneration) || status.observedGeneration == metadata.generation) && '
    + "status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')";
}

const CERTIFIED = 'webhooks.all(w, !has(w.clientConfig.service) || (has(w.clientConfig.caBundle) && w.clientConfig.caBundle != ""))';
