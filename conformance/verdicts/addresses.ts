import { ApiObject, Chart } from 'cdk8s';
import { ClusterIssuer, KnativePlatform, KnativeService, Traffic, WildcardCertificates } from '../../lib';
import { byHand, type Fields, REFERENCE } from '../verdict-parts/manifest';
import type { VerdictRow } from './row';

const kind = 'Service';
const IMAGE = 'ghcr.io/example/orders:1.0';
const LONG = 'a'.repeat(50);
const DOMAIN = 'knative.example.com';
const TEMPLATE = '{{.Name}}-{{.Namespace}}.{{.Domain}}';
const FLAT = '{{.Name}}.{{.Domain}}';

const service = (name: string, traffic?: Fields) => byHand('serving.knative.dev/v1', kind, name, {
  template: { spec: { containers: [{ image: IMAGE }] } }, ...traffic,
})();

function onPlatform(chart: Chart, domainTemplate?: string): void {
  KnativePlatform.existing(chart, 'platform', { domain: DOMAIN, serving: { network: { domainTemplate } } });
}

/** A template in the settings of Serving; the operator takes any, and Knative's webhook then sees the ConfigMap. */
function templateRow(
  mistake: string, refused: VerdictRow['refused'], network: { domainTemplate?: string; tagTemplate?: string }, stricter: string,
): VerdictRow {
  const { domainTemplate, tagTemplate } = network;
  return {
    kind: 'KnativeServing', mistake, refused, stricter,
    program: (chart) => { KnativePlatform.existing(chart, 'platform', { domain: DOMAIN, serving: { network } }); },
    manifest: byHand('operator.knative.dev/v1beta1', 'KnativeServing', 'knative-serving', {
      config: { network: { 'domain-template': domainTemplate, 'tag-template': tagTemplate } },
    })(),
  };
}

const STUCK = 'the webhook of Serving refuses the ConfigMap, and the installation stands still';
const NO_ROUTE = 'no Route becomes ready';

export const rows: readonly VerdictRow[] = [
  templateRow('a domain template that Go cannot read', 'KN-ADR-001', { domainTemplate: '{{.Name' }, STUCK),
  templateRow('a domain template with a field that there is not', 'KN-ADR-001', { domainTemplate: '{{.Tag}}.{{.Domain}}' }, STUCK),
  templateRow('a domain template that is empty', 'KN-ADR-001', { domainTemplate: '' }, STUCK),
  templateRow('a domain template with a port', 'KN-ADR-001', { domainTemplate: '{{.Name}}.{{.Domain}}:80' }, NO_ROUTE),
  templateRow('one host for all services', 'KN-ADR-001', { domainTemplate: '{{.Namespace}}.{{.Domain}}' },
    'one service gets the requests of all others'),
  templateRow('a tag template that Go cannot read', 'KN-ADR-002', { tagTemplate: '{{.Tag' }, STUCK),
  templateRow('a tag template with a dot', 'KN-ADR-002', { tagTemplate: '{{.Tag}}.{{.Name}}' }, NO_ROUTE),
  templateRow('one host for all tags', 'KN-ADR-002', { tagTemplate: '{{.Name}}' }, NO_ROUTE),
  {
    kind: 'Namespace', mistake: 'a namespace too long for its wildcard certificate', refused: 'KN-ADR-008',
    program: (chart) => {
      KnativePlatform.existing(chart, 'platform', {
        domain: DOMAIN, issuer: ClusterIssuer.fromName('letsencrypt'),
        tls: { wildcardCertificates: WildcardCertificates.forNamespaces(LONG) },
      });
    },
    manifest: (chart) => { new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: LONG } }); },
    stricter: 'Knative says `CommonName Too Long`, and services of the namespace have no TLS',
  },
  {
    kind, mistake: 'a public host with a label of more than 63 characters', refused: 'KN-ADR-003',
    program: (chart) => {
      onPlatform(chart, `${TEMPLATE.replace('{{.Name}}', '{{.Name}}-of-the-namespace')}`);
      new KnativeService(chart, LONG, { image: IMAGE });
    },
    manifest: service(LONG),
    stricter: 'the Route says `invalid domain name`, and never becomes ready',
  },
  {
    kind, mistake: 'two services with one public host', refused: 'KN-ADR-009',
    program: (chart) => {
      onPlatform(chart, FLAT);
      new KnativeService(chart, 'orders', { image: IMAGE });
      new KnativeService(new Chart(chart, 'second', { namespace: 'payments' }), 'orders', { image: IMAGE });
    },
    manifest: service('orders'),
    stricter: 'one of the two gets the requests of both',
  },
  {
    kind: 'DomainMapping', mistake: 'a mapped domain that is the host of a service', refused: 'KN-ADR-009',
    program: (chart) => {
      onPlatform(chart);
      const orders = new KnativeService(chart, 'orders', { image: IMAGE });
      orders.mapDomain('www', { domain: `orders.${chart.namespace}.${DOMAIN}`, createClaim: false });
    },
    manifest: byHand('serving.knative.dev/v1beta1', 'DomainMapping', `orders.shop.${DOMAIN}`, { ref: REFERENCE })(),
    stricter: 'one of the two gets the requests of both',
  },
  {
    kind, mistake: 'a tag whose host is the one of a service of another namespace', refused: 'KN-ADR-009',
    program: (chart) => {
      onPlatform(chart, FLAT);
      new KnativeService(chart, 'orders', { image: IMAGE, traffic: [Traffic.latest(100, { tag: 'old' })] });
      new KnativeService(new Chart(chart, 'second', { namespace: 'payments' }), 'old-orders', { image: IMAGE });
    },
    manifest: service('orders', { traffic: [{ latestRevision: true, percent: 100, tag: 'old' }] }),
    stricter: 'one of the two gets the requests of both',
  },
];
