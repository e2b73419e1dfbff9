import type { IConstruct } from 'constructs';
import { describeInstallation, KNATIVE_EVENTING, KNATIVE_SERVING } from '../lib/core';

const RELEASED = new WeakSet<IConstruct>();

/** Makes a program one for a cluster with a release as it comes, unless it describes an installation itself. */
export function asReleased(construct: IConstruct): void {
  const { root } = construct.node;
  if (RELEASED.has(root)) return;
  RELEASED.add(root);
  describeInstallation({ construct: root, kind: 'KnativeServing', namespace: KNATIVE_SERVING, config: () => ({}) });
  describeInstallation({ construct: root, kind: 'KnativeEventing', namespace: KNATIVE_EVENTING, config: () => ({}) });
}
