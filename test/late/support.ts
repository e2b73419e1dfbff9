import * as fs from 'fs';
import { App, Stack, Token } from 'aws-cdk-lib';
import { PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { App as Cdk8sApp } from 'cdk8s';
import { SideDocuments } from '../../lib/core';

/** What a stack of AWS CDK knows no earlier than its deployment. */
export interface Deployed {
  readonly stack: Stack;
  readonly roleArn: string;
  readonly zone: PublicHostedZone;
  /** Some text that only the deployment knows. */
  readonly text: string;
  /** One with a hint of several words, as attributes of resources have it. */
  readonly attribute: string;
  readonly list: readonly string[];
  readonly number: number;
}

/** A stack with real resources. */
export function deployed(): Deployed {
  const stack = new Stack(new App(), 'stack', { env: { account: '123456789012', region: 'eu-central-1' } });
  const role = new Role(stack, 'ExternalDnsRole', { assumedBy: new ServicePrincipal('pods.eks.amazonaws.com') });
  return {
    stack, roleArn: role.roleArn, zone: new PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' }),
    text: Token.asString({ Ref: 'Parameter' }), attribute: Token.asString({ Ref: 'Parameter' }, { displayHint: 'Dns::Role.Arn' }),
    list: Token.asList({ Ref: 'List' }), number: Token.asNumber({ Ref: 'Number' }),
  };
}

/** What synth refuses, a line each; none where it goes through. */
export function refusals(app: Cdk8sApp): string[] {
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.trim());
  }
  return [];
}

/** Codes of what synth refuses. */
export function codes(app: Cdk8sApp): string[] {
  return refusals(app).map((line) => /\] (KN-[A-Z]{3}-\d{3}) /.exec(line)?.[1] ?? line);
}

/** The file of a chart as it was written. */
export function manifestFile(app: Cdk8sApp, name = 'chart'): string {
  return fs.readFileSync(`${app.outdir}/${name}.k8s.yaml`, 'utf8');
}

/** Texts of side documents. */
export function documents(app: Cdk8sApp): Record<string, string> {
  return SideDocuments.of(app).render();
}
