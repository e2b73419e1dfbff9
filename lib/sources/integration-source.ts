import type { Construct } from 'constructs';
import {
  checkAnnotations, checkLabels, type EmittedEvent, KINDS, type MadeObject, type Problem, refuse, show,
} from '../core';
import { type ContainerProps, nothingWhenEmpty, PodDialect, type PodProps, PodTemplate, present } from '../pod';
import type { IntegrationSourceType } from './integration-source-type';
import { madeByIntegrationSource } from './made-objects';
import { SourceBase, type SourceProps } from './source';

/**
 * Properties for `IntegrationSource`. The container is Knative's; what else is said about the pod goes into `template`.
 * The service account is that of the `auth` of the type, so that none is named here (`KN-INT-007` in JavaScript).
 */
export interface IntegrationSourceProps extends SourceProps, Omit<PodProps, 'serviceAccount'> {
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

  /** Adds a container that runs to its end before that of Knative starts. The name `source` is taken (`KN-INT-007`). */
  public addInitContainer(props: ContainerProps): void {
    refuse(this, checkInitContainer(props));
    this.template.addInitContainer(props);
  }

  /** @internal */
  public override _makes(): MadeObject[] {
    return madeByIntegrationSource(this.name);
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

/** @param props programs in JavaScript may name an account all the same */
function checkOwn(props: IntegrationSourceProps & Pick<PodProps, 'serviceAccount'>): (Problem | undefined)[] {
  const { serviceAccount, templateLabels, initContainers } = props;
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
    ...(initContainers ?? []).map(checkInitContainer),
  ];
}

function checkInitContainer({ name }: ContainerProps): Problem | undefined {
  if (name !== OWN_CONTAINER) return undefined;
  return {
    code: 'KN-INT-007',
    message: `the container of Knative is called ${show(OWN_CONTAINER)} already`,
    received: OWN_CONTAINER,
    allowed: 'every other name for an init container',
    fix: 'write another name',
  };
}
