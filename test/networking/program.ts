import { App, Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  type ClusterController, ClusterControllers, describePlatform, KnativeVersion, noteServicesNamespace, SideDocuments,
  Warnings,
} from '../../lib/core';
import { asReleased } from '../released';

/** What a platform of these tests has. */
export interface PlatformFacts {
  readonly domains?: readonly string[];
  readonly wildcardNamespaces?: readonly string[];
  readonly plainNamespaces?: readonly string[];
  readonly external?: readonly ClusterController[];
}

/** A chart of an app of its own, in whose cluster a platform is. */
export function cluster(facts: PlatformFacts = {}): Chart {
  const { domains, wildcardNamespaces = [], plainNamespaces = [], external = [] } = facts;
  const chart = new Chart(Testing.app(), 'chart');
  describe(chart, domains ?? ['knative.example.com']);
  for (const name of wildcardNamespaces) noteServicesNamespace(chart, () => ({ name, wildcard: true }));
  for (const name of plainNamespaces) noteServicesNamespace(chart, () => ({ name, wildcard: false }));
  ClusterControllers.of(chart).declareExternal(...external);
  return chart;
}

function describe(construct: Construct, domains: readonly string[]): void {
  describePlatform({
    construct, existing: false, version: KnativeVersion.V1_23, dataPlanes: [], needDataPlane: () => false,
    addresses: {
      domains: domains.map((domain) => ({ domain })), domainTemplate: '{{.Name}}.{{.Namespace}}.{{.Domain}}',
      tagTemplate: '{{.Tag}}-{{.Name}}', externalTls: true, defaultExternalScheme: 'http',
    },
  });
}

/** A manifest as these tests look at it. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The manifests of a chart. */
export function manifestsOf(chart: Chart): Manifest[] {
  return Testing.synth(chart) as Manifest[];
}

/** Texts of the side documents, by file. */
export function documentsOf(chart: Chart): Record<string, string> {
  return SideDocuments.of(chart).render();
}

/** What synth reports; empty where it goes through. */
export function problemsOf(chart: Chart): string {
  asReleased(chart);
  try {
    App.of(chart).synth();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Codes of what synth reports. */
export function codesOf(chart: Chart): string[] {
  return [...problemsOf(chart).matchAll(/\] (KN-[A-Z]{3}-\d{3}) /g)].map((match) => match[1] ?? '');
}

/** Ids of the warnings after synth. */
export function warningsOf(chart: Chart): string[] {
  problemsOf(chart);
  return Warnings.of(chart).list().map(({ id }) => id);
}

/** The code of what a factory raises. */
export function raisedBy(make: () => unknown): string {
  try {
    make();
    return '';
  } catch (error) {
    return (error as { readonly code?: string }).code ?? String(error);
  }
}

/** Warnings go to standard error, where they would hide what jest says. */
export function quietly(): void {
  beforeEach(() => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
}
