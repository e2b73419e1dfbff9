import type { Construct } from 'constructs';
import { type Kind, Resource } from '../core';

/** An object that a namespace of services has; what it says is asked for when the manifest is written. */
export class NamespacePart extends Resource {
  private readonly fields: () => Record<string, unknown>;

  constructor(
    scope: Construct, id: string, kind: Kind, namespace: string, fields: () => Record<string, unknown>,
    names: readonly string[] = ['spec'],
  ) {
    super(scope, id, kind, { metadata: { name: id, namespace } }, names);
    this.fields = fields;
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return this.fields();
  }
}
