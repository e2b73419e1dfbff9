/** Knative services: revisions, scaling, traffic. */
export { AutoscalerClass } from './autoscaler-class';
export * from './http-protocol';
export * from './knative-service';
export type { RevisionLimits } from './revision-limits';
export type { RevisionOptions } from './revision-options';
export * from './revision-template';
export type { RouteOptions } from './route-options';
export * from './scale-metric';
export * from './scaling';
export { Traffic, type TrafficOptions } from './traffic';
export * from './visibility';
