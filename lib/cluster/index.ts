/** A cluster of EKS as one value, and what is made of it besides infrastructure code. */
export * from './cluster-addon';
export * from './cluster-admin';
export * from './cluster-capacity';
export * from './cluster-endpoints';
export * from './cluster-name';
export * from './cluster-network';
export * from './cluster-spec';
export * from './control-plane-log';
export * from './controllers-of-app';
export * from './eksctl-cluster';
export { type EksctlClusterProps, IdentityStyle } from './eksctl-contract';
export { hardwareOf, NodeHardware } from './instance-type';
export * from './node-group';
export * from './spec-warnings';
export * from './version-matrix';
export * from './workload-identity';
