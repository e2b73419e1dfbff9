import type { Manifest } from './interpreter';

/** What a cluster has before pods can name it; it looks these up in the pods, too, that Knative only tries. */
export const PREREQUISITES: readonly Manifest[] = [
  { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'gvisor' }, handler: 'runsc' },
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 },
];
