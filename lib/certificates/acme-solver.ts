import { Duration } from 'cdk8s';
import {
  checkChoice, checkDuration, checkLabels, checkName, checkWhole, DNS_1123_LABEL, DNS_1123_SUBDOMAIN, goDuration,
  LONGEST_GO_DURATION, ownCopy, type Problem, raise,
} from '../core';
import type { Dns01Provider, IssuerSecretKey } from './dns01-provider';
import type { IamGrant } from './iam-grants';
import { checkSelector, mayServe, mayServeBelow, renderSelector, type SolverSelector } from './solver-selector';

/** What cert-manager does where the record of a challenge is a CNAME. */
export enum CnameStrategy {
  /** It writes the record of the name itself. */
  NONE = 'None',
  /** It writes the record that the CNAME points to. */
  FOLLOW = 'Follow',
}

/** Type of the Service of a solver's pod. */
export enum SolverServiceType {
  CLUSTER_IP = 'ClusterIP',
  NODE_PORT = 'NodePort',
}

/** Options of every solver. */
export interface AcmeSolverOptions extends SolverSelector {
  /**
   * A fixed time to wait in place of looking whether the answer can be seen, for a cluster that sees other names than
   * the world does; from cert-manager 1.21 on.
   * @default - cert-manager looks until it sees the answer
   */
  readonly waitInsteadOfSelfCheck?: Duration;
}

/** Options for `AcmeSolver.dns01`. */
export interface Dns01Options extends AcmeSolverOptions {
  /**
   * What to do where the record of a challenge is a CNAME. Where the zone has a wildcard CNAME, `FOLLOW` takes that one
   * for the record of the challenge, and goes astray (`KN-CRT-002`).
   * @default CnameStrategy.NONE
   */
  readonly cnameStrategy?: CnameStrategy;
}

/** Options for `AcmeSolver.http01Ingress`, which takes one of the three names, or none (`KN-CRT-013`). */
export interface Http01IngressOptions extends AcmeSolverOptions {
  /**
   * IngressClass of the Ingress that cert-manager makes for a challenge.
   * @default - the default class of the cluster, where no other name is given
   */
  readonly ingressClassName?: string;
  /**
   * Value of the annotation `kubernetes.io/ingress.class`, for controllers that know no IngressClass.
   * @default - none
   */
  readonly ingressClass?: string;
  /**
   * Ingress that exists, to which the challenge is added.
   * @default - an Ingress for each challenge
   */
  readonly ingressName?: string;
  /**
   * Type of the Service of the solver's pod (`KN-CRT-002`).
   * @default SolverServiceType.NODE_PORT
   */
  readonly serviceType?: SolverServiceType;
}

/** A Gateway that answers challenges. */
export interface GatewayParent {
  /** Name of the Gateway. */
  readonly name: string;
  /**
   * Namespace of the Gateway.
   * @default - that of the Certificate
   */
  readonly namespace?: string;
  /**
   * Name of its listener.
   * @default - all listeners
   */
  readonly sectionName?: string;
  /**
   * Port of its listeners, from 1 to 65535.
   * @default - all ports
   */
  readonly port?: number;
}

/** Options for `AcmeSolver.http01Gateway`. */
export interface Http01GatewayOptions extends AcmeSolverOptions {
  /** Gateways that answer, one at least (`KN-CRT-013`). */
  readonly parents: readonly GatewayParent[];
  /**
   * Labels of the HTTPRoute that cert-manager makes for a challenge.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Type of the Service of the solver's pod (`KN-CRT-002`).
   * @default SolverServiceType.NODE_PORT
   */
  readonly serviceType?: SolverServiceType;
}

/** How a solver answers. */
interface Answer {
  readonly provider?: Dns01Provider;
  readonly cnameStrategy?: CnameStrategy;
  readonly http01?: Record<string, unknown>;
}

const SERVICE_TYPE = 'serviceType';

/**
 * How an issuer proves to an ACME server that a name is its own: by a record in DNS, or by an answer over HTTP.
 *
 * Of several solvers the one that names a certificate most closely is used. Knative looks at the first one only, to see
 * whether it must let HTTP challenges through.
 * @see https://cert-manager.io/docs/configuration/acme/#adding-multiple-solver-types
 */
export class AcmeSolver {
  /**
   * By a TXT record. The only way to certificates for wildcards.
   * @throws KnativeError `KN-CRT-002`, `KN-CRT-012`, `KN-NAM-004`, `KN-DUR-001` or `KN-DUR-002`
   */
  public static dns01(provider: Dns01Provider, options: Dns01Options = {}): AcmeSolver {
    const { cnameStrategy } = options;
    raise(checkChoice('KN-CRT-002', 'cnameStrategy', cnameStrategy, CnameStrategy));
    return new AcmeSolver(options, { provider, cnameStrategy });
  }

  /**
   * By an Ingress. Knative routes the challenge to the solver itself, through its networking layer, so that the class
   * matters only for other certificates of the same issuer.
   * @throws KnativeError `KN-CRT-002`, `KN-CRT-012`, `KN-CRT-013`, `KN-NAM-004`, `KN-DUR-001` or `KN-DUR-002`
   */
  public static http01Ingress(options: Http01IngressOptions = {}): AcmeSolver {
    const { ingressClassName, ingressClass, ingressName, serviceType } = options;
    raise(...checkIngress(options));
    return new AcmeSolver(options, {
      http01: { ingress: { ingressClassName, class: ingressClass, name: ingressName, serviceType } },
    });
  }

  /**
   * By an HTTPRoute of a Gateway. cert-manager has to be told to look at the Gateway API: `config.enableGatewayAPI`.
   * @throws KnativeError `KN-CRT-002`, `KN-CRT-012`, `KN-CRT-013`, `KN-NAM-004`, `KN-DUR-001` or `KN-DUR-002`
   */
  public static http01Gateway(options: Http01GatewayOptions): AcmeSolver {
    const { parents, labels, serviceType } = options;
    raise(...checkGateways(options));
    return new AcmeSolver(options, {
      http01: {
        gatewayHTTPRoute: {
          parentRefs: parents.map(renderParent), labels: labels && { ...labels }, serviceType,
        },
      },
    });
  }

  /** Whether challenges are answered in DNS, so that wildcards are possible. */
  public readonly isDns01: boolean;
  private readonly answer: Answer;
  private readonly options: AcmeSolverOptions;

  private constructor(options: AcmeSolverOptions, answer: Answer) {
    this.options = ownCopy(options);
    this.answer = ownCopy(answer);
    this.isDns01 = answer.provider !== undefined;
    const { waitInsteadOfSelfCheck } = options;
    raise(...checkSelector(options), checkDuration(waitInsteadOfSelfCheck, {
      field: 'waitInsteadOfSelfCheck', min: Duration.seconds(0), max: LONGEST_GO_DURATION, step: Duration.seconds(1),
    }));
  }

  /** @internal */
  public get _secrets(): readonly IssuerSecretKey[] {
    return this.answer.provider?._secrets ?? [];
  }

  /** @internal */
  public get _grants(): IamGrant[] {
    const { provider, cnameStrategy } = this.answer;
    return provider?._grants(cnameStrategy === CnameStrategy.FOLLOW) ?? [];
  }

  /**
   * Whether it may be used for a wildcard: for a name, or for any.
   * @internal
   */
  public _solvesWildcard(dnsName?: string): boolean {
    return this.isDns01 && (dnsName === undefined || mayServe(this.options, dnsName));
  }

  /**
   * Whether it may be used for a host below a domain.
   * @internal
   */
  public _servesBelow(domain: string): boolean {
    return mayServeBelow(this.options, domain);
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    const { provider, cnameStrategy, http01 } = this.answer;
    const { waitInsteadOfSelfCheck } = this.options;
    return {
      selector: renderSelector(this.options),
      dns01: provider && { cnameStrategy, ...provider._render() },
      http01,
      waitInsteadOfSelfCheck: waitInsteadOfSelfCheck && goDuration(waitInsteadOfSelfCheck),
    };
  }
}

function renderParent({ name, namespace, sectionName, port }: GatewayParent): Record<string, unknown> {
  return { group: 'gateway.networking.k8s.io', kind: 'Gateway', name, namespace, sectionName, port };
}

/** Follows ValidateACMEIssuerChallengeSolverHTTP01IngressConfig of cert-manager. */
function checkIngress(options: Http01IngressOptions): (Problem | undefined)[] {
  const { ingressClassName, ingressClass, ingressName, serviceType } = options;
  const names = [ingressClassName, ingressClass, ingressName].filter((name) => name !== undefined);
  const blank = typeof ingressClass === 'string' && ingressClass.trim() === '';
  return [
    checkChoice('KN-CRT-002', SERVICE_TYPE, serviceType, SolverServiceType),
    names.length > 1 || blank ? {
      code: 'KN-CRT-013',
      message: blank ? 'the class of the Ingress is empty' : 'the HTTP-01 solver names its Ingress in more than one way',
      received: names,
      allowed: 'one of `ingressClassName`, `ingressClass` and `ingressName`, or none',
      fix: 'write `ingressClassName` alone',
    } : undefined,
    ...[ingressClassName, ingressName].filter((name) => name !== undefined).map((name) =>
      checkName('name for an Ingress or its class', name, DNS_1123_SUBDOMAIN, 'KN-CRT-013')),
  ];
}

function checkGateways({ parents, labels, serviceType }: Http01GatewayOptions): (Problem | undefined)[] {
  return [
    checkChoice('KN-CRT-002', SERVICE_TYPE, serviceType, SolverServiceType),
    ...checkLabels(labels),
    parents.length === 0 ? {
      code: 'KN-CRT-013',
      message: 'the HTTP-01 solver has no Gateway',
      received: parents,
      allowed: 'one Gateway or more',
      fix: "write `parents: [{ name: 'knative-gateway', namespace: 'istio-system' }]`, for example",
    } : undefined,
    ...parents.flatMap(checkParent),
  ];
}

/** Follows the CRD, whose patterns are those of the Gateway API. */
function checkParent({ name, namespace, sectionName, port }: GatewayParent): (Problem | undefined)[] {
  const further = [[namespace, DNS_1123_LABEL], [sectionName, DNS_1123_SUBDOMAIN]] as const;
  return [
    checkName('name of a Gateway', name, DNS_1123_SUBDOMAIN, 'KN-CRT-013'),
    ...further.map(([text, rule]) => (text === undefined ? undefined
      : checkName('namespace or listener of a Gateway', text, rule, 'KN-CRT-013'))),
    checkWhole('KN-CRT-013', 'port', port, { min: 1, max: 65_535, proposal: 80 }),
  ];
}
