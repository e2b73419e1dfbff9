import { Duration, Testing } from 'cdk8s';
import { ClusterChart, ClusterController, KnativeVersion, prerequisitesFor } from '../../lib/core';
import {
  AwsLoadBalancerController, type ContourOptions, DnsRecords, ExternalTrafficPolicy, type GatewayApiOptions, Ingress,
  LoadBalancer, LoadBalancerScheme,
} from '../../lib/networking';
import { cluster, codesOf, documentsOf, manifestsOf, problemsOf, quietly, raisedBy, warningsOf } from './program';

quietly();

const { INTERNET_FACING } = LoadBalancerScheme;
const version = KnativeVersion.V1_23;
const { AWS_LOAD_BALANCER_CONTROLLER, CONTOUR, EXTERNAL_DNS } = ClusterController;
const KUSTOMIZATION = 'prerequisites/contour/kustomization.yaml';

describe('Contour', () => {
  test('needs nothing said: class, operator, layer', () => {
    const ingress = Ingress.contour();

    expect(ingress._ingressClass).toBe('contour.ingress.networking.knative.dev');
    expect(ingress._operatorIngress).toEqual({ contour: { enabled: true } });
    expect(ingress._config).toEqual({});
    expect(ingress._layer).toEqual({ name: 'contour', podNamespaces: ['contour-external', 'contour-internal'] });
    expect(ingress._entry).toEqual({ namespace: 'contour-external', name: 'envoy' });
    expect(ingress._services(cluster())).toEqual([]);
  });

  test('comes with a manifest of its own, of the release that goes with the version', () => {
    const chart = cluster();

    Ingress.contour()._install(chart, { version: KnativeVersion.V1_21 });

    expect(prerequisitesFor(chart)).toEqual([expect.objectContaining({
      id: 'contour', wave: 'controllers', version: 'net-contour 1.21.5', controller: CONTOUR,
      commands: [
        'kubectl apply -k prerequisites/contour',
        'kubectl wait --for=condition=Available deployment --all -n contour-external --timeout=300s',
        'kubectl wait --for=condition=Available deployment --all -n contour-internal --timeout=300s',
      ],
    })]);
    expect(documentsOf(chart)).toEqual({ [KUSTOMIZATION]: [
      'apiVersion: kustomize.config.k8s.io/v1beta1', 'kind: Kustomization', 'resources:',
      '  - https://github.com/knative-extensions/net-contour/releases/download/knative-v1.21.5/contour.yaml', '',
    ].join('\n') });
  });

  test('has the annotations of its load balancer and of its records before the first apply', () => {
    const chart = cluster({ external: [AWS_LOAD_BALANCER_CONTROLLER, EXTERNAL_DNS], wildcardNamespaces: ['shop'] });

    Ingress.contour({ loadBalancer: LoadBalancer.awsLoadBalancerController({
      scheme: INTERNET_FACING, externalTrafficPolicy: ExternalTrafficPolicy.CLUSTER, proxyProtocol: true,
    }) })._install(chart, { version, dns: DnsRecords.externalDns() });

    expect(problemsOf(chart)).toBe('');
    expect(documentsOf(chart)[KUSTOMIZATION]).toBe([
      'apiVersion: kustomize.config.k8s.io/v1beta1',
      'kind: Kustomization',
      'resources:',
      '  - https://github.com/knative-extensions/net-contour/releases/download/knative-v1.23.0/contour.yaml',
      'patches:',
      '  - target:',
      '      version: v1',
      '      kind: Service',
      '      name: envoy',
      '      namespace: contour-external',
      '    patch: |',
      '      apiVersion: v1',
      '      kind: Service',
      '      metadata:',
      '        name: envoy',
      '        namespace: contour-external',
      '        annotations:',
      '          service.beta.kubernetes.io/aws-load-balancer-type: external',
      '          service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: ip',
      '          service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing',
      '          service.beta.kubernetes.io/aws-load-balancer-target-group-attributes: proxy_protocol_v2.enabled=true',
      '          external-dns.kubernetes.io/hostname: "*.knative.example.com,*.shop.knative.example.com"',
      '          external-dns.alpha.kubernetes.io/hostname: "*.knative.example.com,*.shop.knative.example.com"',
      '      spec:',
      '        externalTrafficPolicy: Cluster',
      '  - target:',
      '      version: v1',
      '      kind: Service',
      '      name: envoy',
      '      namespace: contour-external',
      '    patch: |',
      '      - op: remove',
      '        path: /metadata/annotations/service.beta.kubernetes.io~1aws-load-balancer-backend-protocol',
      '  - target:',
      '      group: apps',
      '      version: v1',
      '      kind: Deployment',
      '      name: contour',
      '      namespace: contour-external',
      '    patch: |',
      '      - op: add',
      '        path: /spec/template/spec/containers/0/args/-',
      '        value: --use-proxy-protocol',
      '',
    ].join('\n'));
  });

  test('gets no load balancer on a cluster of one\'s own', () => {
    const chart = cluster();

    const loadBalancer = LoadBalancer.none({ nodePort: true, httpPort: 30080 });
    Ingress.contour({ loadBalancer })._install(chart, { version });

    expect(documentsOf(chart)[KUSTOMIZATION]).toBe([
      'apiVersion: kustomize.config.k8s.io/v1beta1',
      'kind: Kustomization',
      'resources:',
      '  - https://github.com/knative-extensions/net-contour/releases/download/knative-v1.23.0/contour.yaml',
      'patches:',
      '  - target:',
      '      version: v1',
      '      kind: Service',
      '      name: envoy',
      '      namespace: contour-external',
      '    patch: |',
      '      apiVersion: v1',
      '      kind: Service',
      '      metadata:',
      '        name: envoy',
      '        namespace: contour-external',
      '      spec:',
      '        type: NodePort',
      '        ports:',
      '          - port: 80',
      '            protocol: TCP',
      '            nodePort: 30080',
      '  - target:',
      '      version: v1',
      '      kind: Service',
      '      name: envoy',
      '      namespace: contour-external',
      '    patch: |',
      '      - op: remove',
      '        path: /metadata/annotations/service.beta.kubernetes.io~1aws-load-balancer-backend-protocol',
      '',
    ].join('\n'));
  });

  test('keeps the annotation for classic load balancers where it is one', () => {
    const chart = cluster();

    Ingress.contour({ loadBalancer: LoadBalancer.classic() })._install(chart, { version });

    expect(documentsOf(chart)[KUSTOMIZATION]).not.toContain('backend-protocol');
  });

  test('writes every setting', () => {
    const chart = cluster();
    const ingress = Ingress.contour({
      idleTimeout: Duration.minutes(5), responseTimeout: Duration.millis(1500),
      defaultTlsSecret: { namespace: 'certificates', name: 'wildcard', targetNamespaces: ['shop'] },
      corsPolicy: {
        allowOrigin: ['https://example.com'], allowMethods: ['GET', 'POST'], allowHeaders: ['authorization'],
        exposeHeaders: ['Content-Length'], allowCredentials: true, maxAge: Duration.minutes(10),
      },
      visibility: {
        externalIp: { className: 'public', namespace: 'edge', service: 'envoy' },
        clusterLocal: { className: 'private', namespace: 'edge', service: 'envoy-private' },
      },
    });
    ingress._install(chart, { version });

    expect(ingress._config).toEqual({ 'config-contour': {
      'timeout-policy-idle': '300s', 'timeout-policy-response': '1500ms', 'default-tls-secret': 'certificates/wildcard',
      'visibility': 'ExternalIP:\n  class: public\n  service: edge/envoy\nClusterLocal:\n  class: private\n  service: edge/envoy-private\n',
      'cors-policy': 'allowCredentials: true\nallowOrigin:\n  - https://example.com\nallowMethods:\n  - GET\n  - POST\n'
        + 'allowHeaders:\n  - authorization\nexposeHeaders:\n  - Content-Length\nmaxAge: 600s\n',
    } });
    expect(ingress._layer).toEqual({ name: 'contour', podNamespaces: ['edge'] });
    expect(ingress._entry).toEqual({ namespace: 'edge', name: 'envoy' });
    expect(manifestsOf(chart)).toEqual([{
      apiVersion: 'projectcontour.io/v1', kind: 'TLSCertificateDelegation',
      metadata: { name: 'knative-wildcard', namespace: 'certificates' },
      spec: { delegations: [{ secretName: 'wildcard', targetNamespaces: ['shop'] }] },
    }]);
    expect(documentsOf(chart)).toEqual({});
    expect(prerequisitesFor(chart)[0]?.commands).toEqual([
      'kubectl get service envoy -n edge', 'kubectl get service envoy-private -n edge',
    ]);
  });

  test('of another cluster has documents of its own', () => {
    const chart = new ClusterChart(Testing.app(), 'chart', { cluster: 'stage' });

    Ingress.contour()._install(chart, { version });

    expect(Object.keys(documentsOf(chart))).toEqual([`stage/${KUSTOMIZATION}`]);
    expect(prerequisitesFor(chart)[0]?.commands[0]).toBe('kubectl apply -k prerequisites/contour');
  });

  test('warns that somebody else has to apply the annotations of one that is adopted', () => {
    const chart = cluster({ external: [CONTOUR] });

    Ingress.contour({ loadBalancer: LoadBalancer.inTreeNlb() })._install(chart, { version });

    expect(warningsOf(chart)).toEqual(['entry-service-adopted']);
  });

  test('warns of nothing where one is adopted that needs no annotation', () => {
    const chart = cluster({ external: [CONTOUR] });

    Ingress.contour()._install(chart, { version });

    expect(warningsOf(chart)).toEqual([]);
  });

  const origin = { allowOrigin: ['*'], allowMethods: ['GET'] };
  const place = { className: 'a', namespace: 'edge', service: 'envoy' };
  test.each<[string, string, ContourOptions]>([
    ['a CORS policy without origins', 'KN-NET-004', { corsPolicy: { ...origin, allowOrigin: [] } }],
    ['a CORS policy without methods', 'KN-NET-004', { corsPolicy: { ...origin, allowMethods: [] } }],
    ['an empty origin', 'KN-NET-004', { corsPolicy: { ...origin, allowOrigin: [' '] } }],
    ['a method with a space', 'KN-NET-004', { corsPolicy: { ...origin, allowMethods: ['GET POST'] } }],
    ['a header with a colon', 'KN-NET-004', { corsPolicy: { ...origin, allowHeaders: ['a:b'] } }],
    ['a time that is none', 'KN-DUR-002', { idleTimeout: Duration.millis(0) }],
    ['a certificate for nobody', 'KN-NET-004', { defaultTlsSecret: { namespace: 'a', name: 'b', targetNamespaces: [] } }],
    ['a Secret whose name is none', 'KN-POD-039', { defaultTlsSecret: { namespace: 'a', name: 'B' } }],
    ['half of the visibility', 'KN-NET-004', { visibility: { externalIp: place } as unknown as ContourOptions['visibility'] }],
    ['a load balancer that reaches nothing', 'KN-NET-003',
      { loadBalancer: LoadBalancer.classic(), visibility: { externalIp: place, clusterLocal: place } }],
  ])('fails with %s', (_what, code, options) => {
    expect(raisedBy(() => Ingress.contour(options))).toBe(code);
  });
});

describe('Kourier', () => {
  test('is all the operator\'s', () => {
    const chart = cluster();
    const ingress = Ingress.kourier();
    ingress._install(chart, { version });

    expect(ingress._ingressClass).toBe('kourier.ingress.networking.knative.dev');
    expect(ingress._operatorIngress).toEqual({ kourier: { enabled: true } });
    expect(ingress._entry).toEqual({ namespace: 'knative-serving', name: 'kourier' });
    expect(prerequisitesFor(chart)).toEqual([]);
    expect(documentsOf(chart)).toEqual({});
  });

  test('has ports of nodes on a cluster of one\'s own', () => {
    const loadBalancer = LoadBalancer.none({ nodePort: true, httpPort: 31080, httpsPort: 31443 });

    expect(Ingress.kourier({ loadBalancer })._operatorIngress)
      .toEqual({ kourier: { enabled: true, serviceType: 'NodePort', httpPort: 31080, httpsPort: 31443 } });
  });

  test('gets annotations through the operator, and those of namespaces that come later', () => {
    const chart = cluster({ external: [EXTERNAL_DNS], plainNamespaces: ['plain'] });
    const ingress = Ingress.kourier({ loadBalancer: LoadBalancer.classic({ proxyProtocol: true, sourceRanges: ['10.0.0.0/8'] }) });
    const dns = DnsRecords.externalDns({ ttl: Duration.minutes(1) });
    ingress._install(chart, { version, dns });

    expect(problemsOf(chart)).toBe('');
    expect(ingress._config).toEqual({ 'config-kourier': { 'enable-proxy-protocol': 'true' } });
    expect(ingress._services(chart, dns)).toEqual([{ name: 'kourier', annotations: {
      'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol': '*',
      'service.beta.kubernetes.io/load-balancer-source-ranges': '10.0.0.0/8',
      'external-dns.kubernetes.io/hostname': '*.knative.example.com',
      'external-dns.kubernetes.io/ttl': '60',
      'external-dns.alpha.kubernetes.io/hostname': '*.knative.example.com',
      'external-dns.alpha.kubernetes.io/ttl': '60',
    } }]);
  });

  test('fails with what the operator cannot say of its Service', () => {
    const { LOCAL } = ExternalTrafficPolicy;
    expect(raisedBy(() => Ingress.kourier({ loadBalancer: LoadBalancer.classic({ externalTrafficPolicy: LOCAL }) }))).toBe('KN-NET-003');
    expect(raisedBy(() => Ingress.kourier({ loadBalancer: LoadBalancer.eksAutoMode({
      scheme: INTERNET_FACING, preserveClientIp: true, sourceRanges: ['10.0.0.0/8'],
    }) }))).toBe('KN-NET-003');
  });
});

describe('Istio', () => {
  test('comes with the manifest of net-istio, its definitions first', () => {
    const chart = cluster();
    const ingress = Ingress.istio({ loadBalancer: LoadBalancer.inTreeNlb() });
    ingress._install(chart, { version });

    expect(ingress._operatorIngress).toEqual({ istio: { enabled: true } });
    expect(prerequisitesFor(chart)[0]?.commands.slice(0, 2)).toEqual([
      'kubectl apply -l knative.dev/crd-install=true -k prerequisites/istio', 'kubectl apply -k prerequisites/istio',
    ]);
    expect(documentsOf(chart)['prerequisites/istio/kustomization.yaml']).toBe([
      'apiVersion: kustomize.config.k8s.io/v1beta1',
      'kind: Kustomization',
      'resources:',
      '  - https://github.com/knative-extensions/net-istio/releases/download/knative-v1.23.0/istio.yaml',
      'patches:',
      '  - target:',
      '      version: v1',
      '      kind: Service',
      '      name: istio-ingressgateway',
      '      namespace: istio-system',
      '    patch: |',
      '      apiVersion: v1',
      '      kind: Service',
      '      metadata:',
      '        name: istio-ingressgateway',
      '        namespace: istio-system',
      '        annotations:',
      '          service.beta.kubernetes.io/aws-load-balancer-type: nlb',
      '',
    ].join('\n'));
  });

  test('may be installed in a way of one\'s own', () => {
    const gatewayService = { namespace: 'mesh', name: 'edge' };
    expect(Ingress.istio({ gatewayService })._layer).toEqual({ name: 'istio', podNamespaces: ['mesh'] });
    expect(Ingress.istio({ gatewayService })._entry).toEqual(gatewayService);
  });

  test('fails with a load balancer that does not reach it', () => {
    expect(raisedBy(() => Ingress.istio({ loadBalancer: LoadBalancer.classic({ proxyProtocol: true }) }))).toBe('KN-NET-003');
    expect(raisedBy(() => Ingress.istio({ loadBalancer: LoadBalancer.classic(), gatewayService: { namespace: 'a', name: 'b' } })))
      .toBe('KN-NET-003');
    expect(raisedBy(() => Ingress.istio({ gatewayService: { namespace: 'a', name: 'B' } }))).toBe('KN-NET-004');
  });
});

describe('the Gateway API', () => {
  const gateways: GatewayApiOptions = {
    externalGateway: {
      className: 'eg', namespace: 'eg-external', name: 'public', service: { namespace: 'eg-external', name: 'knative-external' },
      supportedFeatures: ['HTTPRouteRequestTimeout'], proxyProtocol: true,
    },
    localGateway: { className: 'eg', namespace: 'eg-internal', name: 'private' },
  };

  test('has Gateways of Istio where nothing is said', () => {
    const ingress = Ingress.gatewayApi();

    expect(ingress._ingressClass).toBe('gateway-api.ingress.networking.knative.dev');
    expect(ingress._operatorIngress).toEqual({ gatewayApi: { enabled: true } });
    expect(ingress._config).toEqual({});
    expect(ingress._layer).toEqual({ name: 'gateway-api', podNamespaces: ['istio-system'] });
    expect(ingress._entry).toEqual({ namespace: 'istio-system', name: 'istio-ingressgateway' });
  });

  test('writes both Gateways, and waits for them', () => {
    const chart = cluster({ external: [EXTERNAL_DNS] });
    const ingress = Ingress.gatewayApi(gateways);
    ingress._install(chart, { version, dns: DnsRecords.externalDns() });

    expect(ingress._config).toEqual({ 'config-gateway': {
      'external-gateways': '- class: eg\n  gateway: eg-external/public\n  service: eg-external/knative-external\n'
        + '  supported-features:\n    - HTTPRouteRequestTimeout\n  proxy-protocol-enabled: true\n',
      'local-gateways': '- class: eg\n  gateway: eg-internal/private\n',
    } });
    expect(prerequisitesFor(chart).map(({ id, wave, commands }) => [id, wave, ...commands])).toEqual([
      ['gateway-api', 'definitions', 'kubectl apply --server-side -f '
        + 'https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.1/experimental-install.yaml'],
      ['gateway-api-implementation', 'controllers',
        'kubectl wait --for=condition=Programmed gateway/public -n eg-external --timeout=300s',
        'kubectl wait --for=condition=Programmed gateway/private -n eg-internal --timeout=300s',
        'kubectl patch service knative-external -n eg-external --patch-file prerequisites/gateway-api/service.yaml'],
    ]);
    expect(documentsOf(chart)).toEqual({ 'prerequisites/gateway-api/service.yaml': [
      'metadata:', '  annotations:', '    external-dns.kubernetes.io/hostname: "*.knative.example.com"',
      '    external-dns.alpha.kubernetes.io/hostname: "*.knative.example.com"', '',
    ].join('\n') });
    expect(problemsOf(chart)).toBe('');
  });

  test('fails on a version that does not know the PROXY protocol', () => {
    const chart = cluster();

    Ingress.gatewayApi(gateways)._install(chart, { version: KnativeVersion.V1_22 });

    expect(codesOf(chart)).toEqual(['KN-NET-004']);
  });

  test('fails with names that nothing has', () => {
    const gateway = { className: 'eg', namespace: 'eg', name: 'public' };
    expect(raisedBy(() => Ingress.gatewayApi({ externalGateway: { ...gateway, className: '' } }))).toBe('KN-NET-004');
    expect(raisedBy(() => Ingress.gatewayApi({ localGateway: { ...gateway, name: 'A' } }))).toBe('KN-NET-004');
  });
});

describe('a load balancer of a controller', () => {
  const balanced = LoadBalancer.awsLoadBalancerController({ scheme: INTERNET_FACING });
  const ingress = Ingress.contour({ loadBalancer: balanced });

  test('fails where nothing in the cluster reads its annotations', () => {
    const chart = cluster();

    ingress._install(chart, { version });

    expect(codesOf(chart)).toEqual(['KN-NET-001']);
    expect(problemsOf(chart)).toContain('declareExternal(ClusterController.AWS_LOAD_BALANCER_CONTROLLER)');
  });

  test('is served by the construct, made before or after', () => {
    const chart = cluster();

    ingress._install(chart, { version });
    new AwsLoadBalancerController(chart, 'controller', { clusterName: 'knative' });

    expect(problemsOf(chart)).toBe('');
  });

  test('fails where the controller takes Services that are for another one', () => {
    for (const loadBalancer of [LoadBalancer.classic(), LoadBalancer.inTreeNlb()]) {
      const chart = cluster();
      new AwsLoadBalancerController(chart, 'controller', { clusterName: 'knative', defaultForServices: true });
      Ingress.contour({ loadBalancer })._install(chart, { version });

      expect(codesOf(chart)).toEqual(['KN-NET-003']);
    }
  });

  test('of Auto Mode has its class on Contour, and none that the operator could write on Kourier', () => {
    const loadBalancer = LoadBalancer.eksAutoMode({ scheme: INTERNET_FACING });
    const codes = [Ingress.contour({ loadBalancer }), Ingress.kourier({ loadBalancer })].map((layer) => {
      const chart = cluster();
      new AwsLoadBalancerController(chart, 'controller', { clusterName: 'knative', defaultForServices: true });
      layer._install(chart, { version });
      return codesOf(chart);
    });

    expect(codes).toEqual([[], ['KN-NET-003']]);
  });
});
