/** What the Knative operator does with a spec in a cluster, done at synth with the files of a release. */
export { aggregatedRoles } from './aggregated-roles';
export * from './contract';
export { installEventing } from './install-eventing';
export { installServing } from './install-serving';
export * from './kept-in-cluster';
export * from './needed-parts';
export { RESTART_ANNOTATION } from './restart-annotations';
