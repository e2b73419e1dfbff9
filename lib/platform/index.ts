/** The installation of Knative, as the operator takes it. */
export * from './cluster-profile-reference';
export * from './config-checks';
export * from './custom-certs';
export * from './high-availability';
export * from './ingress-configs';
export * from './istio-gateway-override';
export * from './knative-component';
export * from './knative-eventing';
export * from './knative-serving';
export * from './kourier-ingress';
export * from './manifest-checks';
export * from './pod-count';
export * from './probe-override';
export * from './registry';
export * from './release';
export * from './release-overrides';
export * from './workload-override';
