import * as http from 'http';
import * as net from 'net';
import type { AddressInfo } from 'net';

/** What the server did with a request. */
export interface Asked {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
}

/** How the server answers for a path; the number counts the requests for it, from 0. */
export type Answering = (request: http.IncomingMessage, response: http.ServerResponse, count: number) => void;

/** Sockets to this machine, for the tests of one file. */
export function allowLoopback(): void {
  const guarded = jest.mocked(net.Socket.prototype.connect);
  beforeAll(() => {
    guarded.mockRestore();
    const { connect } = net.Socket.prototype;
    jest.spyOn(net.Socket.prototype, 'connect').mockImplementation(function (this: net.Socket, ...args: unknown[]) {
      const [first] = (Array.isArray(args[0]) ? args[0] : args) as [{ host?: string }];
      if (!['127.0.0.1', 'localhost', '::1'].includes(first.host ?? '')) throw new Error(`a test went to ${String(first.host)}`);
      return Reflect.apply(connect, this, args) as net.Socket;
    });
  });
}

/** A server of files on this machine. */
export class FilesServer {
  public readonly asked: Asked[] = [];
  private readonly answers = new Map<string, Answering>();
  private readonly sockets = new Set<net.Socket>();
  private readonly server = http.createServer((request, response) => this.answer(request, response));

  public async start(): Promise<void> {
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => void this.server.listen(0, '127.0.0.1', resolve));
  }

  public get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Answers for a path with a text, or by a function. */
  public at(path: string, answer: string | Answering): void {
    this.answers.set(path, typeof answer === 'string' ? (_, response) => void response.end(answer) : answer);
  }

  /** Forgets requests and answers. */
  public reset(): void {
    this.asked.length = 0;
    this.answers.clear();
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const path = request.url ?? '';
    const count = this.asked.filter((each) => each.path === path).length;
    this.asked.push({ path, headers: request.headers });
    const answer = this.answers.get(path);
    if (answer !== undefined) return answer(request, response, count);
    response.statusCode = 404;
    response.end('nothing here');
  }
}

/** Does something once a condition holds, which is looked at again and again. */
export function once(condition: () => boolean, act: () => void): void {
  if (condition()) act();
  else setTimeout(() => { once(condition, act); }, 10);
}

/** Where an answer breaks: after so many bytes, once the other side has them. */
export interface Break {
  readonly at: number;
  readonly seen: () => boolean;
}

/** Answers with a text as a server does that knows ranges; the first answer may break. */
export function withRanges(text: string, etag = '"one"', broken?: Break): Answering {
  const bytes = Buffer.from(text);
  return (request, response, count) => {
    const [, start] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    const from = start !== undefined && request.headers['if-range'] === etag ? Number(start) : 0;
    response.setHeader('etag', etag);
    response.setHeader('content-length', bytes.length - from);
    if (from > 0) {
      response.statusCode = 206;
      response.setHeader('content-range', `bytes ${from}-${bytes.length - 1}/${bytes.length}`);
    }
    if (broken === undefined || count > 0) {
      response.end(bytes.subarray(from));
      return;
    }
    response.write(bytes.subarray(from, broken.at), () => { once(broken.seen, () => response.destroy()); });
  };
}
