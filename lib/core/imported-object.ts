import { type ApiObjectMetadata, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { rememberTrace } from './identity';
import { type Kind, KINDS } from './kinds';
import { namespaceForAddress, type NamespaceHint } from './namespace-for-address';
import { checkName } from './names';
import { refuse } from './problems';
import type { ObjectReference } from './reference';
import { captureTrace } from './source-line';

const FROM_OPTIONS: NamespaceHint = {
  from: 'from the chart or from the options', fix: "write `{ namespace: 'my-namespace' }`",
};

/** Where an existing object is. */
export interface ExistingObjectOptions {
  /**
   * Namespace of the object.
   * @default - the namespace of the chart
   */
  readonly namespace?: string;
}

/**
 * An object of the cluster that the program refers to and does not make.
 * @internal
 */
export abstract class ImportedObject extends Construct {
  public readonly name: string;
  public readonly namespace?: string;
  public readonly reference: ObjectReference;

  protected constructor(scope: Construct, id: string, kind: Kind, name: string, options: ExistingObjectOptions) {
    super(scope, id);
    rememberTrace(this, captureTrace());
    this.name = name;
    this.namespace = options.namespace ?? Chart.of(this).namespace;
    this.reference = { apiVersion: kind.apiVersion, kind: kind.kind, name, namespace: this.namespace };
    refuse(this, checkName(`name for a ${kind.kind}`, name, kind.nameRule, 'KN-NAM-001'));
    if (this.namespace !== undefined) {
      refuse(this, checkName('namespace name', this.namespace, KINDS.namespace.nameRule, 'KN-NAM-006'));
    }
  }

  /** @internal */
  protected _namespaceForAddress(): string {
    return namespaceForAddress(this, this.reference, FROM_OPTIONS);
  }
}

/**
 * Metadata of an object that has to live in `namespace`, unless it says otherwise itself.
 * @internal
 */
export function placedIn(namespace: string | undefined, metadata: ApiObjectMetadata | undefined): ApiObjectMetadata {
  return namespace === undefined ? { ...metadata } : { namespace, ...metadata };
}
