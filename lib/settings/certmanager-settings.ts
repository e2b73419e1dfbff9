import { checkName, DNS_1123_SUBDOMAIN, KNATIVE_SERVING, type Problem } from '../core';
import { type SettingKey, type SettingsMap, yaml } from './settings-table';

/**
 * Who signs certificates: a ClusterIssuer, since pkg/reconciler/certificate of Serving looks for nothing else while a
 * certificate is on its way.
 */
export interface CertificateIssuer {
  /** Name of the ClusterIssuer. */
  readonly name: string;
}

/**
 * Who signs which certificates: the ConfigMap `config-certmanager`.
 * @see https://knative.dev/docs/serving/encryption/configure-certmanager-integration/
 */
export interface CertManagerSettings {
  /**
   * For public hosts.
   * @default - `knative-selfsigned-issuer`, which no release installs
   */
  readonly issuerRef?: CertificateIssuer;
  /**
   * For hosts of the cluster itself, which no ACME issuer signs.
   * @default - `knative-selfsigned-issuer`, which no release installs
   */
  readonly clusterLocalIssuerRef?: CertificateIssuer;
  /**
   * For activator and queue-proxy, whose names no ACME issuer signs.
   * @default - `knative-selfsigned-issuer`, which no release installs
   */
  readonly systemInternalIssuerRef?: CertificateIssuer;
}

/** Follows pkg/reconciler/certificate/config/cert_manager.go, which takes any mapping. */
export const CERT_MANAGER: SettingsMap<CertManagerSettings> = {
  configMap: 'config-certmanager',
  namespace: KNATIVE_SERVING,
  keys: {
    issuerRef: issuer('issuerRef'),
    clusterLocalIssuerRef: issuer('clusterLocalIssuerRef'),
    systemInternalIssuerRef: issuer('systemInternalIssuerRef'),
  },
};

function issuer(key: string): SettingKey<CertificateIssuer> {
  return yaml(key, ({ name }: CertificateIssuer) => ({ kind: 'ClusterIssuer', name }), checkIssuer);
}

function checkIssuer({ name }: CertificateIssuer, field: string): Problem | undefined {
  return checkName(`issuer in ${field}`, name, DNS_1123_SUBDOMAIN, 'KN-SET-001');
}
