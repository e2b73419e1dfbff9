import type { Construct } from 'constructs';
import { KINDS, KNATIVE_SERVING, ownCopy, refuse } from '../core';
import type { CustomCerts } from './custom-certs';
import {
  checkIngress, type IngressConfigs, ingressClassWarning, installsLayer, installsNoLayer, renderIngress,
} from './ingress-configs';
import { KnativeComponent, type KnativeComponentProps } from './knative-component';
import { SERVING_RELEASE } from './release';

/** Properties for `KnativeServing`. */
export interface KnativeServingProps extends KnativeComponentProps {
  /**
   * Networking layers to install. An empty one installs none.
   * @default - net-istio
   */
  readonly ingress?: IngressConfigs;
  /**
   * Certificates of registries that the controller trusts.
   * @default - those of its image
   */
  readonly controllerCustomCerts?: CustomCerts;
  /**
   * Whether Security-Guard is installed, which watches what services get and send.
   * @default false
   */
  readonly securityGuard?: boolean;
}

/**
 * The installation of Knative Serving, for the Knative operator. A cluster has one (`KN-PLT-003`), in the namespace
 * `knative-serving`, where it is put by itself; another one is refused with `KN-NAM-007`.
 * @see https://knative.dev/docs/install/operator/configuring-serving-cr/
 */
export class KnativeServing extends KnativeComponent {
  private readonly props: KnativeServingProps;

  constructor(scope: Construct, id: string, props: KnativeServingProps = {}) {
    super(scope, id, KINDS.knativeServing, props, KNATIVE_SERVING, SERVING_RELEASE);
    this.props = ownCopy(props);
    const { ingress, controllerCustomCerts } = props;
    refuse(this,
      ...ingress === undefined ? [] : checkIngress(ingress, this.namespace),
      controllerCustomCerts?._check(this.namespace));
    this._warnAtSynth('ingress-class', () => ingressClassWarning(ingress, this._config));
    this._warnAtSynth('no-networking-layer', () => this.layerWarning());
    this._describe();
  }

  /** @internal */
  protected override _installs(part: string): boolean {
    return installsLayer(this.props.ingress, part);
  }

  /** @internal */
  protected override _renderOwn(): Record<string, unknown> {
    const { ingress, controllerCustomCerts, securityGuard } = this.props;
    return {
      ingress: ingress && renderIngress(ingress),
      'controller-custom-certs': controllerCustomCerts?._render(),
      security: securityGuard === undefined ? undefined : { securityGuard: { enabled: securityGuard } },
    };
  }

  private layerWarning(): string | undefined {
    const { ingress, manifests = [], additionalManifests = [] } = this.props;
    if (!installsNoLayer(ingress) || manifests.length + additionalManifests.length > 0) return undefined;
    return 'no networking layer is installed, and without one no service becomes ready: write '
      + '`ingress: { contour: { enabled: true } }`, for example, or install one yourself';
  }
}
