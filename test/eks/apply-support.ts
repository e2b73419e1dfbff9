import type { App as CdkApp } from 'aws-cdk-lib/core';
import { Stack } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { EksClusterBase } from '../../lib/eks';
import { type ApplyOptions, EksKnativeCluster } from '../../lib/eks';
import { anyLayer, cdkApp, type CfnResourceJson, REGION } from './support';

export const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';
export const VALUE = 'Custom::AWSCDK-EKS-KubernetesObjectValue';
export const HELM = 'Custom::AWSCDK-EKS-HelmChart';
export const STEP = 'AWS::CloudFormation::WaitConditionHandle';

/** An object, as little of it as there can be. */
export interface Piece {
  readonly kind: string;
  readonly name: string;
  readonly apiVersion?: string;
  readonly namespace?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A stack with a cluster that is there already. */
export function there(stack = new Stack(cdkApp(), 'shop', { env: { region: REGION } }), name = 'shop'): EksClusterBase {
  return EksKnativeCluster.fromExisting(stack, name, { clusterName: name, version: '1.35', kubectlLayer: anyLayer(stack, `${name}-layer`) });
}

export function add(scope: Construct, { kind, name, apiVersion = 'v1', namespace, fields }: Piece, id = `${apiVersion.replace('/', ' ')} ${kind} ${name} ${namespace}`): ApiObject {
  return new ApiObject(scope, id, { apiVersion, kind, metadata: { name, namespace }, ...fields });
}

/** An app with objects in one chart. */
export function appOf(...pieces: readonly Piece[]): App {
  const app = new App();
  const chart = new Chart(app, 'chart');
  for (const piece of pieces) add(chart, piece);
  return app;
}

/** The template of a stack. */
export function templateOf(stack: Stack): { readonly Resources: Readonly<Record<string, CfnResourceJson>> } {
  return Template.fromStack(stack).toJSON() as { readonly Resources: Readonly<Record<string, CfnResourceJson>> };
}

/** The resources that objects of a kind of CloudFormation become in a stack, by logical id. */
export function appliedIn(stack: Stack, type?: string): Record<string, CfnResourceJson> {
  const { Resources } = templateOf(stack);
  const types = type === undefined ? [MANIFEST, VALUE, HELM, STEP] : [type];
  return Object.fromEntries(Object.entries(Resources).filter(([, { Type }]) => types.includes(Type)));
}

/** What an app becomes in the stack of a cluster that is there. */
export function applied(app: App, type?: string, options?: ApplyOptions): Record<string, CfnResourceJson> {
  const cluster = there();
  cluster.apply(app, options);
  return appliedIn(Stack.of(cluster), type);
}

/** What synth says of an app that is applied. */
export function refused(app: App, options?: ApplyOptions): string[] {
  const cluster = there();
  cluster.apply(app, options);
  return messagesOf(cluster.node.root as CdkApp);
}

/** What synth says, a line for each problem. Where it fails by what has no code, so does this. */
export function messagesOf(program: CdkApp): string[] {
  try {
    program.synth();
    return [];
  } catch (error) {
    const lines = (error as Error).message.split('\n').slice(1).map((line) => line.trim());
    if (lines.every((line) => !/KN-[A-Z]{3}-\d{3}/.test(line))) throw error;
    return lines;
  }
}

/** The manifest of a resource, where no token is in it. */
export function manifestOf(resource: CfnResourceJson | undefined): unknown {
  const [manifest] = JSON.parse(String(resource?.Properties.Manifest)) as unknown[];
  return manifest;
}

/** All resources that have to be there before one. */
export function before(
  id: string, all: Readonly<Record<string, CfnResourceJson>>, seen = new Set<string>(),
): Set<string> {
  for (const needed of all[id]?.DependsOn ?? []) {
    if (seen.has(needed)) continue;
    seen.add(needed);
    before(needed, all, seen);
  }
  return seen;
}
