import { Duration } from 'cdk8s';
import {
  checkDuration, checkName, DNS_1035_LABEL, DNS_1123_LABEL, DNS_1123_SUBDOMAIN, LONGEST_GO_DURATION, type Problem, show,
} from '../core';
import type { ContourCorsPolicy, ContourInstallation, ContourOptions, ContourTlsSecret } from './contour-options';

/** As a TLSCertificateDelegation has it. */
const ALL_NAMESPACES = '*';

/** Follows the expression for options in pkg/reconciler/contour/config/contour.go of net-contour. */
const TOKEN = /^[a-zA-Z0-9!#$%&'*+.^_`|~-]+$/;
const STEP = Duration.millis(1);

/** Checks the options by themselves; follows contour.go of net-contour, which gives the whole ConfigMap up. */
export function checkContour(options: ContourOptions): (Problem | undefined)[] {
  const { idleTimeout, responseTimeout, defaultTlsSecret, corsPolicy, visibility, loadBalancer } = options;
  const range = { min: STEP, max: LONGEST_GO_DURATION, step: STEP };
  return [
    checkDuration(idleTimeout, { ...range, field: 'idleTimeout' }),
    checkDuration(responseTimeout, { ...range, field: 'responseTimeout' }),
    ...defaultTlsSecret === undefined ? [] : checkSecret(defaultTlsSecret),
    ...corsPolicy === undefined ? [] : checkCors(corsPolicy),
    ...visibility === undefined ? [] : [
      ...checkInstallation('externalIp', visibility.externalIp), ...checkInstallation('clusterLocal', visibility.clusterLocal),
    ],
    visibility === undefined || loadBalancer === undefined ? undefined : {
      code: 'KN-NET-003',
      message: 'installations of Contour of one\'s own have Services of their own, which the load balancer would not reach',
      received: visibility.externalIp,
      allowed: '`loadBalancer` or `visibility`',
      fix: 'leave `loadBalancer` out, and say it where that Service is made',
    },
  ];
}

function checkSecret({ namespace, name, targetNamespaces }: ContourTlsSecret): (Problem | undefined)[] {
  return [
    checkName('namespace name', namespace, DNS_1123_LABEL, 'KN-NAM-006'),
    checkName('name for a Secret', name, DNS_1123_SUBDOMAIN, 'KN-POD-039'),
    ...(targetNamespaces ?? []).filter((target) => target !== ALL_NAMESPACES)
      .map((target) => checkName('namespace name', target, DNS_1123_LABEL, 'KN-NAM-006')),
    targetNamespaces === undefined || targetNamespaces.length > 0 ? undefined : fault(
      'nobody may use the default certificate of Contour', targetNamespaces, 'one namespace at least, or all of them',
      'leave `targetNamespaces` out'),
  ];
}

function checkCors(cors: ContourCorsPolicy): (Problem | undefined)[] {
  const { allowOrigin = [], allowMethods = [], allowHeaders = [], exposeHeaders = [], maxAge } = cors;
  const empty = allowOrigin.length === 0 ? 'allowOrigin' : 'allowMethods';
  return [
    allowOrigin.length > 0 && allowMethods.length > 0 ? undefined : fault(`a CORS policy of Contour has no \`${empty}\``, cors,
      'one origin and one method at least', `write \`${empty}: ['${empty === 'allowOrigin' ? 'https://example.com' : 'GET'}']\``),
    ...allowOrigin.map((origin) => typeof origin === 'string' && origin.trim() !== '' ? undefined : fault(
      `${show(origin)} is no origin`, origin, '`*`, an origin, or a regular expression', 'write `https://example.com`, for example')),
    ...[...allowMethods, ...allowHeaders, ...exposeHeaders].map((word) => TOKEN.test(word) ? undefined : fault(
      `${show(word)} is neither a method nor a header`, word, 'letters, digits and a few signs, without spaces',
      'write `GET` or `authorization`, for example')),
    checkDuration(maxAge, { field: 'maxAge', min: Duration.seconds(0), max: LONGEST_GO_DURATION, step: STEP }),
  ];
}

function checkInstallation(field: string, installation: ContourInstallation | undefined): (Problem | undefined)[] {
  if (installation === undefined) {
    return [fault(`the visibility of Contour has no \`${field}\``, installation, 'both `externalIp` and `clusterLocal`',
      `write \`${field}: { className: 'contour-external', namespace: 'contour-external', service: 'envoy' }\``)];
  }
  return [
    checkName('class of Contour', installation.className, DNS_1123_SUBDOMAIN, 'KN-NET-004'),
    checkName('namespace name', installation.namespace, DNS_1123_LABEL, 'KN-NAM-006'),
    checkName('name for a Service', installation.service, DNS_1035_LABEL, 'KN-NET-004'),
  ];
}

function fault(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-NET-004', message, received, allowed, fix };
}
