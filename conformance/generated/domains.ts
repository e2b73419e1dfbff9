import fc from 'fast-check';
import {
  bool, calling, chart, choice, type Configuration, construct, draft, type Drafts, type Gen, given, maybe,
  type MaybeGen, memberOf, oneOf, some, struct,
} from './arbitraries';
import { call, CHART, create, type Expr, fields, list, literal } from './expression';
import { pod, port, Role, settings } from './pod';
import { revision, smallService, withAccount } from './serving';
import { id, image, label, metadata, plainMetadata, seconds, secret } from './values';

const SORTS = ['configuration', 'resource', 'subject'];

/** Revisions without an address. */
function configurations(configuration: Configuration): Drafts {
  return draft('configuration', SORTS, construct('Configuration', id(), struct({ image }, {
    metadata, ...settings(configuration, Role.SERVER), ...pod(configuration, Role.SERVER),
    ...revision(configuration), port, http2: bool, containerName: label,
  }, 0.12).map(withAccount)));
}

const smallConfiguration: Drafts = draft('configuration', SORTS, construct('Configuration', id(), struct({ image })), 0);

/** Of a configuration and a revision, in shares that sum up to 100. */
const traffic: Gen = fc.tuple(some('configuration', smallConfiguration), fc.integer({ min: 0, max: 100 }), fc.boolean()).map(([of, share, tagged]): Expr => list(
  call('Traffic', 'configuration', of, literal(share), ...(tagged ? [given({ tag: literal('now') })] : [])),
  call('Traffic', 'revision', literal('orders-00001'), literal(100 - share)),
));

const address: Record<string, MaybeGen> = {
  ingressClass: oneOf('contour.ingress.networking.knative.dev'), disableExternalDomainTls: bool, httpProtocol: memberOf('HttpProtocol'),
};

const routes: Drafts = draft('route', ['sink', 'resource', 'receiver', 'route'], construct('Route', id(59), struct({ traffic }, {
  metadata, ...address, visibility: memberOf('Visibility'), rolloutDuration: seconds(1, 900), certificateClass: oneOf('cert-manager.certificate.networking.knative.dev'),
})));

/** Domains are of the whole cluster. */
const domain: Gen = fc.constantFrom('shop', 'orders').map((word): Expr => ({ is: 'fresh', word, clusterWide: true, behind: '.example.com' }));
const options = { metadata: plainMetadata, ingressClass: oneOf('contour.ingress.networking.knative.dev'), httpProtocol: memberOf('HttpProtocol'), createClaim: bool };
const mapping = (required: Readonly<Record<string, Gen>>): Gen => choice(
  struct({ domain, ...required }, { ...options, disableExternalDomainTls: bool }),
  struct({ domain, ...required }, { ...options, tlsSecret: secret }),
);
const plainService: Drafts = fc.constant({
  as: 'kubernetes', sorts: ['kubernetesService', 'kubernetesService:80'], expr: create('Service', CHART, { is: 'fresh', word: 'plain' }, fields({
    ports: list(fields({ port: literal(80) })),
  })),
});
const target: Gen = choice(some('route', routes), some('service', smallService), calling('DomainMappingTarget', 'kubernetesService', label),
  calling('DomainMappingTarget', 'service', some('kubernetesService:80', plainService)));

/** Routes, configurations, domains. */
export function domains(configuration: Configuration): Drafts[] {
  return [
    configurations(configuration), routes, routes,
    draft('mapping', ['resource'], construct('DomainMapping', id(), mapping({ ref: target }))),
    draft('mapping', ['resource'], calling(choice(some('route', routes), some('service', smallService)), 'mapDomain', id(), mapping({}))),
    draft('claim', [], construct('ClusterDomainClaim', id(), struct({ domain, namespace: oneOf('shop') }, { metadata: plainMetadata }))),
    draft('configuration', ['configuration'], calling('Configuration', 'fromConfigurationName', chart, id(), oneOf('existing'), maybe(struct({}, {})))),
    draft('route', ['sink', 'route'], calling('Route', 'fromRouteName', chart, id(), oneOf('existing'), maybe(metadata))),
    draft('service', ['sink', 'configuration'], calling('KnativeService', 'fromServiceName', chart, id(), oneOf('existing'), maybe(metadata))),
  ];
}
