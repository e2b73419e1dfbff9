import { ApiObject, type ApiObjectMetadata, type ApiObjectProps, Chart, type IAnyProducer, Lazy } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { appChecks, type AppChecks, type TreeCheck } from './app-checks';
import { APPLY_CHECK } from './apply-checks';
import { clusterDomainOf } from './cluster-chart';
import { checkIdentities, rememberTrace, traceOf } from './identity';
import { KINDS, type Kind } from './kinds';
import { LATE_CHECK } from './late-manifests';
import { checkMadeNames, type MadeObject } from './made-names';
import { checkMetadata } from './metadata-checks';
import { namespaceForAddress } from './namespace-for-address';
import { checkName, follows, propose } from './names';
import { ownCopy } from './own-copy';
import { type Problem, show } from './problem';
import { refuse } from './problems';
import type { ObjectReference } from './reference';
import { checkRendering } from './rendering';
import { captureTrace } from './source-line';

/** Properties that every construct with one Kubernetes object has. */
export interface ResourceProps {
  /**
   * Name, namespace, labels and annotations of the object, finalizers and owners; other fields are the API server's own
   * and refused with `KN-NAM-009`.
   * @default - the name is the construct's id, the namespace that of the chart
   */
  readonly metadata?: ApiObjectMetadata;
}

const SPEC: readonly string[] = ['spec'];
/** Nearly all objects of a program share a few namespaces. */
const GOOD_NAMESPACES = new Set<string>();
const IDENTITY_CHECK: TreeCheck = { order: 10, run: checkIdentities };
const MADE_NAMES_CHECK: TreeCheck = { order: 20, run: checkMadeNames };
/** After everything that may still refuse the program. */
const RENDERING_CHECK: TreeCheck = { order: 200, run: checkRendering };

/**
 * A construct that writes one Kubernetes object.
 *
 * The object's name is the construct's own id, letter for letter: never prefixed, shortened or hashed. `metadata.name`
 * wins over it, and a chart that overrides `generateObjectName` decides for its objects. A name that the kind does not
 * allow is refused with `KN-NAM-001`, a second object of the same kind, namespace and name with `KN-NAM-002`.
 */
export abstract class Resource extends Construct {
  /** The object as cdk8s knows it: patch it with `addJsonPatch` where this library says too little. */
  public readonly apiObject: ApiObject;
  private rendered?: Record<string, unknown>;

  /**
   * @param kind what the object is
   * @param fields top-level fields of the manifest that `_render` fills
   * @internal
   */
  protected constructor(
    scope: Construct, id: string, kind: Kind, props: ResourceProps, fields: readonly string[] = SPEC,
  ) {
    super(scope, id);
    // Deep enough for a construct that is made by another one.
    rememberTrace(this, captureTrace(7, Resource));
    ensureObjectChecks(this).changed();

    const manifest: ApiObjectProps & Record<string, unknown> = {
      apiVersion: kind.apiVersion,
      kind: kind.kind,
      metadata: metadataOf(this, id, kind, props),
    };
    const last = fields[fields.length - 1];
    for (const field of fields) manifest[field] = Lazy.any(new LateField(this, field, field === last));
    this.apiObject = new ApiObject(this, 'Resource', manifest);
    this.checkMetadata(kind, props);
  }

  /** Name of the object. */
  public get name(): string {
    return this.apiObject.name;
  }

  /** Namespace of the object; absent where neither `metadata` nor the chart gives one, and for cluster-scoped kinds. */
  public get namespace(): string | undefined {
    const namespace: unknown = this.apiObject.metadata.namespace;
    return typeof namespace === 'string' ? namespace : undefined;
  }

  /** How other objects refer to this one. */
  public get reference(): ObjectReference {
    const { apiVersion, kind } = this.apiObject;
    return { apiVersion, kind, name: this.name, namespace: this.namespace };
  }

  /**
   * Top-level fields of the manifest, rendered when the app is synthesized. Never throws.
   * @internal
   */
  protected abstract _render(): Record<string, unknown>;

  /**
   * What Knative makes for this object in its namespace, by names that are known before (`KN-NAM-010`). What is named
   * after the object's uid, and what only some installations make, is not among it.
   * @internal
   */
  public _makes(): readonly MadeObject[] {
    return [];
  }

  /**
   * Renders the fields for the manifest that is about to be made.
   * @internal
   */
  public _renderAhead(): Readonly<Record<string, unknown>> {
    this.rendered = this._render();
    return this.rendered;
  }

  /** @internal */
  public _forgetRendered(): void {
    this.rendered = undefined;
  }

  /**
   * Checks something that only the finished program shows.
   * @internal
   */
  protected _checkAtSynth(check: () => (Problem | undefined)[]): void {
    appChecks(this).defer(this, traceOf(this), check);
  }

  /** @internal */
  protected _namespaceForAddress(): string {
    return namespaceForAddress(this, this.reference);
  }

  /**
   * Address of a Kubernetes Service in the construct's cluster.
   * @internal
   */
  protected _clusterUrl(service: string, namespace: string, path = ''): string {
    return `http://${service}.${namespace}.svc.${clusterDomainOf(this)}${path}`;
  }

  /**
   * A field of the manifest; what was rendered ahead is good for one manifest, since the program may go on.
   * @internal
   */
  public _take(field: string, last: boolean): unknown {
    const fields = this.rendered ?? this._render();
    if (last) this.rendered = undefined;
    return fields[field];
  }

  private checkMetadata(kind: Kind, props: ResourceProps): void {
    const { name } = this;
    if (!follows(kind.nameRule, name)) {
      refuse(this, {
        code: 'KN-NAM-001',
        message: `${show(name)} is no name for a ${kind.kind}`,
        received: name,
        allowed: kind.nameRule.text,
        fix: `write the id ${show(propose(kind.nameRule, name))}, or set \`metadata.name\``,
      });
    }
    const namespace = this.namespace;
    if (namespace !== undefined && !GOOD_NAMESPACES.has(namespace)) {
      const problem = checkName('namespace name', namespace, KINDS.namespace.nameRule, 'KN-NAM-006');
      if (problem === undefined) GOOD_NAMESPACES.add(namespace);
      refuse(this, problem);
    }
    if (props.metadata !== undefined) refuse(this, ...checkMetadata(props.metadata));
  }
}

/**
 * Has all objects of an app looked at when it is validated, also where no construct of this library makes any.
 * @internal
 */
export function ensureObjectChecks(construct: IConstruct): AppChecks {
  const checks = appChecks(construct);
  checks.ensure('identity', IDENTITY_CHECK);
  checks.ensure('made-names', MADE_NAMES_CHECK);
  checks.ensure('apply', APPLY_CHECK);
  checks.ensure('late', LATE_CHECK);
  checks.ensure('rendering', RENDERING_CHECK);
  return checks;
}

/** A field that is rendered when the manifest is made; a class, since closures of every object take more memory. */
class LateField implements IAnyProducer {
  constructor(private readonly of: Resource, private readonly field: string, private readonly last: boolean) {}

  public produce(): unknown {
    return this.of._take(this.field, this.last);
  }
}

/** The chart's own naming wins, where it has one; cdk8s's default would put the path and a hash into the name. */
function metadataOf(resource: Construct, id: string, kind: Kind, props: ResourceProps): ApiObjectMetadata {
  const chartNames = Chart.of(resource).generateObjectName !== Chart.prototype.generateObjectName;
  const name = props.metadata?.name ?? (chartNames ? undefined : id);
  const metadata = name === undefined ? { ...ownCopy(props.metadata) } : { ...ownCopy(props.metadata), name };
  if (kind.clusterScoped !== true) return metadata;
  // cdk8s gives the chart's namespace to every object without one. A value that resolves to nothing is not replaced.
  return { ...metadata, namespace: Lazy.any({ produce: () => undefined }) as string };
}
