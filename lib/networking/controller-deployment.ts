import type { Construct, IConstruct } from 'constructs';
import { KINDS, needSecret, ownCopy, placeInWave, Resource, Wave } from '../core';
import {
  type ContainerProps, type ISecretReference, type IServiceAccount, PodDialect, PodTemplate, type Resources,
  type Toleration,
} from '../pod';

/** Where the pod of a controller runs, and what it may use. */
export interface ControllerPodProps {
  /**
   * Labels that a node must have.
   * @default - every node will do
   */
  readonly nodeSelector?: { readonly [label: string]: string };
  /**
   * Taints of nodes that the pod can live with.
   * @default - none
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * What the container asks of its node.
   * @default - what the controller needs in a cluster of middling size; `AwsLoadBalancerController` asks for nothing
   */
  readonly resources?: Resources;
  /**
   * Name of the PriorityClass.
   * @default - the default of the cluster for `ExternalDns`, else `system-cluster-critical`
   */
  readonly priorityClassName?: string;
  /**
   * Secrets with the passwords of image registries, in the namespace of the controller.
   * @default - none
   */
  readonly imagePullSecrets?: readonly ISecretReference[];
}

/** One controller as a Deployment describes it. */
export interface ControllerDeploymentProps extends ControllerPodProps {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: IServiceAccount;
  readonly container: ContainerProps;
}

/** User that is not root and that no image gives rights to. */
const NOBODY = 65534;

/**
 * The Deployment of a controller: not root, no capabilities, a root file system that can only be read, as the
 * restricted pod security standard has it.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export class ControllerDeployment extends Resource {
  private readonly props: ControllerDeploymentProps;
  private readonly template: PodTemplate;

  constructor(scope: Construct, id: string, props: ControllerDeploymentProps) {
    const { name, namespace, serviceAccount, nodeSelector, tolerations, imagePullSecrets, container } = props;
    super(scope, id, KINDS.deployment, { metadata: { name, namespace, labels: labelsOf(name) } });
    // It runs before what it is there for, but not before the Secrets that its image may be pulled with.
    placeInWave(this.apiObject, (imagePullSecrets ?? []).length === 0 ? Wave.CONTROLLERS : Wave.KNATIVE);
    this.props = ownCopy(props);
    for (const secret of imagePullSecrets ?? []) {
      needSecret(this, namespace, secret.name, `the image of ${name} is pulled with it`);
    }
    this.template = new PodTemplate(this, PodDialect.POD, {
      serviceAccount, nodeSelector, tolerations, imagePullSecrets, priorityClassName: props.priorityClassName,
      podSecurityContext: { fsGroup: NOBODY },
    }, { containerName: name });
    this.template.addContainer({
      ...container, name,
      securityContext: { runAsUser: NOBODY, runAsGroup: NOBODY, readOnlyRootFilesystem: true },
    });
  }

  /**
   * Of two controllers with one name the second service account is refused.
   * @internal
   */
  public _sharesMistake(first: IConstruct): boolean {
    return first instanceof ControllerDeployment;
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { name } = this.props;
    return {
      spec: {
        replicas: 1,
        selector: { matchLabels: labelsOf(name) },
        // Two would write over each other, so the old pod ends before the new one starts.
        strategy: { type: 'Recreate' },
        template: { metadata: { labels: labelsOf(name) }, spec: this.template._render() },
      },
    };
  }
}

function labelsOf(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}
