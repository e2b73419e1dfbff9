import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LineProgram } from '../judge/line-program';
import type { Container, Pod } from './pod';

/** What the injector made of a pod. */
export interface Injected {
  readonly pod?: Pod;
  readonly injected: boolean;
  readonly refusal?: string;
}

/** The injector's own webhook, which is set up with the address of a Vault. */
export class Injector {
  private readonly program: LineProgram;

  constructor(file: string, private readonly address: string) {
    this.program = new LineProgram(file);
  }

  /** Asks it about a pod that is being created. */
  public ask(pod: Pod): Promise<Injected> {
    return this.program.ask({ pod, namespace: pod.metadata.namespace ?? 'default', address: this.address });
  }

  /** The pod that it makes of another; throws where it refuses, or leaves the pod alone. */
  public async inject(pod: Pod): Promise<Pod> {
    const { pod: patched, injected, refusal } = await this.ask(pod);
    if (patched === undefined || !injected) throw new Error(`the injector refuses the pod: ${refusal ?? 'it sees no reason'}`);
    return patched;
  }

  public end(): void {
    this.program.end();
  }
}

/** The agent's configuration, as far as it is looked at. */
export interface AgentConfig {
  readonly vault: {
    readonly address: string;
    readonly ca_cert?: string;
    readonly tls_skip_verify?: boolean;
    readonly tls_server_name?: string;
  };
  readonly auto_auth: {
    readonly method: {
      readonly type: string;
      readonly mount_path: string;
      readonly config: { readonly role?: string; readonly token_path: string };
    };
  };
  readonly template?: readonly AgentTemplate[];
}

/** A file that the agent writes. */
export interface AgentTemplate {
  readonly destination: string;
  readonly contents?: string;
  readonly source?: string;
  readonly left_delimiter?: string;
  readonly right_delimiter?: string;
  readonly perms?: string;
  readonly command?: string;
  readonly error_on_missing_key?: boolean;
}

/** The containers of the agent in a pod. */
export function agentsIn({ spec }: Pod): Container[] {
  return [...spec.initContainers ?? [], ...spec.containers].filter(({ name }) => /^vault-agent(-init)?$/.test(name));
}

/** The configuration of a container of the agent in base64; there is none where a ConfigMap has it. */
export function encodedConfigOf({ env = [] }: Container): string | undefined {
  return env.find(({ name }) => name === 'VAULT_CONFIG')?.value;
}

/** The configuration that a container of the agent gets. */
export function configOf(container: Container): AgentConfig {
  const encoded = encodedConfigOf(container);
  if (encoded === undefined) throw new Error(`the container ${container.name} has no configuration`);
  return JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as AgentConfig;
}

/** The annotations that a version of the injector knows. */
export interface KnownAnnotations {
  readonly version: string;
  /** Keys that are written as they are. */
  readonly keys: ReadonlySet<string>;
  /** Keys that end in a name: of a secret, a parameter, a metric. */
  readonly families: readonly string[];
}

const CONSTANT = /^\s+(Annotation\w+)\s+= "([^"]+)"$/gm;
/** The three ways in which the injector's code looks for keys that end in a name. */
const USED_WITH_NAME = /(?:annotationsSecretValue\(|Sprintf\("%s-(?:%s|role)?", )(Annotation\w+)/g;

/** Reads the annotations off the source that the injector was built from. */
export function knownAnnotations(): KnownAnnotations {
  const cwd = path.resolve(__dirname, '..', 'go', 'vault');
  const { stdout, stderr } = spawnSync('go', ['list', '-m', '-f', '{{.Version}} {{.Dir}}', 'github.com/hashicorp/vault-k8s'],
    { cwd, encoding: 'utf8' });
  const [version = '', folder = ''] = stdout.trim().split(' ');
  if (folder === '') throw new Error(`go list of the injector failed: ${stderr}`);
  const source = fs.readFileSync(path.join(folder, 'agent-inject', 'agent', 'annotations.go'), 'utf8');
  const constants = new Map([...source.matchAll(CONSTANT)].map(([, name = '', key = '']) => [name, key]));
  const families = [...source.matchAll(USED_WITH_NAME)].flatMap(([, name = '']) => constants.get(name) ?? []);
  return { version, keys: new Set(constants.values()), families: [...new Set(families)] };
}

/** Whether an annotation is one of those. */
export function isKnown(annotation: string, { keys, families }: KnownAnnotations): boolean {
  return keys.has(annotation) || families.some((family) => annotation.startsWith(`${family}-`));
}
