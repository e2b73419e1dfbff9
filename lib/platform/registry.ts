import { type Problem, show } from '../core';
import { checkImage, checkImageAddress, checkReferenceName, checkSameNamespace, type ISecretReference } from '../pod';

/**
 * Where the images of an installation come from.
 * @see https://knative.dev/docs/install/operator/configuring-serving-cr/
 */
export interface Registry {
  /**
   * Images that `override` does not name: `registry.example.com/knative/${NAME}:v1.23.0`. `${NAME}` stands for the last
   * part of the path of the image that the release has there, without tag and digest: `activator` in place of
   * `gcr.io/knative-releases/knative.dev/serving/cmd/activator@sha256:...`. Images of a release that end alike become
   * one. Without `${NAME}` every container would run the same image, which is refused with `KN-PLT-008`.
   * @default - as the release has it
   */
  readonly default?: string;
  /**
   * Single images, by the name of a container, by `deployment/container`, by an environment variable that holds an
   * image, or by the name of an Image of `caching.internal.knative.dev`.
   * @default - none
   */
  readonly override?: { readonly [name: string]: string };
  /**
   * Secrets with the passwords of registries, in the namespace of the installation (`KN-NAM-007`).
   * @default - none
   */
  readonly imagePullSecrets?: readonly ISecretReference[];
}

const NAME = '${NAME}';

/**
 * Follows pkg/reconciler/common/images.go, which puts the texts into pods as they are.
 * @internal
 */
export function checkRegistry(registry: Registry, namespace: string | undefined): (Problem | undefined)[] {
  const { default: template, override = {}, imagePullSecrets = [] } = registry;
  return [
    template === undefined ? undefined : checkTemplate(template),
    ...Object.entries(override).flatMap(([name, image]) => [checkOverride(name), checkImage(image)]),
    ...imagePullSecrets.flatMap((secret) =>
      [checkReferenceName('Secret', secret.name), checkSameNamespace('Secret', secret, namespace)]),
  ];
}

/** @internal */
export function renderRegistry(registry: Registry): Record<string, unknown> {
  return {
    default: registry.default,
    override: registry.override && { ...registry.override },
    imagePullSecrets: registry.imagePullSecrets?.map(({ name }) => ({ name })),
  };
}

function checkTemplate(template: string): Problem | undefined {
  const named = typeof template === 'string' && template.includes(NAME);
  if (named) return checkImage(template.replaceAll(NAME, 'name'));
  const secret = checkImageAddress('the registry', String(template));
  if (secret !== undefined) return secret;
  return {
    code: 'KN-PLT-008',
    message: `the registry ${show(template)} gives every container the same image`,
    received: template,
    allowed: `an image with ${show(NAME)} in it, for the last part of the path of each image of the release`,
    fix: `write ${show(`registry.example.com/knative/${NAME}:v1.23.0`)}, for example`,
  };
}

function checkOverride(name: string): Problem | undefined {
  if (name.trim() !== '') return undefined;
  return {
    code: 'KN-PLT-005',
    message: 'an image of the registry has no name',
    received: name,
    allowed: 'the name of a container, of a variable or of an Image of the release',
    fix: 'write `controller`, for example',
  };
}
