import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { apiObjectsAmong, type Fields, fieldsOf, KINDS, listOfFields, ownerOf, renderedOrNothing, show, showAll } from '../core';
import type { ClusterSpec } from './cluster-spec';

/**
 * A private registry of Amazon ECR; account, region and domain may be tokens of the AWS CDK.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
const ECR = /^[^/]*\.dkr[.-]ecr[.-][^/]*\//;
const REVISIONS = [KINDS.service, KINDS.configuration].map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
/** The setting by which Knative leaves tags of a registry as they are, and where it stands in a KnativeServing. */
const SKIPPED = 'registries-skipping-tag-resolving';
const CONFIG_MAP = 'config-deployment';
const SHORT_NAME = 'deployment';

/**
 * Why images of an app in Amazon ECR do not become ready revisions on a cluster: the controller of Knative looks up
 * what a tag stands for, before any node pulls an image, and here it is nobody whom AWS knows. Follows
 * pkg/reconciler/revision/resolve.go of Knative Serving, which leaves digests and skipped registries alone.
 * @internal
 */
export function tagsWithoutRights(found: readonly IConstruct[], spec: ClusterSpec): [id: string, message: string][] {
  if (hasIdentity(spec) || reachesNodes(spec)) return [];
  const objects = apiObjectsAmong(found);
  const tagged = objects.filter((object) => REVISIONS.includes(`${object.apiVersion} ${object.kind}`))
    .map((object) => ({ object, registries: registriesOf(object) })).filter(({ registries }) => registries.length > 0);
  if (tagged.length === 0) return [];
  const skipped = new Set(objects.flatMap(skippedIn));
  const asking = tagged.filter(({ registries }) => registries.some((registry) => !skipped.has(registry)));
  if (asking.length === 0) return [];
  const services = showAll(asking.map(({ object }) => ownerOf(object).node.path));
  return [['private-image-tag', `the controller of Knative looks up the tags of images in Amazon ECR for ${services}, `
    + `and the cluster ${show(spec.name)} gives it no rights to: write \`WorkloadIdentity.knativeController()\` among \`identities\` of `
    + 'the specification, or images with a digest (`@sha256:...`)']];
}

function hasIdentity({ identities }: ClusterSpec): boolean {
  return identities.some(({ namespace, serviceAccount }) => namespace === 'knative-serving' && serviceAccount === 'controller');
}

/** Groups that give rights to pods, as older manifests of eksctl do, let pods be what the node is. */
function reachesNodes({ nodeGroups }: ClusterSpec): boolean {
  return nodeGroups.length > 0
    && nodeGroups.every(({ addonPolicies = {} }) => Object.values<unknown>({ ...addonPolicies }).includes(true));
}

/** Registries of Amazon ECR whose tags an object has, where it brings no password for them itself. */
function registriesOf(object: ApiObject): string[] {
  const template = fieldsOf(fieldsOf(specOf(renderedOrNothing(object)).template).spec);
  if (listOfFields(template.imagePullSecrets).length > 0) return [];
  const images = [template.containers, template.initContainers].flatMap(listOfFields).map(({ image }) => String(image));
  return images.filter((image) => ECR.test(image) && !image.includes('@')).map(registryOf);
}

function registryOf(image: string): string {
  return image.slice(0, image.indexOf('/'));
}

function skippedIn(object: ApiObject): string[] {
  const isMap = object.kind === KINDS.configMap.kind && object.name === CONFIG_MAP;
  if (!isMap && object.kind !== KINDS.knativeServing.kind) return [];
  const rendered = renderedOrNothing(object);
  const config = fieldsOf(specOf(rendered).config);
  const all = isMap ? [rendered?.data] : [config[CONFIG_MAP], config[SHORT_NAME]];
  return all.flatMap((settings) => String(fieldsOf(settings)[SKIPPED] ?? '').split(',')).map((registry) => registry.trim());
}

function specOf(rendered: Fields | undefined): Fields {
  return fieldsOf(rendered?.spec);
}
