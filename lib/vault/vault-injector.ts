import { Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import {
  appChecks, captureTrace, checkCertificates, checkChartVersion, checkChoice, checkName, checkNotLate, checkWhole,
  clusterFolderOf, ClusterController, clusterOf, DNS_1123_LABEL, needPrerequisite, ownCopy, type Prerequisite,
  type Problem, provideController, refuse, show, showAll, SideDocuments, Warnings, Wave,
} from '../core';
import { checkResources, present, renderResources, type Resources } from '../pod';
import { checkAddress } from './agent-values';
import { injectedServices, rememberAddress } from './vault-registry';

/** What becomes of a pod while the injector cannot be reached. */
export enum InjectorFailurePolicy {
  /** It is not made: services start late rather than without their secrets. */
  FAIL = 'Fail',
  /** It starts without its secrets. */
  IGNORE = 'Ignore',
}

/** Properties for `VaultInjector`. */
export interface VaultInjectorProps {
  /**
   * Address of Vault as pods reach it, such as `https://vault.example.com:8200` (`KN-VLT-014`). Services need no
   * `server.address` then. A Vault outside of the cluster has to know the address of the API server:
   * `VaultSetup.configureKubernetesAuth` (warning `vault-kubernetes-host`).
   * @default - the Helm chart brings a Vault of its own into the cluster, as it is set up by default: for trying out
   */
  readonly address?: string;
  /**
   * Certificates of the CA that Vault's certificate is checked against, in PEM (`KN-VLT-014`): a public text, no
   * secret. Services need no `tls` of their own then.
   * @default - the certificates of the agent's image
   */
  readonly caCert?: string;
  /**
   * What becomes of pods while the injector cannot be reached. The Helm chart has IGNORE, with which a service starts
   * without its secrets; that is warned of as `injector-ignored`.
   * @default InjectorFailurePolicy.FAIL
   */
  readonly failurePolicy?: InjectorFailurePolicy;
  /**
   * Namespaces whose pods the injector is asked about (`KN-NAM-006`). No other pod of the cluster waits for it, so that
   * FAIL keeps nobody else from starting. Services with an agent in another one are refused with `KN-VLT-024`.
   * @default - those of the services with an agent in the app, for the cluster of this construct
   */
  readonly namespaces?: readonly string[];
  /**
   * Number of pods of the injector, on different nodes: a whole number from 1 (`KN-VLT-014`).
   * @default 2
   */
  readonly replicas?: number;
  /**
   * What a pod of the injector asks of its node.
   * @default - nothing asked, no limits
   */
  readonly resources?: Resources;
  /**
   * Version of the Helm chart `vault`: 0.34.1, for example (`KN-VLT-014`).
   * @default 0.34.1
   */
  readonly chartVersion?: string;
  /**
   * Namespace that the Helm chart is installed to (`KN-NAM-006`).
   * @default vault
   */
  readonly namespace?: string;
}

const CHART_VERSION = '0.34.1';
const REPLICAS = 2;
const NAMESPACE = 'vault';
const VALUES = 'vault/injector-values.yaml';

/**
 * The injector of the Vault Agent, as the Helm chart of Vault installs it. It writes no object: the values of the chart
 * are a side document, `vault/injector-values.yaml`, and the command that installs it is one of the prerequisites.
 * Where the injector runs already, declare it in place of this:
 * `ClusterControllers.of(app).declareExternal(ClusterController.VAULT_INJECTOR)`.
 * @see https://developer.hashicorp.com/vault/docs/platform/k8s/helm/configuration
 */
export class VaultInjector extends Construct {
  /** The file of the values among the side documents. */
  public readonly valuesFile: string;
  private readonly props: VaultInjectorProps;

  constructor(scope: Construct, id: string, props: VaultInjectorProps = {}) {
    super(scope, id);
    this.props = ownCopy(props);
    this.valuesFile = clusterFolderOf(this) + VALUES;
    refuse(this, ...checkProps(props));
    provideController(this, ClusterController.VAULT_INJECTOR);
    if (props.address !== undefined) rememberAddress(this, props.address);
    needPrerequisite(this, () => this.prerequisite());
    SideDocuments.of(this).add({ file: this.valuesFile, content: () => Yaml.stringify(this.values()) });
    appChecks(this).defer(this, captureTrace(), () => this.checkServices());
    if (props.failurePolicy === InjectorFailurePolicy.IGNORE) this.warnIgnored();
  }

  /** Follows values.yaml of vault-helm. */
  private values(): Record<string, unknown> {
    const { address, caCert, resources, replicas = REPLICAS, failurePolicy = InjectorFailurePolicy.FAIL } = this.props;
    return present({
      global: address === undefined ? undefined : { externalVaultAddr: address },
      injector: present({
        replicas,
        webhook: { failurePolicy, namespaceSelector: { matchExpressions: [this.selector()] } },
        resources: resources === undefined ? undefined : present(renderResources(resources)),
        extraEnvironmentVars: caCert === undefined ? undefined : {
          AGENT_INJECT_VAULT_CACERT_BYTES: Buffer.from(caCert).toString('base64'),
        },
      }),
    });
  }

  private selector(): Record<string, unknown> {
    return { key: 'kubernetes.io/metadata.name', operator: 'In', values: [...this.namespaces()] };
  }

  private namespaces(): readonly string[] {
    return this.props.namespaces ?? [...new Set(this.services().flatMap(({ namespace }) => namespace ?? []))].sort();
  }

  private services() {
    const cluster = clusterOf(this);
    return injectedServices(this).map(({ service }) => service).filter((service) => clusterOf(service) === cluster);
  }

  private prerequisite(): Prerequisite {
    const { chartVersion: version = CHART_VERSION, namespace = NAMESPACE } = this.props;
    return {
      id: 'vault-injector',
      wave: Wave.CONTROLLERS,
      version,
      controller: ClusterController.VAULT_INJECTOR,
      reason: 'the injector of the Vault Agent brings the secrets of services into their pods',
      commands: [
        `helm upgrade --install vault vault --repo https://helm.releases.hashicorp.com --version ${version} `
          + `--namespace ${namespace} --create-namespace --values ${VALUES} --wait`,
      ],
    };
  }

  private checkServices(): (Problem | undefined)[] {
    const { namespaces } = this.props;
    const services = this.services();
    if (namespaces === undefined) {
      return [services.length === 0 ? nobody() : undefined, ...services.map(({ name, namespace }) =>
        namespace === undefined ? noNamespace(name) : undefined)];
    }
    return services.map(({ name, namespace }) =>
      namespace === undefined || namespaces.includes(namespace) ? undefined : notServed(name, namespace, namespaces));
  }

  private warnIgnored(): void {
    Warnings.of(this).add('injector-ignored', 'while the injector cannot be reached, pods start without their secrets: '
      + 'leave `failurePolicy` out, which makes them wait');
  }
}

function checkProps(props: VaultInjectorProps): (Problem | undefined)[] {
  const { caCert, namespace, namespaces = [], resources, chartVersion } = props;
  return [
    checkAddress('address', props.address),
    // It is written as base64.
    checkNotLate('caCert', caCert), checkCertificates('KN-VLT-014', 'caCert', caCert),
    checkChoice('KN-VLT-014', 'failurePolicy', props.failurePolicy, InjectorFailurePolicy),
    checkWhole('KN-VLT-014', 'replicas', props.replicas, { min: 1, proposal: REPLICAS }),
    ...resources === undefined ? [] : checkResources(resources),
    checkChartVersion('KN-VLT-014', 'chartVersion', chartVersion, CHART_VERSION),
    ...[namespace, ...namespaces].map((one) =>
      one === undefined ? undefined : checkName('namespace name', one, DNS_1123_LABEL, 'KN-NAM-006')),
    props.namespaces?.length === 0 ? nobody() : undefined,
  ];
}

/** An empty list would select no namespace; the webhook would serve nobody. */
function nobody(): Problem {
  return {
    code: 'KN-VLT-024',
    message: 'the injector would serve no namespace: no service of the app has an agent, and no namespace is named',
    received: [],
    allowed: 'at least one namespace',
    fix: "write `namespaces: ['my-knative-services']`, or leave the `VaultInjector` out",
  };
}

/** The injector is asked about namespaces by their names; a list that is empty is refused by the API server. */
function noNamespace(name: string): Problem {
  return {
    code: 'KN-NAM-003',
    message: `the injector has to be told the namespace of the service ${show(name)}, and it has none`,
    received: undefined,
    allowed: 'a namespace from the chart or from `metadata.namespace`, or `namespaces` of the injector',
    fix: "write `new Chart(app, 'services', { namespace: 'my-namespace' })`",
  };
}

function notServed(name: string, namespace: string, namespaces: readonly string[]): Problem {
  return {
    code: 'KN-VLT-024',
    message: `the service ${show(name)} has a Vault Agent, and the injector does not serve its namespace ${show(namespace)}`,
    received: namespace,
    allowed: showAll(namespaces),
    fix: `add ${show(namespace)} to \`namespaces\`, or leave \`namespaces\` out`,
  };
}
