import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { appChecks, rootOf } from './app-checks';
import { clusterOf } from './cluster-chart';
import { placeInWave, waveOfController } from './waves';

/** A controller that parts of a platform rely on. */
export enum ClusterController {
  CERT_MANAGER = 'cert-manager',
  KNATIVE_OPERATOR = 'knative-operator',
  CONTOUR = 'contour',
  ISTIO = 'istio',
  EXTERNAL_DNS = 'external-dns',
  AWS_LOAD_BALANCER_CONTROLLER = 'aws-load-balancer-controller',
  CLUSTER_AUTOSCALER = 'cluster-autoscaler',
  EXTERNAL_SECRETS = 'external-secrets',
  VAULT_SECRETS_OPERATOR = 'vault-secrets-operator',
  VAULT_INJECTOR = 'vault-injector',
}

interface Provided {
  readonly construct: IConstruct;
  readonly controller: ClusterController;
  readonly external: boolean;
}

const PROVIDED = new WeakMap<IConstruct, Provided[]>();

/**
 * Says which controllers run in the cluster of a chart without being described by the program, such as those that
 * another team installs. What relies on a controller that is neither described nor declared is refused, and the
 * prerequisites do not name those that are declared.
 */
export class ClusterControllers {
  /** The controllers of the cluster that a construct is for. */
  public static of(construct: IConstruct): ClusterControllers {
    return new ClusterControllers(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /** Declares controllers that run in the cluster already. */
  public declareExternal(...controllers: ClusterController[]): void {
    for (const controller of controllers) note({ construct: this.construct, controller, external: true });
  }

  /**
   * Says that objects install a controller, such as those of a `Helm` chart or of an `Include`: they are applied, and
   * awaited, before the issuers, Knative and the services that ask it. Workloads of which nothing is said go with the
   * services.
   */
  public installedBy(...objects: ApiObject[]): void {
    for (const object of objects) placeInWave(object, waveOfController(object));
    appChecks(this.construct).changed();
  }

  /** Whether a controller runs in the cluster: described by the program, or declared. */
  public has(controller: ClusterController): boolean {
    return providedFor(this.construct, controller).length > 0;
  }

  /**
   * Whether a controller was declared, so that the program does not install it.
   * @internal
   */
  public _isExternal(controller: ClusterController): boolean {
    return providedFor(this.construct, controller).some(({ external }) => external);
  }
}

/**
 * Says that a construct of the program installs a controller.
 * @internal
 */
export function provideController(construct: IConstruct, controller: ClusterController): void {
  note({ construct, controller, external: false });
}

function note(provided: Provided): void {
  const root = rootOf(provided.construct);
  PROVIDED.set(root, [...PROVIDED.get(root) ?? [], provided]);
  appChecks(root).changed();
}

/** What is said of an app, or of another ancestor, is said of the clusters below it too. */
function providedFor(construct: IConstruct, controller: ClusterController): Provided[] {
  const cluster = clusterOf(construct);
  return (PROVIDED.get(rootOf(construct)) ?? []).filter((provided) => provided.controller === controller
    && (clusterOf(provided.construct) === cluster || construct.node.scopes.includes(provided.construct)));
}
