import * as fs from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext } from 'node:tls';
import { Authority } from './certificates';

interface Review {
  readonly apiVersion: string;
  readonly kind: string;
  readonly request: {
    readonly uid: string;
    /** Of conversions: what to turn into which version. */
    readonly desiredAPIVersion?: string;
    readonly objects?: readonly object[];
  };
}

/** Services whose webhooks run as processes of this machine: they answer themselves. */
const LOCAL = /^(localhost|127\.0\.0\.1):/;

/**
 * Answers for the webhooks of every Service, on the socket that an empty plane calls them through: it admits what it is
 * asked about, and converts by writing the version down. What calls a port of this machine is passed on.
 */
export class WebhookServer {
  private readonly authority = new Authority();
  private readonly contexts = new Map<string, SecureContext>();
  private readonly sockets = new Set<Duplex>();
  private readonly reviews: https.Server;
  private readonly proxy: http.Server;
  /** Paths and hosts that were called, in their order. */
  public readonly calls: string[] = [];

  constructor(private readonly socket: string) {
    this.reviews = https.createServer({
      ...this.authority.issue('localhost'),
      SNICallback: (name, done) => done(null, this.contextFor(name)),
    }, (request, response) => this.answer(request, response));
    this.proxy = http.createServer();
    this.proxy.on('connect', ({ url = '' }: http.IncomingMessage, client: Duplex) => this.connect(url, client));
    for (const server of [this.reviews, this.proxy]) {
      server.on('connection', (each: Duplex) => {
        this.sockets.add(each);
        each.on('close', () => this.sockets.delete(each));
      });
    }
  }

  /** What the server checks the answers by, as the objects have it: base64 of PEM. */
  public get caBundle(): string {
    return Buffer.from(this.authority.certificate).toString('base64');
  }

  public async start(): Promise<void> {
    fs.rmSync(this.socket, { force: true });
    await new Promise<void>((resolve) => this.reviews.listen(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => this.proxy.listen(this.socket, resolve));
  }

  public async stop(): Promise<void> {
    const closed = [this.reviews, this.proxy].map((server) => new Promise((resolve) => server.close(resolve)));
    for (const each of this.sockets) each.destroy();
    await Promise.all(closed);
  }

  private connect(target: string, client: Duplex): void {
    const { port } = this.reviews.address() as net.AddressInfo;
    const to = LOCAL.test(target) ? Number(target.slice(target.indexOf(':') + 1)) : port;
    const server = net.connect(to, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    for (const [one, other] of [[server, client], [client, server]] as const) one.on('error', () => other.destroy());
  }

  private contextFor(name: string): SecureContext {
    const context = this.contexts.get(name) ?? createSecureContext(this.authority.issue(name));
    this.contexts.set(name, context);
    return context;
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.calls.push(`${request.headers.host ?? ''}${request.url ?? ''}`);
      const { apiVersion, kind, request: asked } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Review;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ apiVersion, kind, response: { uid: asked.uid, ...verdictOn(asked) } }));
    });
  }
}

function verdictOn({ desiredAPIVersion, objects }: Review['request']): object {
  if (desiredAPIVersion === undefined) return { allowed: true };
  return {
    result: { status: 'Success' },
    convertedObjects: objects?.map((object) => ({ ...object, apiVersion: desiredAPIVersion })),
  };
}
