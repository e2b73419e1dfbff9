import { Duration } from 'cdk8s';
import { type AddressOptions, HttpProtocol, type RouteOptions, Visibility } from '../../lib';

/** Everything that is said of an address. */
export const ADDRESS: AddressOptions = {
  ingressClass: 'contour.ingress.networking.knative.dev', disableExternalDomainTls: true, httpProtocol: HttpProtocol.REDIRECTED,
};

/** Everything that is said of how requests reach revisions, but for the shares. */
export const ROUTING: RouteOptions = {
  ...ADDRESS, visibility: Visibility.CLUSTER_LOCAL, rolloutDuration: Duration.minutes(5),
  certificateClass: 'cert-manager.certificate.networking.knative.dev',
};

/** A field of a share that no program writes. */
export const TRAFFIC_NOT_REACHED: Readonly<Record<string, string>> = {
  'spec.traffic[].url': 'status: admission refuses it in a spec',
};
