import { fieldsOf, listOfFields } from '../core';
import type { Manifest } from '../releases';
import { copyAt, type ImageMirror } from './image-mirror';

/** Where the releases of Knative have their images. */
const KNATIVE = /^gcr\.io\/knative-releases\/([^@:]+)([@:].*)?$/;

/**
 * An object of a release with Knative's own images from a mirror, and the Secret that they are pulled with. Images of
 * others, such as those of cert-manager and Envoy, are no part of a mirror and stay as they are.
 */
export function mirrored(object: Manifest, mirror: ImageMirror, version: string): Manifest {
  const template = fieldsOf(fieldsOf(object.spec).template);
  const pod = fieldsOf(template.spec);
  const lists = ['initContainers', 'containers'].filter((list) => Array.isArray(pod[list]));
  const images = lists.flatMap((list) => listOfFields(pod[list]).map(({ image }) => image));
  if (!images.some((image) => pathOf(image) !== undefined)) return object;
  const copied = Object.fromEntries(lists.map((list) => [list, listOfFields(pod[list]).map((container) => {
    const path = pathOf(container.image);
    return path === undefined ? container : { ...container, image: copyAt(mirror, path, version) };
  })]));
  const secrets = mirror.pullSecret === undefined ? {}
    : { imagePullSecrets: [...listOfFields(pod.imagePullSecrets), { name: mirror.pullSecret.name }] };
  const changed = { ...template, spec: { ...pod, ...copied, ...secrets } };
  return { ...object, spec: { ...fieldsOf(object.spec), template: changed } };
}

/** The path of an image of Knative below the folder of its releases; undefined of any other. */
function pathOf(image: unknown): string | undefined {
  return typeof image === 'string' ? KNATIVE.exec(image)?.[1] : undefined;
}
