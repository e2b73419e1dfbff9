import {
  checkLabelSelector, DNS_1123_LABEL, follows, isQualifiedKey, type LabelSelector, ownCopy, type Problem, raise, show,
} from '../core';

/** Which objects a `SinkBinding` changes: one by its name, or those of a kind that a selector finds. */
export interface SinkBindingReference {
  /** Group and version: `apps/v1`. */
  readonly apiVersion: string;
  /** Kind: `Deployment`. */
  readonly kind: string;
  /**
   * Name of the object.
   * @default - `selector` says which objects
   */
  readonly name?: string;
  /**
   * Namespace of the objects.
   * @default - that of the binding; another one is refused with `KN-SRC-008`
   */
  readonly namespace?: string;
  /**
   * Labels of the objects.
   * @default - `name` says which object
   */
  readonly selector?: LabelSelector;
}

/** What a `SinkBinding` can change: every construct of this library with pods, and what `SinkBindingSubject` names. */
export interface ISinkBindingSubject {
  /** The objects, as a reference. */
  readonly reference: SinkBindingReference;
  /**
   * Hears of a binding that was made for it, and refuses it where it cannot be bound.
   * @internal
   */
  _bound?(binding: string): void;
}

/** An object of another library: workloads of cdk8s-plus and `ApiObject`s of cdk8s fit. */
export interface IWorkload {
  /** Group and version. */
  readonly apiVersion: string;
  /** Kind. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /** Where its namespace is found. */
  readonly metadata: IWorkloadMetadata;
}

/** The part of an object's metadata that a reference needs. */
export interface IWorkloadMetadata {
  /**
   * Namespace of the object.
   * @default - that of the binding
   */
  readonly namespace?: string;
}

/** A kind whose pods Knative may change. */
export class SubjectKind {
  public static readonly DEPLOYMENT = new SubjectKind('apps/v1', 'Deployment');
  public static readonly STATEFUL_SET = new SubjectKind('apps/v1', 'StatefulSet');
  public static readonly DAEMON_SET = new SubjectKind('apps/v1', 'DaemonSet');
  public static readonly REPLICA_SET = new SubjectKind('apps/v1', 'ReplicaSet');
  public static readonly JOB = new SubjectKind('batch/v1', 'Job');
  public static readonly KNATIVE_SERVICE = new SubjectKind('serving.knative.dev/v1', 'Service');
  public static readonly KNATIVE_CONFIGURATION = new SubjectKind('serving.knative.dev/v1', 'Configuration');

  /** Another kind with a pod template in `spec.template`; Knative needs rights on it. */
  public static custom(apiVersion: string, kind: string): SubjectKind {
    return new SubjectKind(apiVersion, kind);
  }

  private constructor(
    /** Group and version. */
    public readonly apiVersion: string,
    /** Kind. */
    public readonly kind: string,
  ) {}
}

/**
 * Objects that a `SinkBinding` changes and that are no constructs of this library.
 * @see https://knative.dev/docs/eventing/custom-event-source/sinkbinding/
 */
export class SinkBindingSubject implements ISinkBindingSubject {
  /** A workload of cdk8s-plus, or any object of cdk8s. */
  public static of(workload: IWorkload): SinkBindingSubject {
    return new SinkBindingSubject(() => {
      const { apiVersion, kind, name } = workload;
      // Metadata may hold a value that is resolved later; only a text is a namespace.
      const namespace: unknown = workload.metadata.namespace;
      return { apiVersion, kind, name, namespace: typeof namespace === 'string' ? namespace : undefined };
    });
  }

  /**
   * An object by its name, in the namespace of the binding.
   * @throws KnativeError `KN-SRC-007` for what is no name or kind, `KN-SRC-009` for a CronJob
   */
  public static named(kind: SubjectKind, name: string): SinkBindingSubject {
    return SinkBindingSubject.checked({ apiVersion: kind.apiVersion, kind: kind.kind, name });
  }

  /**
   * All objects of a kind that a selector finds, in the namespace of the binding, also those to come.
   * @throws KnativeError `KN-NAM-004` and `KN-POD-043` for a selector that is none, `KN-SRC-007` for what is no kind,
   * `KN-SRC-009` for a CronJob
   */
  public static selected(kind: SubjectKind, selector: LabelSelector): SinkBindingSubject {
    return SinkBindingSubject.checked({ apiVersion: kind.apiVersion, kind: kind.kind, selector: ownCopy(selector) });
  }

  private static checked(reference: SinkBindingReference): SinkBindingSubject {
    raise(checkSubject(reference));
    return new SinkBindingSubject(() => reference);
  }

  private constructor(private readonly produce: () => SinkBindingReference) {}

  /** The objects, as a reference. */
  public get reference(): SinkBindingReference {
    return this.produce();
  }
}

/** Follows Go: knative.dev/pkg tracker/interface.go, Reference.Validate. */
export function checkSubject(subject: SinkBindingReference): Problem | undefined {
  const { apiVersion = '', kind = '', name = '', selector } = subject;
  const why = [
    !isQualifiedKey(apiVersion) && `${show(apiVersion)} is no apiVersion`,
    !/^[A-Za-z_][A-Za-z0-9_]*$/.test(kind) && `${show(kind)} is no kind`,
    name === '' && selector === undefined && 'it has neither a name nor a selector',
    name !== '' && selector !== undefined && 'it has both a name and a selector',
    name !== '' && !follows(DNS_1123_LABEL, name) && `${show(name)} is no name`,
  ].find((text) => text !== false);
  if (why === undefined) return checkCronJob(subject) ?? checkLabelSelector(selector)[0];
  return {
    code: 'KN-SRC-007',
    message: `the subject of a binding says no objects: ${why}`,
    received: subject,
    allowed: `apiVersion, kind, and either a selector or a name (${DNS_1123_LABEL.text})`,
    fix: "write `SinkBindingSubject.named(SubjectKind.DEPLOYMENT, 'orders')`, for example",
  };
}

/** The pod template of a CronJob lies one level deeper than Knative looks, and its controller has no rights on them. */
function checkCronJob(subject: SinkBindingReference): Problem | undefined {
  if (subject.kind !== 'CronJob' || !subject.apiVersion.startsWith('batch/')) return undefined;
  return {
    code: 'KN-SRC-009',
    message: `the subject ${show(subject.name ?? subject.kind)} is a CronJob, which Knative cannot bind`,
    received: subject,
    allowed: 'the Jobs that it makes',
    fix: 'label its `jobTemplate` and write `SinkBindingSubject.selected(SubjectKind.JOB, { matchLabels })`',
  };
}
