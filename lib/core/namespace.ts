import type { Construct } from 'constructs';
import { KINDS } from './kinds';
import { Resource, type ResourceProps } from './resource';

/** Properties for `Namespace`. */
export type NamespaceProps = ResourceProps;

/**
 * A namespace. Unlike other objects of a chart with a namespace it never carries one itself.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
 */
export class Namespace extends Resource {
  constructor(scope: Construct, id: string, props: NamespaceProps = {}) {
    super(scope, id, KINDS.namespace, props, []);
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return {};
  }
}
