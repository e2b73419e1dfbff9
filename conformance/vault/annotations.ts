import * as fc from 'fast-check';
import { run, End, type Manifest } from '../generated/interpreter';
import { printProgram } from '../generated/printer';
import { assemble, type Program } from '../generated/program';
import { vault as vaultDrafts } from '../generated/vault';
import { agentsIn, encodedConfigOf, type Injector, isKnown, type KnownAnnotations } from './injector';
import { type Pod, podOf } from './pod';
import type { Vault } from './vault';

const DOMAIN = 'vault.hashicorp.com/';

/** Annotations that we write, and that the injector that could be had is too old for. */
export const NEWER: Readonly<Record<string, string>> = {
  'vault.hashicorp.com/template-lease-renewal-threshold': 'since 1.7.0',
};

/** Annotations that the injector knows, and that change nothing in generated services. */
export const IDLE: Readonly<Record<string, string>> = {
  'vault.hashicorp.com/agent-init-first': 'no generated service with an agent has an init container of its own',
  'vault.hashicorp.com/agent-telemetry-circonus-check-force-metric-activation': 'we refuse `true`, and `false` is what is taken anyway',
  'vault.hashicorp.com/auth-type': '`kubernetes` is what the injector takes anyway',
};

/** Patches of generated programs are well-formed; whether they fit the agent's container, the injector alone sees. */
const PATCHES = ['vault.hashicorp.com/agent-init-json-patch', 'vault.hashicorp.com/agent-json-patch'];

/** What the injector made of generated services. */
export interface Survey {
  /** How many pods were injected. */
  judged: number;
  /** How many were not judged: their patches do not fit. */
  notJudged: number;
  readonly failures: string[];
  /** Configurations that the agent itself took. */
  loaded: number;
  /** Every annotation that was written, without the name that its key ends in. */
  readonly written: Set<string>;
  /** Those that made a difference to the pod, at least once. */
  readonly effective: Set<string>;
}

/** Generated services with an agent, by a seed. */
function programsOf(seed: number, count: number): Program[] {
  return fc.sample(fc.oneof(...vaultDrafts({ flags: false })), { seed, numRuns: count })
    .map((draft, at) => assemble([draft], `vault-${at}`, false));
}

/** Who judges what is generated. */
export interface Judges {
  readonly injector: Injector;
  readonly vault: Vault;
  readonly known: KnownAnnotations;
}

/** Lets the injector have services, with each annotation and without it: generated ones, and those of a program. */
export async function survey(judges: Judges, own: readonly Manifest[], seed: number, count: number): Promise<Survey> {
  const found: Survey = { judged: 0, notJudged: 0, loaded: 0, failures: [], written: new Set(), effective: new Set() };
  for (const program of programsOf(seed, count)) {
    const { end, manifests, words } = run(program);
    if (end !== End.SYNTHESIZED) found.failures.push(`we refuse: ${words}\n${printProgram(program)}`);
    for (const service of manifests.filter(isInjected)) {
      const words = await surveyOne(judges, podOf(service, manifests), found);
      if (words !== '') found.failures.push(`${words}\n${printProgram(program)}`);
    }
  }
  for (const service of own.filter(isInjected)) {
    const words = await surveyOne(judges, podOf(service, own), found);
    if (words !== '') found.failures.push(`${service.metadata.name}: ${words}`);
  }
  return found;
}

/** What the injector has against a pod, and nothing where it has nothing. */
async function surveyOne({ injector, vault, known }: Judges, pod: Pod, found: Survey): Promise<string> {
  const { pod: patched, injected, refusal } = await injector.ask(pod);
  const annotations = pod.metadata.annotations ?? {};
  const own = Object.keys(annotations).filter((key) => key.startsWith(DOMAIN));
  for (const key of own) found.written.add(familyOf(key, known));
  if (refusal !== undefined && PATCHES.some((key) => key in annotations)) {
    found.notJudged += 1;
    return '';
  }
  if (patched === undefined || !injected) return `the injector refuses the pod: ${refusal ?? 'it sees no reason'}`;
  found.judged += 1;
  for (const encoded of agentsIn(patched).flatMap((agent) => encodedConfigOf(agent) ?? [])) {
    const said = await vault.refusalOf(encoded);
    if (said !== '') return `the agent refuses its configuration: ${said}`;
    found.loaded += 1;
  }
  for (const key of own) {
    if (found.effective.has(familyOf(key, known))) continue;
    const others = Object.fromEntries(Object.entries(annotations).filter(([other]) => other !== key));
    const other = await injector.ask({ ...pod, metadata: { ...pod.metadata, annotations: others } });
    if (specOf(other.pod) !== specOf(patched)) found.effective.add(familyOf(key, known));
  }
  return '';
}

/** The annotation without the name of a secret; names of parameters and metrics tell what it does, and stay. */
function familyOf(key: string, { families }: KnownAnnotations): string {
  const family = families.filter((one) => !/telemetry|auth-config/.test(one)).filter((one) => key.startsWith(`${one}-`))
    .sort((a, b) => b.length - a.length)[0];
  return family === undefined ? key : `${family}-...`;
}

/** Everything that is written and that the injector does not know. */
export function unknownIn({ written }: Survey, known: KnownAnnotations): string[] {
  return [...written].filter((key) => !isKnown(key, known));
}

/** Without the numbers that volumes get, which follow the order of a map. */
function specOf(pod: Pod | undefined): string {
  return JSON.stringify(sorted(JSON.parse(JSON.stringify(pod?.spec ?? {}).replace(/-custom-\d+/g, '-custom'))));
}

/** The injector goes through maps in whatever order they have, and the agent's configuration is in one text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  if (typeof value !== 'object' || value === null) return value;
  const { name, value: text } = value as { name?: unknown; value?: unknown };
  if (name === 'VAULT_CONFIG') return sorted(JSON.parse(Buffer.from(String(text), 'base64').toString('utf8')));
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}

function isInjected({ kind, spec }: Manifest): boolean {
  const { template } = (spec ?? {}) as { template?: { metadata?: { annotations?: Record<string, string> } } };
  return kind === 'Service' && template?.metadata?.annotations?.[`${DOMAIN}agent-inject`] === 'true';
}
