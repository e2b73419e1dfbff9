import {
  ConfigMapReference, CustomCerts, type IstioGatewayOverride, IstioProtocol, IstioTlsMode, IstioTlsProtocol,
  KnativeServing, KourierServiceType, SecretReference,
} from '../../lib';
import { installation, NOT_OFFERED } from '../program-parts/installation';
import type { KindProgram } from './program';

const GATEWAY: IstioGatewayOverride = {
  selector: { istio: 'ingressgateway' },
  servers: [{
    name: 'https', bind: '0.0.0.0', defaultEndpoint: '127.0.0.1:8080', hosts: ['*.example.com'],
    port: { number: 443, protocol: IstioProtocol.HTTPS, name: 'https', targetPort: 8443 },
    tls: {
      mode: IstioTlsMode.MUTUAL, httpsRedirect: false, serverCertificate: '/etc/certs/tls.crt',
      privateKey: '/etc/certs/tls.key', caCertificates: '/etc/certs/ca.crt', credentialName: 'gateway',
      subjectAltNames: ['client.example.com'],
      verifyCertificateSpki: ['47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
      verifyCertificateHash: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
      minProtocolVersion: IstioTlsProtocol.TLSV1_2, maxProtocolVersion: IstioTlsProtocol.TLSV1_3,
      cipherSuites: ['ECDHE-ECDSA-AES256-GCM-SHA384'],
    },
  }],
};

export const program: KindProgram = {
  apiVersion: 'operator.knative.dev/v1beta1',
  kind: 'KnativeServing',
  program: (chart) => {
    new KnativeServing(chart, 'edge', {
      ...installation({
        workload: 'controller', container: 'controller', service: 'webhook', podDisruptionBudget: 'webhook-pdb',
      }),
      ingress: {
        istio: { enabled: true, knativeIngressGateway: GATEWAY, knativeLocalGateway: GATEWAY },
        kourier: {
          enabled: true, serviceType: KourierServiceType.NODE_PORT, httpPort: 30080, httpsPort: 30443,
          bootstrapConfigMap: ConfigMapReference.fromName('bootstrap'),
        },
        contour: { enabled: false },
        gatewayApi: { enabled: false },
      },
      controllerCustomCerts: CustomCerts.fromSecret(SecretReference.fromName('registry-ca')),
      securityGuard: true,
    });
    new KnativeServing(chart, 'core', {
      config: { network: { 'ingress-class': 'kourier.ingress.networking.knative.dev' } },
      ingress: {
        kourier: {
          enabled: true, serviceType: KourierServiceType.LOAD_BALANCER, serviceLoadBalancerIp: '192.0.2.10',
        },
      },
      controllerCustomCerts: CustomCerts.fromConfigMap(ConfigMapReference.fromName('registry-ca')),
    });
  },
  notReached: NOT_OFFERED,
};
