/** What sources and sinks share that join Knative to services outside of the cluster. */
export * from './aws-auth';
export * from './aws-options';
export * from './checks';
