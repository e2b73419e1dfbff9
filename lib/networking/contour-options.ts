import type { Duration } from 'cdk8s';
import type { LoadBalancer } from './load-balancer';

/** A Secret with a certificate, and which namespaces may use it. */
export interface ContourTlsSecret {
  /** Namespace of the Secret. */
  readonly namespace: string;
  /** Name of the Secret. */
  readonly name: string;
  /**
   * Namespaces of the services that may use it.
   * @default - all
   */
  readonly targetNamespaces?: readonly string[];
}

/**
 * Who may call services from web pages of other origins.
 * @see https://projectcontour.io/docs/main/config/cors/
 */
export interface ContourCorsPolicy {
  /** Origins: `*`, `https://example.com`, or a regular expression; one at least (`KN-NET-004`). */
  readonly allowOrigin: readonly string[];
  /** Methods of HTTP; one at least (`KN-NET-004`). */
  readonly allowMethods: readonly string[];
  /**
   * Headers that requests may have.
   * @default - those that browsers always allow
   */
  readonly allowHeaders?: readonly string[];
  /**
   * Headers of answers that pages may read.
   * @default - those that browsers always show
   */
  readonly exposeHeaders?: readonly string[];
  /**
   * Whether requests may carry cookies and credentials.
   * @default false
   */
  readonly allowCredentials?: boolean;
  /**
   * How long browsers keep the answer, in whole milliseconds.
   * @default - as the browser does
   */
  readonly maxAge?: Duration;
}

/** An installation of Contour that serves one sort of services. */
export interface ContourInstallation {
  /** Class that it looks for in HTTPProxies. */
  readonly className: string;
  /** Namespace of the Service of its Envoy. */
  readonly namespace: string;
  /** Name of the Service of its Envoy. */
  readonly service: string;
}

/** The installations of Contour that services are reached through; both are needed. */
export interface ContourVisibility {
  /** For services that are public. */
  readonly externalIp: ContourInstallation;
  /** For services that are for the cluster only. */
  readonly clusterLocal: ContourInstallation;
}

/** Options for `Ingress.contour`. */
export interface ContourOptions {
  /**
   * How requests from outside reach Envoy.
   * @default - as net-contour's manifest has it: a load balancer, which on EKS is a classic one
   */
  readonly loadBalancer?: LoadBalancer;
  /**
   * How long a connection may rest.
   * @default - for ever
   */
  readonly idleTimeout?: Duration;
  /**
   * How long an answer may take.
   * @default - for ever
   */
  readonly responseTimeout?: Duration;
  /**
   * Certificate for public services for which Knative gets none: all of them on a platform without `issuer`, else those
   * that do without. The right to use it, a TLSCertificateDelegation, is written beside it.
   * @default - none
   */
  readonly defaultTlsSecret?: ContourTlsSecret;
  /**
   * Who may call services from web pages of other origins; for public hosts only.
   * @default - what each service answers itself
   */
  readonly corsPolicy?: ContourCorsPolicy;
  /**
   * Installations of Contour of one's own, in place of those of net-contour's manifest. What their Services look like
   * is up to whoever makes them, so that `loadBalancer` is refused beside it (`KN-NET-003`).
   * @default - `contour-external/envoy` and `contour-internal/envoy`
   */
  readonly visibility?: ContourVisibility;
}
