import { App as CdkApp, type AppProps, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ClusterSpec, type ClusterSpecProps } from '../../lib';
import { EksKnativeCluster, type EksKnativeClusterProps } from '../../lib/eks';

// The validator that aws-cdk-lib brings costs a second for each stack; one test runs with it.
process.env.CDK_VALIDATION = 'false';

// Warnings are looked at by the tests that want them.
beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

/** Region of the clusters of the tests. */
export const REGION = 'us-east-1';

/** A resource of a template. */
export interface CfnResourceJson {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
}

/** A program of the AWS CDK that copies no assets: layers have 60 MB. */
export function cdkApp(props: AppProps = {}): CdkApp {
  return new CdkApp({ ...props, context: { 'aws:cdk:disable-asset-staging': true, ...props.context } });
}

/** A stack of a new program, in the region of the tests. */
export function cdkStack(props: StackProps = { env: { region: REGION } }, id = 'cluster'): Stack {
  return new Stack(cdkApp(), id, props);
}

/** A layer that nobody packs. */
export function anyLayer(scope: Construct, id = 'kubectl'): LayerVersion {
  return LayerVersion.fromLayerVersionArn(scope, id, `arn:aws:lambda:${REGION}:111122223333:layer:kubectl:1`) as LayerVersion;
}

/** A small specification. */
export function anySpec(props: Partial<ClusterSpecProps> = {}): ClusterSpec {
  return new ClusterSpec({ name: 'knative', region: REGION, zones: ['us-east-1d', 'us-east-1f'], ...props });
}

/** A cluster with kubectl in a stack of its own. */
export function anyCluster(props: Partial<EksKnativeClusterProps> = {}, stack = cdkStack()): EksKnativeCluster {
  return new EksKnativeCluster(stack, 'Cluster', { spec: anySpec(), kubectlLayer: anyLayer(stack), ...props });
}

/** The resources of a stack by logical id. */
export function resourcesOf(stack: Stack, type?: string): Record<string, CfnResourceJson> {
  const all = (Template.fromStack(stack).toJSON() as { Resources: Record<string, CfnResourceJson> }).Resources;
  return Object.fromEntries(Object.entries(all).filter(([, resource]) => type === undefined || resource.Type === type));
}

/** The properties of all resources of a type, in the order of the template. */
export function propertiesOf(stack: Stack, type: string): Readonly<Record<string, unknown>>[] {
  return Object.values(resourcesOf(stack, type)).map((resource) => resource.Properties);
}

/** What synth says. */
export function refusalsOf(build: () => Stack): string[] {
  try {
    Template.fromStack(build());
    return [];
  } catch (error) {
    const lines = (error as Error).message.split('\n').filter((line) => /KN-[A-Z]{3}-\d{3}/.test(line));
    if (lines.length === 0) throw error;
    return lines.map((line) => line.trim());
  }
}
