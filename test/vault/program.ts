import { type App, Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { KnativeError, Warnings } from '../../lib/core';
import { ServiceAccount } from '../../lib/pod';
import type { KnativeServiceProps } from '../../lib/serving';
import { VaultAnnotatedService, type VaultAgentOptions, VaultSecret } from '../../lib/vault';

export const IMAGE = 'ghcr.io/example/orders:1.0';
export const COMMAND = ['gunicorn', '--bind', ':$(PORT)', 'service:app'];
export const ENV_FILE = VaultSecret.envFile('secret/orders', { kvVersion: 2 });

/** A program with the smallest service that has an agent. */
export interface Program {
  readonly app: App;
  readonly chart: Chart;
}

export function program(namespace: string | undefined = 'shop'): Program {
  const app = Testing.app();
  return { app, chart: new Chart(app, 'chart', { namespace }) };
}

export function vaultService(
  chart: Chart, vault: VaultAgentOptions = {}, props: Partial<KnativeServiceProps> = {}, id = 'orders',
): VaultAnnotatedService {
  const account = props.serviceAccount ?? new ServiceAccount(chart, `${id}-account`);
  return new VaultAnnotatedService(chart, id, {
    image: IMAGE, command: COMMAND, serviceAccount: account, vault: { role: 'app-user', secrets: [ENV_FILE], ...vault },
    ...props,
  });
}

interface Container {
  readonly name?: string;
  readonly command?: string[];
  readonly args?: string[];
  readonly volumeMounts?: { name: string; mountPath: string; readOnly?: boolean }[];
}

export interface Manifest {
  readonly kind: string;
  readonly metadata: { name: string; annotations?: Record<string, string> };
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly annotations: Record<string, string> };
      readonly spec: { readonly containers: Container[]; readonly volumes?: { name: string }[] };
    };
  };
}

/** The manifest of the service of that name. */
export function manifestOf(chart: Chart, name = 'orders'): Manifest {
  const found = (Testing.synth(chart) as Manifest[]).find((one) => one.kind === 'Service' && one.metadata.name === name);
  if (found === undefined) throw new Error(`no service ${name}`);
  return found;
}

/** The annotations of the agent, without the injector's domain. */
export function annotationsOf(chart: Chart, name = 'orders'): Record<string, string> {
  const { annotations } = manifestOf(chart, name).spec.template.metadata;
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) =>
    [key.replace('vault.hashicorp.com/', ''), value]));
}

/** What synth says of a program, a line for each problem. */
export function problemsOf(construct: Construct): string[] {
  const { root } = construct.node;
  return root.node.findAll().flatMap(({ node }) => node.validate());
}

export function codesOf(construct: Construct): string[] {
  return problemsOf(construct).map((line) => /KN-[A-Z]+-\d+/.exec(line)?.[0] ?? line);
}

export function warningsOf(construct: Construct): string[] {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  problemsOf(construct);
  return Warnings.of(construct.node.root).list().map(({ id }) => id);
}

/** Code of the error that a factory throws, and nothing where it throws none. */
export function thrownCode(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof KnativeError) return error.code;
    throw error;
  }
  return undefined;
}
