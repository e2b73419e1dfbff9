import { parse } from 'yaml';
import { type Fields, fieldsOf, listOfFields } from '../core';
import type { Manifest } from '../releases';
import { edited, to, type Transform } from './edits';
import { fieldsAt, own, textOf } from './reading';

const LOCAL = 'knative-local-gateway';
const INGRESS = 'knative-ingress-gateway';
const OLD_LOCAL = 'cluster-local-gateway';
/** Where the gateways of Istio run. */
const HOME = 'istio-system';

/**
 * What is different about the gateways of net-istio. Follows pkg/reconciler/knativeserving/ingress/istio.go.
 * @param spec of KnativeServing
 */
export function istioGateways(spec: Fields): Transform {
  const options = fieldsAt(spec, 'ingress', 'istio');
  return (manifest) => {
    const { apiVersion, kind, metadata: { name } } = manifest;
    if (kind !== 'Gateway' || !apiVersion.startsWith('networking.istio.io/')) return manifest;
    if (name === INGRESS) return withGateway(manifest, fieldsOf(options[INGRESS]));
    return name === LOCAL || name === OLD_LOCAL ? withGateway(manifest, fieldsOf(options[LOCAL])) : manifest;
  };
}

function withGateway(manifest: Manifest, { selector, servers }: Fields): Manifest {
  const chosen = withSelector(manifest, selector);
  const listed = listOfFields(servers);
  return listed.length === 0 ? chosen : edited(chosen, ['spec', 'servers'], to(listed.map(server)));
}

function withSelector(manifest: Manifest, selector: unknown): Manifest {
  return Object.keys(fieldsOf(selector)).length === 0 ? manifest : edited(manifest, ['spec', 'selector'], to(selector));
}

/** Versions of TLS are numbers in the spec of the operator, and words in a Gateway. */
const TLS_VERSIONS = ['TLS_AUTO', 'TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3'];

function server(fields: Fields): Fields {
  if (fields.tls === undefined) return fields;
  const tls = Object.entries(fieldsOf(fields.tls)).map(([field, value]) =>
    [field, typeof value === 'number' ? TLS_VERSIONS[value] ?? value : value]);
  return { ...fields, tls: Object.fromEntries(tls) };
}

/**
 * The Services of the gateways of net-istio, of which the local one lies with Istio. Follows
 * pkg/reconciler/knativeserving/ingress/ingress_service.go, which asks for no layer that is on.
 * @param spec of KnativeServing
 */
export function istioServices(spec: Fields, namespace: string): Transform {
  const options = fieldsAt(spec, 'ingress', 'istio');
  const config = fieldsOf(spec.config);
  const gateways = [own(config, 'istio'), own(config, 'config-istio')].map((data) => gatewayNamespace(fieldsOf(data), namespace));
  const home = gateways.reduce((before, found) => found === '' ? before : found, HOME);
  return (manifest) => {
    const { apiVersion, kind, metadata: { name } } = manifest;
    if (kind !== 'Service' || apiVersion !== 'v1') return manifest;
    if (name === INGRESS) return withSelector(manifest, fieldsOf(options[INGRESS]).selector);
    if (name !== LOCAL) return manifest;
    return withSelector(edited(manifest, ['metadata', 'namespace'], to(home)), fieldsOf(options[LOCAL]).selector);
  };
}

/** Where a ConfigMap says that the local gateway is: a list in YAML, or a key of its own as `service.namespace...`. */
function gatewayNamespace(data: Fields, namespace: string): string {
  const listed = gatewaysIn(textOf(data['local-gateways']) ?? '').find(({ name }) => name === LOCAL);
  const inList = textOf(listed?.namespace) ?? '';
  if (inList !== '') return inList;
  const [, place = ''] = (textOf(data[`local-gateway.${namespace}.${LOCAL}`]) ?? '').split('.');
  return place;
}

function gatewaysIn(text: string): readonly Fields[] {
  try {
    return listOfFields(parse(text));
  } catch {
    // The operator takes what it cannot read for nothing.
    return [];
  }
}
