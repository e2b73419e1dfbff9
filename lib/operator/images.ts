import { type Fields, fieldsOf, listOfFields, show } from '../core';
import type { Manifest } from '../releases';
import { appending, CONTAINERS, each, edited, type Edit, isWorkload, PODS, type Transform } from './edits';
import type { Findings } from './findings';
import { textOf, textsOf, without } from './reading';

const NAME = '${NAME}';

interface Registry {
  readonly template: string;
  readonly images: Readonly<Record<string, string>>;
  readonly pullSecrets: readonly Fields[];
  /** The image that an override has for a name, which is then found. */
  readonly named: (name: string) => string | undefined;
}

/**
 * Where images come from. Follows pkg/reconciler/common/images.go.
 * @param isExpected whether somebody has to have an image with a name
 */
export function images(registry: unknown, isExpected: (name: string) => boolean, findings: Findings): Transform {
  if (registry === undefined) return (manifest) => manifest;
  const own = registryOf(registry, isExpected, findings);
  return (manifest) => {
    if (isWorkload(manifest)) return workloadWith(own, manifest);
    const isCached = manifest.kind === 'Image' && manifest.apiVersion === 'caching.internal.knative.dev/v1alpha1';
    return isCached ? cachedWith(own, manifest) : manifest;
  };
}

function registryOf(registry: unknown, isExpected: (name: string) => boolean, findings: Findings): Registry {
  const { default: template, override, imagePullSecrets } = fieldsOf(registry);
  const found = textsOf(override);
  for (const name of Object.keys(found).filter(isExpected)) {
    findings.expect(`image ${name}`, 'unknown-override', `no container, variable or Image of the release is called ${show(name)}, `
      + 'so its image reaches nothing: name one that there is, or leave it out of `registry.override`');
  }
  return {
    template: textOf(template) ?? '', images: found, pullSecrets: listOfFields(imagePullSecrets),
    named: (name) => {
      const image = Object.hasOwn(found, name) ? found[name] : undefined;
      if (image !== undefined) findings.met(`image ${name}`);
      return image;
    },
  };
}

function workloadWith(registry: Registry, manifest: Manifest): Manifest {
  const { name, generateName } = manifest.metadata;
  const workload = generateName ?? name;
  const renamed = edited(manifest, CONTAINERS, each((container) => containerWith(registry, workload, container)));
  return edited(renamed, [...PODS, 'imagePullSecrets'], appending(registry.pullSecrets));
}

function containerWith(registry: Registry, workload: string, container: Fields): Fields {
  const name = textOf(container.name) ?? '';
  const image = registry.named(`${workload}/${name}`) ?? registry.named(name) ?? fromTemplate(registry, container.image, name);
  const env = each((variable) => variableWith(registry, variable))(container.env);
  const changed = image === undefined || image === container.image ? container : { ...container, image };
  return env === container.env ? changed : { ...changed, env };
}

/** The last part of the path of an image, without tag and digest, takes its place in the template. */
function fromTemplate({ template }: Registry, image: unknown, name: string): string | undefined {
  return template === '' ? undefined : template.replaceAll(NAME, () => imageName(textOf(image) ?? '') || name);
}

function imageName(image: string): string {
  if (!image.includes('/')) return '';
  const last = image.slice(image.lastIndexOf('/') + 1);
  const [beforeColon = ''] = last.split(':');
  return beforeColon.split('@')[0] ?? '';
}

function variableWith(registry: Registry, variable: Fields): Fields {
  const image = registry.named(textOf(variable.name) ?? '');
  if (image === undefined) return variable;
  return { ...without(variable, 'valueFrom'), value: image };
}

function cachedWith(registry: Registry, manifest: Manifest): Manifest {
  const { name } = manifest.metadata;
  const place: Edit = (image) => registry.named(name) ?? fromTemplate(registry, image, name) ?? image;
  return edited(edited(manifest, ['spec', 'image'], place), ['spec', 'imagePullSecrets'], appending(registry.pullSecrets));
}
