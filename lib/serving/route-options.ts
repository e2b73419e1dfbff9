import { Duration } from 'cdk8s';
import { checkDuration, goDuration, LONGEST_GO_DURATION, refuse, type Resource, type ResourceProps } from '../core';
import { checkWrittenTwice, KEYS } from './annotation-rules';
import type { HttpProtocol } from './http-protocol';
import type { Traffic } from './traffic';
import type { Visibility } from './visibility';

/** What serves an address, and how: of services, routes and mapped domains. */
export interface AddressOptions {
  /**
   * Networking layer that serves the address: `contour.ingress.networking.knative.dev`.
   * @default - the cluster's
   */
  readonly ingressClass?: string;
  /**
   * Whether there is no TLS on the external domain although the cluster gives it to all; `false` writes that there is.
   * @default - the cluster's
   */
  readonly disableExternalDomainTls?: boolean;
  /**
   * What the external address does with plain HTTP, where there is TLS.
   * @default - the cluster's
   */
  readonly httpProtocol?: HttpProtocol;
}

/** How requests reach revisions. */
export interface RouteOptions extends AddressOptions {
  /**
   * Which revisions get which share of the requests; the shares sum up to 100 (`KN-TRF-002`).
   * @default - everything to the newest revision that is ready
   */
  readonly traffic?: readonly Traffic[];
  /**
   * From where the address can be reached.
   * @default - from wherever the domains of the cluster make it reachable
   */
  readonly visibility?: Visibility;
  /**
   * How long it takes until a new revision has all of the traffic: whole seconds, at least one.
   * @default - the cluster's: at once
   */
  readonly rolloutDuration?: Duration;
  /**
   * Issuer of the certificates: `cert-manager.certificate.networking.knative.dev`.
   * @default - the cluster's
   */
  readonly certificateClass?: string;
}

const SECOND = Duration.seconds(1);
/** Zero would not override what the cluster is set to. */
const ROLLOUT = { field: 'rolloutDuration', min: SECOND, max: LONGEST_GO_DURATION, step: SECOND };

/** Checks all but the traffic, and writes it into the metadata of a service, route or mapping. */
export function writeAddress(owner: Resource, options: Omit<RouteOptions, 'traffic'> & ResourceProps): void {
  const { metadata } = owner.apiObject;
  const annotations = annotationsOf(options);
  refuse(owner, checkDuration(options.rolloutDuration, ROLLOUT));
  refuse(owner, ...checkWrittenTwice(annotations, options.metadata?.annotations ?? {}));
  for (const [key, value] of Object.entries(annotations)) metadata.addAnnotation(key, value);
  if (options.visibility !== undefined) metadata.addLabel(KEYS.visibility, options.visibility);
}

function annotationsOf(options: Omit<RouteOptions, 'traffic'>): Record<string, string> {
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
