import * as fs from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../generated/interpreter';
import { programPath } from '../judge/programs';
import { type AgentConfig, agentsIn, configOf, type Injector } from './injector';
import { accountOf, type Container, ownContainerOf, type Pod, podOf, QUEUE_PROXY } from './pod';
import type { Sandbox } from './sandbox';
import type { Shell } from './shells';
import { PWNED } from './values';
import { CA_KEYS, CA_SECRET, type Variant, WORDS } from './variants';
import type { Account, Answer, Vault } from './vault';

/** What a run of one service came to. */
export interface Journey {
  /** Values that were looked for: in every shell, in every locale. */
  judged: number;
  arrived: number;
  /** What did not, in words. */
  readonly failures: string[];
}

/** Where programs are that a command names without a path. */
export const IMAGE_FOLDER = '/usr/local/bin';
/** Shells read bytes above 127 in their own way outside of UTF-8. */
export const LOCALES = ['C', 'C.UTF-8'];

/** Takes services the way that pods take on a cluster: injector, login, agent, shell, program. */
export class Traveller {
  constructor(
    private readonly vault: Vault, private readonly injector: Injector, private readonly manifests: readonly Manifest[],
    private readonly shells: readonly Shell[],
  ) {}

  /** The pod of a service as the injector leaves it. */
  public async podOf(name: string): Promise<Pod> {
    const service = this.manifests.find(({ kind, metadata }) => kind === 'Service' && metadata.name === name);
    if (service === undefined) throw new Error(`there is no service ${name}`);
    return this.injector.inject(podOf(service, this.manifests));
  }

  /** Logs in as a container of the agent does, or as another account with its configuration. */
  public async login(config: AgentConfig, account: Account): Promise<Answer> {
    const { mount_path: path, config: { role } } = config.auto_auth.method;
    return this.vault.call('POST', `${path}/login`, { role, jwt: await this.vault.tokenOf(account) }, '');
  }

  /** The token that a container of the agent gets. */
  public async tokenFor(pod: Pod, agent: Container): Promise<string> {
    const config = configOf(agent);
    const { body } = await this.login(config, accountOf(pod, agent, config.auto_auth.method.config.token_path));
    if (body.auth === undefined) throw new Error(`Vault refuses the login: ${JSON.stringify(body.errors)}`);
    return body.auth.client_token;
  }

  /** Lets the containers of the agent write their files; says what went wrong, and nothing where nothing did. */
  public async render(pod: Pod, sandbox: Sandbox): Promise<string> {
    sandbox.mountCa(pod, CA_SECRET, CA_KEYS, this.vault.ca);
    for (const agent of agentsIn(pod)) {
      const token = await this.tokenFor(pod, agent);
      const { code, words } = await sandbox.render(programPath('consul-template'), configOf(agent), token);
      if (code !== 0) return `${agent.name}: ${words}`;
    }
    return '';
  }

  /** All of it, for a service whose values have to arrive. */
  public async go(variant: Variant, sandbox: Sandbox): Promise<Journey> {
    const journey: Journey = { judged: 0, arrived: 0, failures: [] };
    const pod = await this.podOf(variant.id);
    const container = ownContainerOf(pod);
    const wrong = await this.render(pod, sandbox);
    if (wrong !== '') journey.failures.push(`nothing is written: ${wrong}`);
    journey.failures.push(...this.mountProblems(pod), ...modeProblems(variant, sandbox));
    readFiles(variant, sandbox, journey);
    for (const shell of this.shellsFor(container)) {
      for (const locale of LOCALES) await startIn(shell, locale, { variant, sandbox, container, journey });
    }
    if (fs.existsSync(sandbox.at(`/${PWNED}`))) journey.failures.push('a value was run');
    return journey;
  }

  /** Those that have the shell that the command names. */
  private shellsFor({ command = [] }: Container): Shell[] {
    return this.shells.filter(({ folder }) => fs.existsSync(`${folder}/${command[0] ?? ''}`));
  }

  /** The container reads the files, the queue proxy must not. */
  private mountProblems({ spec }: Pod): string[] {
    const sees = (container: Container) => container.volumeMounts?.some(({ name }) => name.startsWith('vault-secrets')) === true;
    return spec.containers.filter((one) => !/^vault-agent/.test(one.name) && sees(one) === (one.name === QUEUE_PROXY))
      .map(({ name }) => `the container ${name} ${name === QUEUE_PROXY ? 'sees' : 'does not see'} the files`);
  }
}

interface Start {
  readonly variant: Variant;
  readonly sandbox: Sandbox;
  readonly container: Container;
  readonly journey: Journey;
}

/** Starts the container with a shell, and looks for every value. */
async function startIn(shell: Shell, locale: string, { variant, sandbox, container, journey }: Start): Promise<void> {
  const where = `${shell.name}, ${locale}`;
  const { code, env, args, words } = await sandbox.start(container, shell.folder, { LC_ALL: locale, PATH: `${shell.folder}:${sandbox.at(IMAGE_FOLDER)}` });
  const { failures } = journey;
  if (code !== 0 || words !== '') failures.push(`${where}: ends with ${code}: ${words}`);
  for (const [name, value] of Object.entries(variant.expected)) {
    journey.judged += 1;
    if (env[name] === value) journey.arrived += 1;
    else failures.push(`${where}: ${name} is ${shown(env[name])}, not ${shown(value)}`);
  }
  for (const name of variant.absent ?? []) if (name in env) failures.push(`${where}: ${name} is set`);
  if (!isDeepStrictEqual(args, variant.words ?? WORDS)) failures.push(`${where}: the words arrive as ${shown(args)}`);
}

function modeProblems({ modes = {} }: Variant, sandbox: Sandbox): string[] {
  return Object.entries(modes).filter(([file, mode]) => sandbox.modeOf(file) !== mode)
    .map(([file, mode]) => `${file} has the mode ${sandbox.modeOf(file)}, not ${mode}`);
}

/** Secrets that no shell reads. */
function readFiles({ files = {} }: Variant, sandbox: Sandbox, journey: Journey): void {
  for (const [file, value] of Object.entries(files)) {
    const text = sandbox.read(file) ?? 'null';
    journey.judged += 1;
    if (isDeepStrictEqual(JSON.parse(text), value)) journey.arrived += 1;
    else journey.failures.push(`${file} says ${text}`);
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined ?? 'not set';
  return text.length > 120 ? `${text.slice(0, 100)}... (${text.length} characters)` : text;
}
