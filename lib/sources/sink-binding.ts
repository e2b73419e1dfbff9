import type { Construct } from 'constructs';
import {
  type EmittedEvent, groupOf, KINDS, type LabelSelector, type Problem, refuse, renderLabelSelector, show, Warnings,
} from '../core';
import { checkSubject, type ISinkBindingSubject, type SinkBindingReference } from './sink-binding-subject';
import { SourceBase, type SourceOptions, type SourceProps } from './source';

/** Options for `service.bindTo`. */
export type SinkBindingOptions = SourceOptions;

/** Properties for `SinkBinding`. */
export interface SinkBindingProps extends SourceProps {
  /**
   * What gets the address of the sink: a construct of this library with pods, such as a `KnativeService`, or other
   * objects of the same namespace by `SinkBindingSubject`.
   *
   * Refused: a reference without apiVersion, kind or objects (`KN-SRC-007`), another namespace (`KN-SRC-008`), a
   * CronJob (`KN-SRC-009`) and a selector that is none (`KN-POD-043`, `KN-NAM-004`).
   */
  readonly subject: ISinkBindingSubject;
}

/** Kinds whose pods Knative's controller has the right to change in a release, as `group/Kind`. */
const CHANGEABLE: ReadonlySet<string> = new Set([
  'apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', 'batch/Job',
  'serving.knative.dev/Service', 'serving.knative.dev/Configuration',
]);

/**
 * Gives the containers of a workload the address of a sink, in the environment variables `K_SINK` and
 * `K_CE_OVERRIDES`. Knative sets them in every container and init container of the subject's pods.
 * @see https://knative.dev/docs/eventing/custom-event-source/sinkbinding/
 */
export class SinkBinding extends SourceBase {
  /** What gets the address of the sink. */
  public readonly subject: ISinkBindingSubject;

  constructor(scope: Construct, id: string, props: SinkBindingProps) {
    super(scope, id, KINDS.sinkBinding, props);
    this.subject = props.subject;
    const reference = props.subject.reference;
    const problem = checkSubject(reference) ?? this.checkNamespace(reference);
    refuse(this, problem);
    if (problem === undefined) this.warn(reference);
    props.subject._bound?.(this.name);
  }

  public override get events(): readonly EmittedEvent[] {
    return [];
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { apiVersion, kind, name, selector } = this.subject.reference;
    const subject = selector === undefined
      ? { apiVersion, kind, name }
      : { apiVersion, kind, selector: renderLabelSelector(selector) };
    return { spec: { subject, ...this._renderSource() } };
  }

  /** Follows Go: pkg/apis/sources/v1/sinkbinding_validation.go */
  private checkNamespace(subject: SinkBindingReference): Problem | undefined {
    if (subject.namespace === undefined || subject.namespace === this.namespace) return undefined;
    const own = this.namespace === undefined ? 'no namespace' : `the namespace ${show(this.namespace)}`;
    return {
      code: 'KN-SRC-008',
      message: `the subject ${show(subject.name ?? subject.kind)} is in the namespace ${show(subject.namespace)}, and the `
        + `binding has ${own}`,
      received: subject.namespace,
      allowed: 'a binding in the namespace of its subject',
      fix: `create the binding in a chart with \`namespace: '${subject.namespace}'\``,
    };
  }

  private warn(subject: SinkBindingReference): void {
    if (!CHANGEABLE.has(`${groupOf(subject.apiVersion)}/${subject.kind}`)) {
      Warnings.of(this).add('sink-binding-kind',
        `a release of Knative has no right to change a ${show(`${subject.apiVersion} ${subject.kind}`)}: add a `
        + 'ClusterRole with the verbs list, watch and patch on it, labelled `duck.knative.dev/podspecable: "true"`');
    }
    if (subject.selector !== undefined && selectsAll(subject.selector)) {
      Warnings.of(this).add('sink-binding-selects-all',
        `the selector has no condition, so that every ${subject.kind} of the namespace is changed: write `
        + '`matchLabels`, or bind one by its name');
    }
  }
}

function selectsAll(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}
