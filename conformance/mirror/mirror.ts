import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { releaseFilesKnown, type ReleaseFile } from '../../lib/releases';
import { type Source, sourceOf } from './sources';

/** A file of the table of addresses, and where the mirror has it from. */
export interface MirrorFile extends ReleaseFile {
  /** Undefined where no module has it. */
  readonly from?: Source;
}

/** Files of releases on this machine, below the paths of the table of addresses. */
export class Mirror {
  /** All files of the table. */
  public readonly files: readonly MirrorFile[] = releaseFilesKnown().map((file) => ({ ...file, from: sourceOf(file) }));

  /** Paths that were asked for, in their order. */
  public readonly fetched: string[] = [];
  private readonly texts = new Map<string, string>();
  private readonly byPath = new Map(this.files.map((file) => [new URL(file.url).pathname, file]));
  private readonly server = http.createServer((request, response) => {
    const at = request.url ?? '';
    this.fetched.push(at);
    const text = this.textAt(at);
    response.statusCode = text === undefined ? 404 : 200;
    const body = Buffer.from(text ?? '');
    response.setHeader('content-length', body.length);
    response.end(body);
  });

  /** Gives the address of the mirror. */
  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this.address;
  }

  public get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** What the mirror has at a path. */
  public textAt(at: string): string | undefined {
    const known = this.texts.get(at);
    if (known !== undefined) return known;
    const text = this.byPath.get(at)?.from?.text();
    if (text !== undefined) this.texts.set(at, text);
    return text;
  }

  /** The text of a file of the table. */
  public textOf({ url }: ReleaseFile): string {
    const text = this.textAt(new URL(url).pathname);
    if (text === undefined) throw new Error(`the mirror has no ${url}`);
    return text;
  }
}
