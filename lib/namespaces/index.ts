/** Namespaces for services, with what the services of a team need and may do there. */
export * from './developer-access';
export * from './namespace-limits';
export * from './namespace-quota';
export * from './network-isolation';
export * from './network-peer';
export * from './pod-security';
export * from './pull-secret';
export * from './services-namespace';
