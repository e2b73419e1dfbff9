import { CfnResource, type Stack } from 'aws-cdk-lib/core';
import { clientSideBytes, MOST_ANNOTATION_BYTES, type PlacedObject, type Problem, type ReadObject, show, type SizedManifest } from '../core';

/** Bytes of a template that CloudFormation takes. */
const MOST_TEMPLATE_BYTES = 1_000_000;
/** From when on a template is written to be measured, which takes the time of another synth of the stack. */
const WORTH_MEASURING = 500_000;
/** Resources of a template that CloudFormation takes. */
const MOST_RESOURCES = 500;
/**
 * Bytes of the event by which CloudFormation asks for an object. Lambda takes 1 MiB since late in 2025; that what
 * CloudFormation sends may be as long is not written anywhere, and an update sends the old manifest with the new one.
 */
const MOST_EVENT_BYTES = 262_144;
/** What an event has besides the manifest: ids, addresses, the name of the cluster. */
const EVENT_BYTES_BESIDES = 1_536;
/** What the template has for a manifest besides it: id, type, token of the service, dependencies, the path. */
const RESOURCE_BYTES_BESIDES = 760;
/** What AWS CDK adds to a template when it writes it: the rule that asks for the version of the bootstrap stack. */
const BOOTSTRAP_BYTES = 768;
/** What another resource takes of a template, in general. */
const OTHER_RESOURCE_BYTES = 1_500;

const BY_HELM = 'deliver it by Helm: write `helmAssets: [ChartSelection.chart(...)]`, or `ChartSelection.release(...)` '
  + 'where a release brings it';
const SPLIT = 'split the app, and write `cluster.apply(app, { scope: anotherStack })` for a part, after a deployment with '
  + '`removalPolicy: RemovalPolicy.RETAIN` where the part is deployed already';

/** Bytes that an object takes in the event that asks for it, and in a template. */
export function manifestBytes(manifest: object): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify([manifest])));
}

/** Bytes of an object in a template, with what is around it. */
function templateBytes(manifest: object): number {
  return manifestBytes(manifest) + RESOURCE_BYTES_BESIDES;
}

/** Whether kubectl, and what calls it, can take an object. */
export function checkObjectSize({ identity: { kind, name }, manifest }: ReadObject): Problem | undefined {
  const kept = clientSideBytes(manifest as unknown as SizedManifest);
  if (kept > MOST_ANNOTATION_BYTES) {
    return {
      code: 'KN-EKS-026',
      message: `${kind} ${show(name)} is too large for kubectl: with the copy of itself its annotations have ${kept} bytes`,
      received: kept,
      allowed: `at most ${MOST_ANNOTATION_BYTES} bytes, the copy of the object included, which kubectl keeps in an annotation`,
      fix: BY_HELM,
    };
  }
  const event = manifestBytes(manifest) + EVENT_BYTES_BESIDES;
  if (event <= MOST_EVENT_BYTES) return undefined;
  return {
    code: 'KN-EKS-027',
    message: `${kind} ${show(name)} is too large for an event of CloudFormation: the event has ${event} bytes`,
    received: event,
    allowed: `at most ${MOST_EVENT_BYTES} bytes, the escapes of JSON included`,
    fix: BY_HELM,
  };
}

/**
 * Whether the objects of one or more apps go into one template with what else is in it, naming the largest.
 * @param isWhole whether all resources are there, so that the template can be measured
 */
export function checkTemplate(stack: Stack, objects: readonly ReadObject[], isWhole: boolean): Problem[] {
  const problems: Problem[] = [];
  const resources = stack.node.findAll()
    .filter((each) => CfnResource.isCfnResource(each) && each.stack === stack).length;
  const sizes = objects.map((object) => ({ object, bytes: templateBytes(object.manifest) }))
    .sort((a, b) => b.bytes - a.bytes);
  const ofObjects = sizes.reduce((sum, each) => sum + each.bytes, 0);
  const about = ofObjects + Math.max(0, resources - objects.length) * OTHER_RESOURCE_BYTES;
  const bytes = isWhole && about > WORTH_MEASURING ? measured(stack) : ofObjects;
  if (bytes > MOST_TEMPLATE_BYTES) {
    const largest = sizes.slice(0, 3)
      .map(({ object: { identity: { kind, name } }, bytes: own }) => `${kind} ${show(name)} with ${own}`);
    problems.push({
      code: 'KN-EKS-028',
      message: `the template of stack ${show(stack.node.path)} has ${bytes} bytes, with ${objects.length} objects that are `
        + `applied in it; the largest are ${largest.join(', ')}`,
      received: bytes,
      allowed: `at most ${MOST_TEMPLATE_BYTES} bytes for all of a stack`,
      fix: `${SPLIT}; or deliver the largest charts by Helm: \`helmAssets: [ChartSelection.release(...)]\``,
    });
  }
  if (resources > MOST_RESOURCES) {
    problems.push({
      code: 'KN-EKS-029',
      message: `stack ${show(stack.node.path)} has ${resources} resources, ${objects.length} of them objects of the cluster`,
      received: resources,
      allowed: `at most ${MOST_RESOURCES} resources for each stack`,
      fix: `${SPLIT}; or deliver charts by Helm`,
    });
  }
  return problems;
}

/** Bytes of a template as it is uploaded. What is asked of the stack is what AWS CDK writes, and public nowhere. */
function measured(stack: Stack): number {
  const template: unknown = stack['_toCloudFormation']();
  const text = JSON.stringify(template, undefined, stack['_suppressTemplateIndentation'] ? undefined : 1);
  const isComplete = stack.nested || stack.node.tryFindChild('BootstrapVersion') !== undefined;
  return Buffer.byteLength(text) + (isComplete ? 0 : BOOTSTRAP_BYTES);
}

/** Objects that another app puts on the same cluster too. */
export function checkTwice(
  objects: readonly PlacedObject[], others: ReadonlyMap<string, string>,
): Problem[] {
  return objects.filter(({ id }) => others.has(id)).map(({ id, identity: { kind, name }, object }) => ({
    code: 'KN-EKS-025',
    message: `${kind} ${show(name)} of ${show(object.node.path)} is put on the cluster by ${show(others.get(id))} already`,
    received: name,
    allowed: 'each object of a cluster in one of the apps that are put on it',
    fix: 'leave it out of one of the apps: what is removed with one would be missing for the other. Where these are clusters of '
      + 'different accounts, write `env: { account, region }` for their stacks',
  }));
}

/** Releases of Helm that another app has on the same cluster too: each would remove what the other brought. */
export function checkReleaseNames(names: readonly string[], others: readonly string[]): Problem[] {
  return names.filter((name) => others.includes(name)).map((name) => ({
    code: 'KN-EKS-035',
    message: `two apps have the release ${show(name)} on one cluster`,
    received: name,
    allowed: 'different releases for each app of a cluster',
    fix: "write `helmRelease: 'shop'` for one of them, for example",
  }));
}
