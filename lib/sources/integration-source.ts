import type { Construct } from 'constructs';
import { checkAnnotations, checkLabels, type EmittedEvent, KINDS, type Problem, refuse, show } from '../core';
import { nothingWhenEmpty, PodDialect, type PodProps, PodTemplate, present } from '../pod';
import type { IntegrationSourceType } from './integration-source-type';
import { SourceBase, type SourceProps } from './source';

/**
 * Properties for `IntegrationSource`. The container is Knative's; what else is said about the pod goes into `template`.
 * The service account is that of the `auth` of the type: another one is refused with `KN-INT-007`.
 */
export interface IntegrationSourceProps extends SourceProps, PodProps {
  /** Where events come from: `IntegrationSourceType.awsSqs({ ... })`. */
  readonly type: IntegrationSourceType;
  /**
   * Labels of the pod. They become part of what its Deployment selects pods by: one that is there from the start can
   * neither be changed nor taken away later. `app.kubernetes.io/name` is written by Knative and refused (`KN-INT-007`).
   * @default - none but those of Knative
   */
  readonly templateLabels?: { readonly [key: string]: string };
  /**
   * Annotations of the pod.
   * @default - none
   */
  readonly templateAnnotations?: { readonly [key: string]: string };
}

/** Follows pkg/reconciler/integration/source/resources/containersource.go and helper.go of Eventing. */
const OWN_LABEL = 'app.kubernetes.io/name';
const OWN_CONTAINER = 'source';
/** The ContainerSource that is made of it has a SinkBinding, which sets these. */
const INJECTED = ['K_SINK', 'K_CE_OVERRIDES', 'K_CA_CERTS'];

/**
 * Sends events from a service outside of the cluster, or from a clock.
 * @see https://knative.dev/docs/eventing/sources/integration-source/
 */
export class IntegrationSource extends SourceBase {
  /** Where events come from. */
  public readonly type: IntegrationSourceType;
  private readonly template: PodTemplate;
  private readonly labels: Readonly<Record<string, string>>;
  private readonly annotations: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: IntegrationSourceProps) {
    super(scope, id, KINDS.integrationSource, props);
    this.type = props.type;
    this.labels = { ...props.templateLabels };
    this.annotations = { ...props.templateAnnotations };
    refuse(this, props.type._auth?._check(this.namespace), ...checkOwn(props));
    refuse(this, ...checkLabels(this.labels), ...checkAnnotations(this.annotations));
    this.template = new PodTemplate(this, PodDialect.POD, props, { withoutContainers: true, injectedEnv: INJECTED });
  }

  public override get events(): readonly EmittedEvent[] {
    return [this.type.event];
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return { spec: { ...this._renderSource(), ...this.type._render(), template: this.renderTemplate() } };
  }

  /** The controller replaces whatever containers there are. */
  private renderTemplate(): Record<string, unknown> | undefined {
    const metadata = nothingWhenEmpty(present({
      labels: nothingWhenEmpty(this.labels), annotations: nothingWhenEmpty(this.annotations),
    }));
    const spec = this.template._render();
    // The list of containers, empty as it is, stands there in any case.
    if (metadata === undefined && Object.keys(spec).length === 1) return undefined;
    return present({ metadata, spec });
  }
}

function checkOwn({ serviceAccount, templateLabels, initContainers }: IntegrationSourceProps): (Problem | undefined)[] {
  const label = templateLabels?.[OWN_LABEL];
  return [
    serviceAccount === undefined ? undefined : {
      code: 'KN-INT-007',
      message: `the service account ${show(serviceAccount.name)} would be replaced by that of the type's \`auth\``,
      received: serviceAccount.name,
      allowed: 'no `serviceAccount` beside `type`',
      fix: 'write `auth: AwsAuth.fromServiceAccount(account)` in the type',
    },
    label === undefined ? undefined : {
      code: 'KN-INT-007',
      message: `the label ${show(OWN_LABEL)} of the pod is written by Knative`,
      received: label,
      allowed: 'every other label',
      fix: 'leave it out',
    },
    initContainers?.some(({ name }) => name === OWN_CONTAINER) !== true ? undefined : {
      code: 'KN-INT-007',
      message: `the container of Knative is called ${show(OWN_CONTAINER)} already`,
      received: OWN_CONTAINER,
      allowed: 'every other name for an init container',
      fix: 'write another name',
    },
  ];
}
