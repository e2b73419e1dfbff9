import * as https from 'node:https';
import type { VaultRequest } from '../../lib/vault';
import { LineProgram } from '../judge/line-program';

/** A service account, and what its token is for. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
  /** Whom the token is for; the API server where it is empty. */
  readonly audiences: readonly string[];
}

interface Endpoint {
  readonly address: string;
  readonly ca: string;
}

interface Ready extends Endpoint {
  readonly token: string;
  readonly kubernetes: Endpoint;
}

/** What Vault answered. */
export interface Answer {
  readonly status: number;
  readonly body: {
    readonly data?: Record<string, unknown>;
    readonly auth?: { readonly client_token: string; readonly policies: readonly string[] };
    readonly errors?: readonly string[];
  };
}

/** Where a secret lies, and what it is. */
export interface Stored {
  readonly mount: string;
  readonly kvVersion: 1 | 2;
  readonly path: string;
  /** The versions of the secret, the newest last; a version 1 mount keeps that one only. */
  readonly versions: readonly Readonly<Record<string, unknown>>[];
}

/** How often a fresh mount of version 2 is tried, which first upgrades itself. */
const ATTEMPTS = 50;

/** The real Vault of this run. */
export class Vault {
  /** Starts it. */
  public static async start(file: string): Promise<Vault> {
    const program = new LineProgram(file);
    return new Vault(program, await program.next<Ready>());
  }

  private constructor(private readonly program: LineProgram, private readonly ready: Ready) {}

  public get address(): string {
    return this.ready.address;
  }

  public get ca(): string {
    return this.ready.ca;
  }

  /** The cluster that service accounts come from. */
  public get kubernetes(): Endpoint {
    return this.ready.kubernetes;
  }

  /** How programs find it, and are let in as the root. */
  public get environment(): Readonly<Record<string, string>> {
    return { VAULT_ADDR: this.ready.address, VAULT_TOKEN: this.ready.token };
  }

  /** Stops it. */
  public end(): void {
    this.program.end();
  }

  /** A token as the kubelet mounts it. */
  public async tokenOf(account: Account): Promise<string> {
    return (await this.program.ask<{ token: string }>({ account })).token;
  }

  /** What the agent itself has against a configuration, in base64; nothing where it takes it. */
  public async refusalOf(configuration: string): Promise<string> {
    return (await this.program.ask<{ refusal: string }>({ configuration })).refusal;
  }

  /** Calls the API; without a token as the root. */
  public call(method: string, path: string, payload?: unknown, token: string = this.ready.token): Promise<Answer> {
    // The path is sent as our data has it: Vault and its agent escape it themselves.
    const url = new URL(this.ready.address);
    const options = {
      method, host: url.hostname, port: url.port, path: encodeURI(`/v1/${path}`), ca: this.ready.ca,
      headers: token === '' ? {} : { 'X-Vault-Token': token },
    };
    return new Promise((resolve, reject) => {
      const request = https.request(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parsed(text) }));
      });
      request.on('error', reject);
      request.end(payload === undefined ? undefined : bodyOf(payload));
    });
  }

  /** Does what our data says that is to be done, save what can be done once only and is done. */
  public async setUp(requests: readonly VaultRequest[]): Promise<void> {
    for (const { method, path, payload, once = false } of requests) {
      if (!once || (await this.call('GET', path)).status !== 200) await this.must(method, path, payload);
    }
  }

  /** Calls the API as the root, and throws where that is refused. */
  public async must(method: string, path: string, payload: unknown): Promise<void> {
    const { status, body } = await this.call(method, path, payload);
    if (status >= 300) throw new Error(`Vault refuses ${method} ${path}: ${status} ${JSON.stringify(body)}`);
  }

  /** Mounts a key/value store where nobody has yet. */
  public async mount(mount: string, kvVersion: 1 | 2): Promise<void> {
    const payload = { type: 'kv', options: { version: String(kvVersion) } };
    await this.setUp([{ method: 'POST', path: `sys/mounts/${mount}`, payload, once: true }]);
  }

  /** Puts a secret into its mount. */
  public async store({ mount, kvVersion, path, versions }: Stored): Promise<void> {
    const at = kvVersion === 2 ? `${mount}/data/${path}` : `${mount}/${path}`;
    for (const data of versions) await this.patiently('POST', at, kvVersion === 2 ? { data } : data);
  }

  private async patiently(method: string, path: string, payload: unknown): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const { status, body } = await this.call(method, path, payload);
      if (status < 300) return;
      if (attempt === ATTEMPTS || !JSON.stringify(body).includes('Upgrading')) {
        throw new Error(`Vault refuses ${method} ${path}: ${status} ${JSON.stringify(body)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** A number in the very words that JSON has for it; JavaScript would round it, or write it otherwise. */
export function numberWritten(text: string): string {
  return `number ${text} as it stands`;
}

function bodyOf(payload: unknown): string {
  return JSON.stringify(payload).replace(/"number (\S+) as it stands"/g, '$1');
}

function parsed(text: string): Answer['body'] {
  return text === '' ? {} : JSON.parse(text) as Answer['body'];
}
