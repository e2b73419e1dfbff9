import type { IConstruct } from 'constructs';
import { ClusterController, ClusterControllers, type Problem, show } from '../core';
import { loadBalancerControllerFor } from './controllers-in-app';
import { type LoadBalancer, LoadBalancerKind } from './load-balancer';

const CONSTRUCTS: Partial<Record<ClusterController, string>> = {
  [ClusterController.AWS_LOAD_BALANCER_CONTROLLER]: 'AwsLoadBalancerController',
  [ClusterController.EXTERNAL_DNS]: 'ExternalDns',
};

/** Checks that something in the cluster reads the annotations of a Service. */
export function checkAnnotationController(
  construct: IConstruct, controller: ClusterController | undefined, what: string,
): Problem | undefined {
  if (controller === undefined || ClusterControllers.of(construct).has(controller)) return undefined;
  const member = Object.entries(ClusterController).find(([, value]) => value === controller)?.[0] ?? '';
  return {
    code: 'KN-NET-001',
    message: `nothing in the cluster reads the annotations of ${what}: ${show(controller)} is neither in the app nor declared`,
    received: controller,
    allowed: 'annotations for controllers that run in the cluster',
    fix: `make a \`${CONSTRUCTS[controller] ?? controller}\`, or write `
      + `\`ClusterControllers.of(chart).declareExternal(ClusterController.${member})\``,
  };
}

/**
 * Follows webhooks/core/service_mutator.go of the AWS Load Balancer Controller: it takes every new Service that has no
 * class, whatever its annotations say.
 */
export function checkDefaultController(
  construct: IConstruct, loadBalancer: LoadBalancer, annotationsOnly: boolean,
): Problem | undefined {
  const taken = [LoadBalancerKind.CLASSIC, LoadBalancerKind.IN_TREE_NLB].includes(loadBalancer._kind)
    || (annotationsOnly && loadBalancer._kind === LoadBalancerKind.AUTO_MODE);
  if (!taken || loadBalancerControllerFor(construct)?.isDefault !== true) return undefined;
  return {
    code: 'KN-NET-003',
    message: `the AWS Load Balancer Controller of the app takes every Service without a class, and so the one that ${show(loadBalancer._kind)} `
      + 'is for',
    received: loadBalancer._kind,
    allowed: 'a load balancer of the controller, or a controller for Services that ask for it',
    fix: 'leave `defaultForServices` out of the `AwsLoadBalancerController`',
  };
}
