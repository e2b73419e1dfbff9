import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { AgentConfig, AgentTemplate } from './injector';
import type { Container, Pod } from './pod';

/** What became of a run of the template engine. */
interface Rendered {
  readonly code: number;
  /** What it said, where it failed. */
  readonly words: string;
}

/** How a program ended. */
interface Ran {
  readonly code: number;
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly words: string;
}

const PATIENCE_MS = 30_000;
/** A program for Node that prints what it got, so that nothing is lost on the way back. */
const PRINTER = 'process.stdout.write(JSON.stringify([process.env, process.argv.slice(1)]))';
/** What the containers of the suite start. */
export const PROGRAM: readonly string[] = [process.execPath, '-e', PRINTER, '--'];
/** Where the injector mounts the Secret with the certificates of Vault. */
const TLS_FOLDER = '/vault/tls';
/** What Go's encoder escapes, for people who put JSON into HTML. */
const ESCAPED_BY_GO = /[<>&\u2028\u2029]/g;

/** A folder that stands for the file systems of a pod's containers. */
export class Sandbox {
  constructor(private readonly root: string) {
    fs.mkdirSync(root, { recursive: true });
  }

  /** Where a path of the containers is on this machine; one that already names this folder is left as it is. */
  public at(inContainer: string): string {
    return inContainer.startsWith(`${this.root}/`) ? inContainer : path.join(this.root, inContainer);
  }

  /** The text of a file of the containers, and nothing where there is none. */
  public read(inContainer: string): string | undefined {
    const file = this.at(inContainer);
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
  }

  /** The mode of a file of the containers, in octal. */
  public modeOf(inContainer: string): string {
    return `0${(fs.statSync(this.at(inContainer)).mode & 0o777).toString(8)}`;
  }

  /** Puts the keys of a Secret with the certificate of a CA where the pod mounts it. */
  public mountCa(pod: Pod, secretName: string, keys: readonly string[], certificate: string): void {
    if (pod.spec.volumes?.some(({ secret }) => secret?.secretName === secretName) !== true) return;
    const folder = this.at(TLS_FOLDER);
    fs.mkdirSync(folder, { recursive: true });
    for (const key of keys) fs.writeFileSync(path.join(folder, key), certificate);
  }

  /** Lets the template engine write the files of an agent, with the token of its login. */
  public render(engine: string, config: AgentConfig, token: string): Promise<Rendered> {
    const file = this.at('/consul-template.json');
    fs.writeFileSync(file, this.engineConfig(config, token));
    return new Promise((resolve) => {
      const env = { PATH: process.env['PATH'] };
      execFile(engine, ['-once', '-config', file], { timeout: PATIENCE_MS, env }, (error, _out, words) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), words }));
    });
  }

  /**
   * The agent's settings as the stand-alone engine takes them. Both read them with the same parser, and the agent gets
   * them as Go writes JSON.
   */
  private engineConfig({ vault, template = [] }: AgentConfig, token: string): string {
    const { address, ca_cert: ca, tls_skip_verify: skip, tls_server_name: server } = vault;
    const config = {
      log_level: 'warn',
      vault: {
        address, token, renew_token: false, default_lease_duration: '1h',
        // What is undefined is left out.
        ssl: { enabled: true, verify: skip !== true, ca_cert: ca && this.at(ca), server_name: server },
        // What is refused stays refused, and nobody should wait for it.
        retry: { enabled: true, attempts: 1, backoff: '10ms' },
      },
      template: template.map((one) => this.engineTemplate(one)),
    };
    return JSON.stringify(config, undefined, 1)
      .replace(ESCAPED_BY_GO, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  }

  private engineTemplate({ destination, source, ...others }: AgentTemplate): Record<string, unknown> {
    return { ...others, destination: this.at(destination), source: source && this.at(source), create_dest_dirs: true };
  }

  /**
   * Runs a container's command as the kubelet does, with a folder of shells as its image. The one thing that is changed
   * is where the env files lie.
   */
  public start(container: Container, shells: string, extra: Readonly<Record<string, string>> = {}): Promise<Ran> {
    const { command = [], args = [] } = container;
    const own = { PORT: '8080', ...Object.fromEntries((container.env ?? []).map(({ name, value = '' }) => [name, value])) };
    const [shell = '', ...words] = [...command.map((word) => this.inPlace(word)), ...args].map((word) => expanded(word, own));
    const env = { PATH: shells, HOME: '/', ...extra, ...own };
    const options = { env, cwd: this.root, timeout: PATIENCE_MS, maxBuffer: 1 << 26 };
    return new Promise((resolve) => {
      execFile(path.join(shells, shell), words, options, (error, out, said) => {
        const [given, rest] = out === '' ? [{}, []] : JSON.parse(out) as [Record<string, string>, string[]];
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), env: given, args: rest, words: said });
      });
    });
  }

  /** The start command names files after a dot, and nothing else. */
  private inPlace(word: string): string {
    return word.replace(/(^|; )\. (\/[^;]+)/g, (_all, before: string, file: string) => `${before}. ${this.at(file)}`);
  }
}

/** Follows Expand of Kubernetes' third_party/forked/golang/expansion: what is unknown stays, and `$$` is one dollar. */
function expanded(word: string, env: Readonly<Record<string, string>>): string {
  return word.replace(/\$\$|\$\(([^)]*)\)/g, (all, name?: string) => name === undefined ? '$' : env[name] ?? all);
}
