import { ComponentName } from '../../lib/core';
import type { KubernetesObject } from '../control-plane/api-server';
import { objectsInText } from '../control-plane/release';
import { synthesizeEksExample } from '../judge/eks-example';
import { Mirror } from '../mirror/mirror';
import { type Assembly, assemblyIn } from './assembly';

/** The example on EKS as somebody has it who vendored its releases, and what the add-ons of its cluster bring. */
export interface Article {
  readonly assembly: Assembly;
  /** Kinds of cert-manager, which is an add-on there. */
  readonly kinds: readonly KubernetesObject[];
  readonly remove: () => void;
}

/** Synthesizes the example. */
export function article(): Article {
  const { stacks, remove } = synthesizeEksExample({ releases: true, assets: true });
  const mirror = new Mirror();
  const kinds = mirror.files.filter(({ component }) => component === ComponentName.CERT_MANAGER)
    .flatMap((file) => objectsInText(mirror.textOf(file))).filter(({ kind }) => kind === 'CustomResourceDefinition');
  return { assembly: assemblyIn(stacks), kinds, remove };
}
