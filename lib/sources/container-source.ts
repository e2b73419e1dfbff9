import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  checkAnnotations, checkDuration, checkLabels, type EmittedEvent, KINDS, type MadeObject, refuse, secondsOf,
} from '../core';
import { type ContainerProps, nothingWhenEmpty, PodDialect, type PodProps, PodTemplate } from '../pod';
import { madeByContainerSource } from './made-objects';
import { SourceBase, type SourceProps } from './source';

/** Properties for `ContainerSource`. */
export interface ContainerSourceProps extends SourceProps, PodProps {
  /**
   * Containers of the pod, one at least (`KN-POD-003`). Each finds the address to send to in the variable `K_SINK`, as
   * in `args: ['--sink=$(K_SINK)']`, and the extensions to set in `K_CE_OVERRIDES`; a container that sets one of these
   * itself is refused with `KN-POD-005`. One without a name is called after the source, with a number behind.
   */
  readonly containers: readonly ContainerProps[];
  /**
   * Labels of the pod. They become part of what its Deployment selects pods by: one that is there from the start can
   * neither be changed nor taken away later.
   * @default - none but those of Knative
   */
  readonly templateLabels?: { readonly [key: string]: string };
  /**
   * Annotations of the pod.
   * @default - none
   */
  readonly templateAnnotations?: { readonly [key: string]: string };
  /**
   * How long the containers may take to send their last events once the pod is asked to end, in whole seconds
   * (`KN-DUR-001`); zero ends them at once.
   * @default Duration.seconds(30)
   */
  readonly terminationGracePeriod?: Duration;
}

const SECOND = Duration.seconds(1);
/** What the SinkBinding of a source appends to every container; follows `Do` in Eventing's sinkbinding_lifecycle.go. */
const INJECTED = ['K_SINK', 'K_CE_OVERRIDES', 'K_CA_CERTS'];

/**
 * Runs containers that make events and send them to a sink: one pod, which is started again whenever it ends.
 *
 * Knative makes a Deployment `<name>-deployment` and a SinkBinding `<name>-sinkbinding` of it; other objects of these
 * names are refused with `KN-NAM-010`. Its own name becomes a label too, so it is at most 63 characters long and has no
 * dots.
 * @see https://knative.dev/docs/eventing/custom-event-source/containersource/
 */
export class ContainerSource extends SourceBase {
  /** @internal */
  public readonly _template: PodTemplate;
  private readonly labels: Readonly<Record<string, string>>;
  private readonly annotations: Readonly<Record<string, string>>;
  private readonly terminationGracePeriod?: Duration;

  constructor(scope: Construct, id: string, props: ContainerSourceProps) {
    super(scope, id, KINDS.containerSource, props);
    this.labels = { ...props.templateLabels };
    this.annotations = { ...props.templateAnnotations };
    this.terminationGracePeriod = props.terminationGracePeriod;
    refuse(this, ...checkLabels(this.labels), ...checkAnnotations(this.annotations),
      checkDuration(this.terminationGracePeriod, { field: 'terminationGracePeriod', min: Duration.seconds(0), step: SECOND }));
    this._template = new PodTemplate(this, PodDialect.POD, props, { containerName: this.name, injectedEnv: INJECTED });
    for (const container of props.containers ?? []) this.addContainer(container);
  }

  /** Adds a container to the pod. */
  public addContainer(props: ContainerProps): void {
    this._template.addContainer(props);
  }

  /** Adds a container that runs to its end before the others start. */
  public addInitContainer(props: ContainerProps): void {
    this._template.addInitContainer(props);
  }

  public override get events(): readonly EmittedEvent[] {
    return [];
  }

  /** @internal */
  public override _makes(): MadeObject[] {
    return madeByContainerSource(this.name);
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const labels = nothingWhenEmpty(this.labels);
    const annotations = nothingWhenEmpty(this.annotations);
    const metadata = labels === undefined && annotations === undefined ? undefined : { labels, annotations };
    const grace = this.terminationGracePeriod;
    const terminationGracePeriodSeconds = grace === undefined ? undefined : secondsOf(grace);
    const spec = { ...this._template._render(), terminationGracePeriodSeconds };
    return { spec: { ...this._renderSource(), template: { metadata, spec } } };
  }
}
