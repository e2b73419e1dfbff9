import { Duration } from 'cdk8s';
import { checkDuration, goDuration, type Problem } from '../core';
import { KEYS } from './annotation-rules';
import type { HttpProtocol } from './http-protocol';
import type { Traffic } from './traffic';
import type { Visibility } from './visibility';

/** How requests reach the revisions of a service. */
export interface RouteOptions {
  /**
   * Which revisions get which share of the requests; the shares sum up to 100 (`KN-TRF-002`).
   * @default - everything to the newest revision that is ready
   */
  readonly traffic?: readonly Traffic[];
  /**
   * From where the service can be reached.
   * @default - from wherever the domains of the cluster make it reachable
   */
  readonly visibility?: Visibility;
  /**
   * How long it takes until a new revision has all of the traffic: whole seconds, at least one.
   * @default - the cluster's: at once
   */
  readonly rolloutDuration?: Duration;
  /**
   * Networking layer that serves the addresses: `contour.ingress.networking.knative.dev`.
   * @default - the cluster's
   */
  readonly ingressClass?: string;
  /**
   * Issuer of the certificates: `cert-manager.certificate.networking.knative.dev`.
   * @default - the cluster's
   */
  readonly certificateClass?: string;
  /**
   * Whether the service has no TLS on its external domain although the cluster gives it to all; `false` writes that it
   * has.
   * @default - the cluster's
   */
  readonly disableExternalDomainTls?: boolean;
  /**
   * What the external address does with plain HTTP, where the service has TLS.
   * @default - the cluster's
   */
  readonly httpProtocol?: HttpProtocol;
}

/** Zero would not override what the cluster is set to. */
const ROLLOUT = { field: 'rolloutDuration', min: Duration.seconds(1), step: Duration.seconds(1) };

/** Checks what does not need the name of the service. */
export function checkRoute(options: RouteOptions): Problem | undefined {
  return checkDuration(options.rolloutDuration, ROLLOUT);
}

/** The annotations of the service. */
export function routeAnnotations(options: RouteOptions): Record<string, string> {
  const { rolloutDuration, ingressClass, certificateClass, disableExternalDomainTls, httpProtocol } = options;
  const annotations: Record<string, string> = {};
  if (rolloutDuration !== undefined) annotations[KEYS.rolloutDuration] = goDuration(rolloutDuration);
  if (ingressClass !== undefined) annotations[KEYS.ingressClass] = ingressClass;
  if (certificateClass !== undefined) annotations[KEYS.certificateClass] = certificateClass;
  if (disableExternalDomainTls !== undefined) {
    annotations[KEYS.disableExternalDomainTls] = String(disableExternalDomainTls);
  }
  if (httpProtocol !== undefined) annotations[KEYS.httpProtocol] = httpProtocol;
  return annotations;
}
