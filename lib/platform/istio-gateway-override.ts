import { checkChoice, checkLabels, checkWhole, type Problem, show } from '../core';

/** What crosses a port of a gateway. */
export enum IstioProtocol {
  HTTP = 'HTTP',
  HTTPS = 'HTTPS',
  GRPC = 'GRPC',
  HTTP2 = 'HTTP2',
  MONGO = 'MONGO',
  TCP = 'TCP',
  TLS = 'TLS',
}

/** How a gateway encrypts. */
export enum IstioTlsMode {
  PASSTHROUGH = 'PASSTHROUGH',
  SIMPLE = 'SIMPLE',
  MUTUAL = 'MUTUAL',
  AUTO_PASSTHROUGH = 'AUTO_PASSTHROUGH',
  ISTIO_MUTUAL = 'ISTIO_MUTUAL',
}

/** A version of TLS, in the numbers of Istio. */
export enum IstioTlsProtocol {
  TLS_AUTO = 0,
  TLSV1_0 = 1,
  TLSV1_1 = 2,
  TLSV1_2 = 3,
  TLSV1_3 = 4,
}

/** A port of a gateway. */
export interface IstioPort {
  /** Number, from 0, for a Unix domain socket, to 65535 (`KN-PLT-010`). */
  readonly number: number;
  /** What crosses it. */
  readonly protocol: IstioProtocol;
  /** Name of the port. */
  readonly name: string;
  /**
   * Port of the pods behind.
   * @default - the number
   */
  readonly targetPort?: number;
}

/** How a server of a gateway encrypts. Keys and certificates are names of files or Secrets, never their content. */
export interface IstioServerTls {
  /**
   * Whether plain requests are sent on to HTTPS.
   * @default false
   */
  readonly httpsRedirect?: boolean;
  /**
   * How it encrypts.
   * @default IstioTlsMode.PASSTHROUGH
   */
  readonly mode?: IstioTlsMode;
  /**
   * File with the certificate.
   * @default - none
   */
  readonly serverCertificate?: string;
  /**
   * File with the private key.
   * @default - none
   */
  readonly privateKey?: string;
  /**
   * File with the certificate authorities that clients may come from.
   * @default - none
   */
  readonly caCertificates?: string;
  /**
   * Name of the Secret with the certificate, in the namespace of the gateway's pods.
   * @default - none
   */
  readonly credentialName?: string;
  /**
   * Names of which a client's certificate must have one.
   * @default - any
   */
  readonly subjectAltNames?: readonly string[];
  /**
   * SHA-256 hashes, in base64, of the public keys that clients may have.
   * @default - any
   */
  readonly verifyCertificateSpki?: readonly string[];
  /**
   * SHA-256 hashes, in hex, of the certificates that clients may have.
   * @default - any
   */
  readonly verifyCertificateHash?: readonly string[];
  /**
   * Oldest version.
   * @default - as Istio has it
   */
  readonly minProtocolVersion?: IstioTlsProtocol;
  /**
   * Newest version.
   * @default - as Istio has it
   */
  readonly maxProtocolVersion?: IstioTlsProtocol;
  /**
   * Ciphers that may be used.
   * @default - as Istio has it
   */
  readonly cipherSuites?: readonly string[];
}

/** A server of a gateway. */
export interface IstioServer {
  /** Where it listens. */
  readonly port: IstioPort;
  /** Hosts that it serves, each with an optional `namespace/` in front; one at least (`KN-PLT-010`). */
  readonly hosts: readonly string[];
  /**
   * Address or Unix domain socket that it listens at.
   * @default - every address
   */
  readonly bind?: string;
  /**
   * Name, which no other server of the gateway has.
   * @default - none
   */
  readonly name?: string;
  /**
   * How it encrypts.
   * @default - not at all
   */
  readonly tls?: IstioServerTls;
  /**
   * Where requests go that nothing else takes.
   * @default - nowhere
   */
  readonly defaultEndpoint?: string;
}

/** What is different about a gateway of net-istio; it changes something, or is refused with `KN-PLT-005`. */
export interface IstioGatewayOverride {
  /**
   * Labels of the pods of the gateway.
   * @default - as the release has them
   */
  readonly selector?: { readonly [label: string]: string };
  /**
   * Servers, in place of those of the release.
   * @default - as the release has them
   */
  readonly servers?: readonly IstioServer[];
}

/**
 * Follows pkg/reconciler/knativeserving/ingress/istio.go, and Istio's own rules, which a gateway has to keep later.
 * @internal
 */
export function checkGateway(gateway: IstioGatewayOverride): (Problem | undefined)[] {
  const { selector = {}, servers = [] } = gateway;
  const something = Object.keys(selector).length + servers.length > 0;
  return [something ? undefined : {
    code: 'KN-PLT-005',
    message: 'an override of a gateway changes nothing',
    received: gateway,
    allowed: '`selector`, `servers` or both',
    fix: 'leave the gateway out',
  }, ...checkLabels(selector), ...servers.flatMap(checkServer)];
}

/** @internal */
export function renderGateway({ selector, servers }: IstioGatewayOverride): Record<string, unknown> {
  return { selector: selector && { ...selector }, servers: servers?.map(renderServer) };
}

function checkServer({ port, hosts, tls }: IstioServer): (Problem | undefined)[] {
  return [
    checkWhole('KN-PLT-010', 'number', port.number, { min: 0, max: 65535, proposal: 443 }),
    checkWhole('KN-PLT-010', 'targetPort', port.targetPort, { min: 1, max: 65535, proposal: 443 }),
    checkChoice('KN-POD-048', 'protocol', port.protocol, IstioProtocol),
    checkChoice('KN-POD-048', 'mode', tls?.mode, IstioTlsMode),
    hosts.length > 0 ? undefined : fault('a server of a gateway has no hosts', hosts, 'one host at least', "write `hosts: ['*']`"),
    checkTlsVersion('minProtocolVersion', tls?.minProtocolVersion),
    checkTlsVersion('maxProtocolVersion', tls?.maxProtocolVersion),
  ];
}

function renderServer({ port, hosts, bind, name, tls, defaultEndpoint }: IstioServer): Record<string, unknown> {
  const { number, protocol, name: portName, targetPort } = port;
  return {
    port: { number, protocol, name: portName, target_port: targetPort },
    hosts: [...hosts],
    bind,
    name,
    tls: tls && { ...tls },
    defaultEndpoint,
  };
}

function checkTlsVersion(field: string, version: IstioTlsProtocol | undefined): Problem | undefined {
  // An enum of numbers has its names among its values.
  if (version === undefined || (typeof version === 'number' && version in IstioTlsProtocol)) return undefined;
  return fault(`the ${field} ${show(version)} of a gateway is no version of TLS`, version, 'a member of `IstioTlsProtocol`',
    'write `IstioTlsProtocol.TLSV1_2`');
}

function fault(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-PLT-010', message, received, allowed, fix };
}
