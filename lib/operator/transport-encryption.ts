import { fieldsOf, groupOf } from '../core';
import type { Manifest } from '../releases';
import { fieldsAt, own, textsOf } from './reading';

const GROUPS = ['cert-manager.io', 'trust.cert-manager.io'];
const ENCRYPTED = ['permissive', 'strict'];

/**
 * Whether a KnativeEventing has its data planes talk TLS. Follows pkg/reconciler/knativeeventing/eventing_tls.go, which
 * reads its spec and never the ConfigMap of the release.
 */
export function encryptsTransport(spec: unknown): boolean {
  const config = fieldsAt(spec, 'config');
  const features = textsOf(own(config, 'features') ?? own(config, 'config-features'));
  return Object.entries(features).some(([key, value]) =>
    key.trim() === 'transport-encryption' && ENCRYPTED.includes(value.toLowerCase()));
}

/** Whether an object is there for encrypted transport only; without it the cluster may not even have its kind. */
function isForEncryption({ apiVersion }: Manifest): boolean {
  return GROUPS.includes(groupOf(apiVersion));
}

/** The objects of Eventing that are installed: without encrypted transport, none that is for it. */
export function withoutIdleCertificates(spec: unknown, objects: readonly Manifest[]): readonly Manifest[] {
  return encryptsTransport(fieldsOf(spec)) ? objects : objects.filter((object) => !isForEncryption(object));
}
