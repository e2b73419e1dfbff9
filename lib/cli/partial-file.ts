import * as fs from 'fs';
import * as path from 'path';
import { onDisk } from './disk';

/** What is known of the bytes of a download that broke. */
interface Origin {
  /** Address that they came from. */
  readonly url: string;
  /** What the server calls the state of the file, as `If-Range` takes it. */
  readonly validator?: string;
}

/**
 * The bytes of a download, next to the file that they will be, until they are all there and right. A run that breaks
 * leaves them for the next one.
 */
export class PartialFile {
  private readonly part: string;
  private readonly origin: string;
  private handle?: fs.promises.FileHandle;
  private count = 0;
  private earlier = 0;
  private known: Origin | undefined;

  /** @param url address that the file is asked for; what came from another one is of no use */
  constructor(private readonly target: string, private readonly url: string) {
    this.part = `${target}.part`;
    this.origin = `${target}.part.json`;
    this.known = this.readOrigin();
    this.count = this.known === undefined ? 0 : sizeOf(this.part);
    this.earlier = this.count;
  }

  /** Number of bytes that are there. */
  public get bytes(): number {
    return this.count;
  }

  /** Number of those among them that an earlier run left. */
  public get bytesOfEarlierRun(): number {
    return this.earlier;
  }

  /** What the server called the state of the file when they came. */
  public get validator(): string | undefined {
    return this.known?.validator;
  }

  /** Opens it for bytes that follow those that are there, or that replace them. */
  public async open(validator: string | undefined, append: boolean): Promise<void> {
    this.known = { url: this.url, ...validator === undefined ? {} : { validator } };
    if (!append) this.forget();
    await onDisk(this.part, async () => {
      fs.mkdirSync(path.dirname(this.part), { recursive: true });
      fs.writeFileSync(this.origin, `${JSON.stringify(this.known)}\n`);
      this.handle = await fs.promises.open(this.part, append ? 'a' : 'w');
    });
  }

  public async write(chunk: Buffer): Promise<void> {
    await onDisk(this.part, () => this.handle?.appendFile(chunk));
    this.count += chunk.length;
  }

  /** Closes it; whatever was written stays for the next run. */
  public async close(): Promise<void> {
    const { handle } = this;
    this.handle = undefined;
    await onDisk(this.part, () => handle?.close());
  }

  public read(): Promise<Buffer> {
    return onDisk(this.part, () => fs.readFileSync(this.part));
  }

  /** Makes it the file. */
  public async place(): Promise<void> {
    await onDisk(this.target, async () => {
      const handle = await fs.promises.open(this.part, 'r+');
      await handle.sync();
      await handle.close();
      fs.renameSync(this.part, this.target);
    });
    await this.discard();
  }

  /** Forgets the bytes. */
  public async discard(): Promise<void> {
    this.forget();
    this.known = undefined;
    await onDisk(this.part, () => {
      for (const file of [this.part, this.origin]) fs.rmSync(file, { force: true });
    });
  }

  private forget(): void {
    this.count = 0;
    this.earlier = 0;
  }

  private readOrigin(): Origin | undefined {
    try {
      const { url, validator }: Partial<Record<keyof Origin, unknown>> = JSON.parse(fs.readFileSync(this.origin, 'utf8'));
      return url !== this.url ? undefined : { url: this.url, ...typeof validator === 'string' ? { validator } : {} };
    } catch {
      return undefined;
    }
  }
}

function sizeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
