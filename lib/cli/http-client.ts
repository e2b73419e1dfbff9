import type { IncomingHttpHeaders } from 'http';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { show } from '../core';
import { CliError, fail, Interrupted } from './cli-error';
import { ExitCode } from './exit-codes';
import type { CliIo } from './io';
import { networkProblem, redirectProblem, slowProblem } from './transfer-problems';

/** The answer of a server, its body not read yet. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly chunks: AsyncIterable<Buffer>;
  /** The address that answered, after all redirections. */
  readonly url: URL;
}

/** No release has a file of this size; something else has the place of the file. */
export const MOST_BYTES = 64 * 1024 * 1024;
/**
 * Bytes of a body that wait for us. More than can come, so that the client never pauses its parser: of a server that
 * closes the connection behind its answer, a parser that is paused in this moment ends the process.
 * Follows lib/dispatcher/client-h1.js of undici 6, whose `finish` asserts that it is not paused.
 */
const MOST_WAITING = 2 * MOST_BYTES;
/** What the client says of a body with more bytes than it may have. */
export const TOO_LARGE = 'UND_ERR_RES_EXCEEDED_MAX_SIZE';

const MOST_REDIRECTS = 10;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** Asks servers for files: through proxies, along redirections, and no longer than they have something to say. */
export class HttpClient {
  private readonly dispatcher: Dispatcher;
  private readonly proxied: boolean;

  /** @param timeout milliseconds without a byte after which a server is given up */
  constructor(private readonly io: Pick<CliIo, 'env' | 'signal'>, private readonly timeout: number) {
    const { dispatcher, proxied } = dispatcherFor(io.env, timeout);
    this.dispatcher = dispatcher;
    this.proxied = proxied;
  }

  /**
   * Asks for an address, and gives the answer to `use`, which reads its body before it returns. A user and a password
   * in the address are sent to its own server only.
   */
  public async get(
    url: URL, headers: Readonly<Record<string, string>>, use: (answer: Answer) => Promise<void>,
  ): Promise<void> {
    const { signal } = this.io;
    const idle = new IdleTimer(this.timeout, signal);
    try {
      await this.follow(url, headers, idle, use);
    } catch (error) {
      if (signal.aborted) throw new Interrupted();
      if (idle.expired) throw slowProblem(url, this.timeout);
      throw error instanceof CliError ? error : networkProblem(error, url, this.proxied);
    } finally {
      idle.stop();
    }
  }

  /** Ends all connections. */
  public async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  private async follow(
    first: URL, headers: Readonly<Record<string, string>>, idle: IdleTimer, use: (answer: Answer) => Promise<void>,
  ): Promise<void> {
    const authorization = authorizationOf(first);
    let url = withoutUser(first);
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const own = url.origin === first.origin ? authorization : {};
      const answer = await request(url, {
        dispatcher: this.dispatcher,
        // A length says something only of what is not packed.
        headers: { 'accept': '*/*', 'accept-encoding': 'identity', 'user-agent': 'cdk8s-knative', ...headers, ...own },
        signal: idle.signal,
        headersTimeout: 0,
        bodyTimeout: 0,
        highWaterMark: MOST_WAITING,
      });
      idle.touch();
      // One that is no longer read may still break.
      answer.body.on('error', () => undefined);
      if (!REDIRECTS.includes(answer.statusCode)) {
        const chunks = touching(answer.body, idle);
        try {
          return await use({ status: answer.statusCode, headers: answer.headers, chunks, url });
        } finally {
          answer.body.destroy();
        }
      }
      answer.body.destroy();
      url = nextUrl(url, answer.headers.location);
    }
    throw redirectProblem(first, `does not end after ${MOST_REDIRECTS} steps`);
  }
}

/** Ends a request that nothing came for in a while, or that the user ends. */
class IdleTimer {
  private readonly controller = new AbortController();
  private timer?: NodeJS.Timeout;
  private over = false;

  constructor(private readonly milliseconds: number, private readonly outer: AbortSignal) {
    outer.addEventListener('abort', this.abort);
    if (outer.aborted) this.abort();
    this.touch();
  }

  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  public get expired(): boolean {
    return this.over;
  }

  public touch(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.over = true;
      this.abort();
    }, this.milliseconds);
  }

  public stop(): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener('abort', this.abort);
  }

  private readonly abort = (): void => this.controller.abort();
}

async function* touching(body: AsyncIterable<Buffer>, idle: IdleTimer): AsyncIterable<Buffer> {
  for await (const chunk of body) {
    idle.touch();
    yield chunk;
    // Writing a chunk takes its time too, which is not the server's.
    idle.touch();
  }
}

/** Where a redirection leads; one that nobody may follow is refused with `KN-CLI-016`. */
export function nextUrl(url: URL, location: string | string[] | undefined): URL {
  const text = Array.isArray(location) ? location[0] : location;
  if (text === undefined || !URL.canParse(text, url.href)) throw redirectProblem(url, 'names no address');
  const next = withoutUser(new URL(text, url));
  if (next.protocol !== 'https:' && next.protocol !== 'http:') throw redirectProblem(url, 'does not lead to a web server');
  if (url.protocol === 'https:' && next.protocol === 'http:') {
    throw redirectProblem(url, `leads from https to http, to ${show(next.origin)}, where anybody on the way can change a file`);
  }
  return next;
}

function withoutUser(url: URL): URL {
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  return plain;
}

function authorizationOf({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function dispatcherFor(env: CliIo['env'], timeout: number): { dispatcher: Dispatcher; proxied: boolean } {
  const options = { connect: { timeout }, headersTimeout: 0, bodyTimeout: 0, maxResponseSize: MOST_BYTES };
  // Small letters count before capitals, as with curl.
  const httpProxy = env.http_proxy ?? env.HTTP_PROXY ?? '';
  const httpsProxy = env.https_proxy ?? env.HTTPS_PROXY ?? '';
  const noProxy = env.no_proxy ?? env.NO_PROXY ?? '';
  if (httpProxy === '' && httpsProxy === '') return { dispatcher: new Agent(options), proxied: false };
  try {
    const dispatcher = quietly(() => new EnvHttpProxyAgent({ ...options, httpProxy, httpsProxy, noProxy }));
    return { dispatcher, proxied: true };
  } catch {
    return fail({
      code: 'KN-CLI-006',
      message: '`HTTP_PROXY` or `HTTPS_PROXY` is no address of a proxy',
      received: undefined,
      allowed: 'an address such as `http://proxy.example.com:3128`',
      fix: 'write the address with `http://` in front, or unset the variable',
    }, ExitCode.ERROR);
  }
}

/** The client warns that options of its proxy agent may change: we keep to one version, and the user cannot help it. */
function quietly<T>(make: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return make();
  } finally {
    process.emitWarning = emitWarning;
  }
}
