import { checkWhole, ClusterController, ownCopy, type Problem, raise } from '../core';
import { LoadBalancerScheme, NlbTargetType } from './load-balancer-choices';
import { type AnyLoadBalancerOptions, checkLoadBalancer, checkWrittenOnce, loadBalancerFault } from './load-balancer-checks';
import type {
  AutoModeLoadBalancerOptions, InTreeLoadBalancerOptions, InTreeNlbOptions, NlbOptions, NoLoadBalancerOptions,
} from './load-balancer-options';

/** Who makes a load balancer. */
export enum LoadBalancerKind {
  CLASSIC = 'classic',
  IN_TREE_NLB = 'in-tree-nlb',
  CONTROLLER = 'aws-load-balancer-controller',
  AUTO_MODE = 'eks-auto-mode',
  NONE = 'none',
}

/** What a load balancer says of the Service that it stands for, as far as the Service has fields for it. */
export interface EntryServiceSpec {
  readonly type: string;
  readonly loadBalancerClass?: string;
  readonly externalTrafficPolicy?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly httpPort?: number;
  readonly httpsPort?: number;
}

const PREFIX = 'service.beta.kubernetes.io/';
const AWS = `${PREFIX}aws-load-balancer-`;
const PORTS = { min: 1, max: 65535, proposal: 30080 };

/**
 * How requests from outside reach the entry Service of a networking layer, on EKS in particular: which controller makes
 * a load balancer for it, and of what sort. The choice stands with the first installation: another one later replaces
 * the load balancer and its DNS name, and some of it Kubernetes does not let change at all (`loadBalancerClass`).
 *
 * The annotations are there when the Service is first applied. One whose controller is neither in the app
 * (`AwsLoadBalancerController`) nor declared (`ClusterControllers`) is refused with `KN-NET-001`.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
 */
export class LoadBalancer {
  /**
   * A Classic Load Balancer, which the controller that Kubernetes has for AWS makes of a Service without annotations.
   * @throws KnativeError `KN-NET-002` for options that no such load balancer has
   */
  public static classic(options: InTreeLoadBalancerOptions = {}): LoadBalancer {
    const own = { ...inTree(options), ...flag('proxy-protocol', options.proxyProtocol, '*') };
    return new LoadBalancer(LoadBalancerKind.CLASSIC, options, own);
  }

  /**
   * A network load balancer of the controller that Kubernetes itself has for AWS. It speaks the PROXY protocol on
   * Kubernetes 1.34 and newer, the oldest that the Knative operator starts on.
   * @throws KnativeError `KN-NET-002` for options that no such load balancer has
   */
  public static inTreeNlb(options: InTreeNlbOptions = {}): LoadBalancer {
    return new LoadBalancer(LoadBalancerKind.IN_TREE_NLB, options, {
      [`${AWS}type`]: 'nlb',
      ...inTree(options),
      ...list('subnets', options.subnets),
      ...list('eip-allocations', options.elasticIps),
      ...flag('target-group-attributes', options.proxyProtocol, 'proxy_protocol_v2.enabled=true'),
    });
  }

  /**
   * A network load balancer of the AWS Load Balancer Controller.
   * @throws KnativeError `KN-NET-002` for options that do not go together
   * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
   */
  public static awsLoadBalancerController(options: NlbOptions): LoadBalancer {
    raise(checkOptions(options));
    return new LoadBalancer(LoadBalancerKind.CONTROLLER, { targetType: NlbTargetType.IP, ...options }, {
      [`${AWS}type`]: 'external',
      ...ofController(options),
      ...text('name', options.name),
      ...list('eip-allocations', options.elasticIps),
      ...list('security-groups', options.securityGroups),
    });
  }

  /**
   * A network load balancer of EKS Auto Mode. It reads fewer annotations than the AWS Load Balancer Controller, and
   * the networks that requests may come from in the Service itself, not in an annotation.
   * @throws KnativeError `KN-NET-002` for options that do not go together
   * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html
   */
  public static eksAutoMode(options: AutoModeLoadBalancerOptions): LoadBalancer {
    raise(checkOptions(options));
    const own = ofController(options);
    return new LoadBalancer(LoadBalancerKind.AUTO_MODE, { targetType: NlbTargetType.IP, ...options }, own);
  }

  /**
   * No load balancer, as for a cluster on one's own machine.
   * @throws KnativeError `KN-NET-002` for ports of nodes without `nodePort`
   */
  public static none(options: NoLoadBalancerOptions = {}): LoadBalancer {
    const { nodePort, httpPort, httpsPort } = options;
    raise(checkWhole('KN-NET-002', 'httpPort', httpPort, PORTS), checkWhole('KN-NET-002', 'httpsPort', httpsPort, PORTS));
    raise(nodePort === true || (httpPort ?? httpsPort) === undefined ? undefined : loadBalancerFault(
      'a Service that is reached from inside of the cluster has ports of nodes', options, 'ports with `nodePort: true`',
      'write `nodePort: true`'));
    raise(httpPort === undefined || httpPort !== httpsPort ? undefined : loadBalancerFault(
      `HTTP and HTTPS have one port of the nodes, ${httpPort}`, httpPort, 'a port of its own for each',
      'write `httpPort: 30080` and `httpsPort: 30443`, for example'));
    return new LoadBalancer(LoadBalancerKind.NONE, {}, {}, options);
  }

  /** @internal */
  public readonly _kind: LoadBalancerKind;
  private readonly options: AnyLoadBalancerOptions;
  private readonly own: Readonly<Record<string, string>>;
  private readonly without: NoLoadBalancerOptions;

  private constructor(
    kind: LoadBalancerKind, options: AnyLoadBalancerOptions, own: Readonly<Record<string, string>>,
    without: NoLoadBalancerOptions = {},
  ) {
    raise(...checkLoadBalancer(options), ...checkWrittenOnce(own, options));
    this._kind = kind;
    this.options = ownCopy(options);
    this.own = own;
    this.without = ownCopy(without);
  }

  /**
   * The controller of the cluster that has to be there.
   * @internal
   */
  public get _controller(): ClusterController | undefined {
    return this._kind === LoadBalancerKind.CONTROLLER ? ClusterController.AWS_LOAD_BALANCER_CONTROLLER : undefined;
  }

  /**
   * Whether the VPC alone reaches it.
   * @internal
   */
  public get _isInternal(): boolean {
    return this.options.scheme === LoadBalancerScheme.INTERNAL;
  }

  /**
   * Ports of nodes that an API server takes only where its `--service-node-port-range` is not the default.
   * @internal
   */
  public get _unusualPorts(): number[] {
    const { httpPort, httpsPort } = this.without;
    return [httpPort, httpsPort].filter((port) => port !== undefined).filter((port) => port < 30_000 || port > 32_767);
  }

  /** @internal */
  public get _proxyProtocol(): boolean {
    return this.options.proxyProtocol === true;
  }

  /** @internal */
  public get _sourceRanges(): readonly string[] {
    return this.options.sourceRanges ?? [];
  }

  /** @internal */
  public get _annotations(): Record<string, string> {
    return { ...this.own, ...this.options.annotations };
  }

  /**
   * Annotations for a Service whose fields cannot be set.
   * @internal
   */
  public get _annotationsAlone(): Record<string, string> {
    const annotations = this._annotations;
    if (this._sourceRanges.length > 0) annotations[`${PREFIX}load-balancer-source-ranges`] = this._sourceRanges.join(',');
    return annotations;
  }

  /** @internal */
  public get _spec(): EntryServiceSpec {
    const { nodePort, httpPort, httpsPort } = this.without;
    if (this._kind === LoadBalancerKind.NONE) return { type: nodePort === true ? 'NodePort' : 'ClusterIP', httpPort, httpsPort };
    return {
      type: 'LoadBalancer',
      loadBalancerClass: this._kind === LoadBalancerKind.AUTO_MODE ? 'eks.amazonaws.com/nlb' : undefined,
      externalTrafficPolicy: this.options.externalTrafficPolicy,
      loadBalancerSourceRanges: this._sourceRanges.length === 0 ? undefined : this._sourceRanges,
    };
  }
}

/** In JavaScript they may be left out, and what comes then is not what most want. */
function checkOptions(options: AnyLoadBalancerOptions | undefined): Problem | undefined {
  return options?.scheme === undefined ? noScheme() : undefined;
}

function noScheme(): Problem {
  return loadBalancerFault('a load balancer does not say who reaches it, and would be reached from the VPC only', undefined,
    '`LoadBalancerScheme.INTERNET_FACING` or `LoadBalancerScheme.INTERNAL`', 'write `scheme: LoadBalancerScheme.INTERNET_FACING`');
}

/** Follows aws.go and aws_loadbalancer.go of k8s.io/cloud-provider-aws; its documentation says less. */
function inTree({ scheme, crossZone, tags }: InTreeLoadBalancerOptions): Record<string, string> {
  return {
    ...flag('internal', scheme === LoadBalancerScheme.INTERNAL, 'true'),
    ...text('cross-zone-load-balancing-enabled', crossZone === undefined ? undefined : String(crossZone)),
    ...pairs('additional-resource-tags', tags),
  };
}

/** What the AWS Load Balancer Controller and Auto Mode have in common. */
function ofController(options: NlbOptions): Record<string, string> {
  const { scheme, targetType = NlbTargetType.IP, subnets, ipAddressType, crossZone, preserveClientIp, tags } = options;
  const group = {
    ...preserveClientIp === undefined ? {} : { 'preserve_client_ip.enabled': String(preserveClientIp) },
    ...options.proxyProtocol === true ? { 'proxy_protocol_v2.enabled': 'true' } : {},
  };
  return {
    [`${AWS}nlb-target-type`]: targetType,
    ...text('scheme', scheme),
    ...list('subnets', subnets),
    ...text('ip-address-type', ipAddressType),
    ...pairs('attributes', crossZone === undefined ? undefined : { 'load_balancing.cross_zone.enabled': String(crossZone) }),
    ...pairs('target-group-attributes', group),
    ...pairs('additional-resource-tags', tags),
  };
}

function text(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [AWS + name]: value };
}

function flag(name: string, on: boolean | undefined, value: string): Record<string, string> {
  return on === true ? { [AWS + name]: value } : {};
}

function list(name: string, values: readonly string[] | undefined): Record<string, string> {
  return values === undefined ? {} : { [AWS + name]: values.join(',') };
}

function pairs(name: string, values: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const entries = Object.entries(values ?? {});
  return entries.length === 0 ? {} : { [AWS + name]: entries.map(([key, value]) => `${key}=${value}`).join(',') };
}
