import { pause } from './apply-pause';
import { CliError } from './cli-error';
import { errorCode } from './disk';
import { type Answer, type HttpClient, MOST_BYTES, TOO_LARGE } from './http-client';
import type { PartialFile } from './partial-file';
import { notTheFile } from './release-body';
import { bytesText } from './texts';
import { statusProblem, TransferError, truncatedProblem } from './transfer-problems';

/** How a download goes on after something went wrong. */
export interface DownloadSettings {
  readonly client: HttpClient;
  readonly signal: AbortSignal;
  /** Attempts after the first one that bring nothing new. */
  readonly retries: number;
  /** Milliseconds before the second attempt; twice as many before each that follows. */
  readonly backoff: number;
  readonly report: (text: string) => void;
  /**
   * Whether a digest is known that the bytes have to have: then they may go on even where the server does not say
   * whether they are still those of the same file.
   */
  readonly digestKnown: boolean;
}

/** A server may ask to be left alone, but not for longer than somebody waits. */
const LONGEST_WAIT = 60_000;

/** Brings all bytes of an address into a file, which goes on where an earlier run ended. */
export async function download(url: URL, part: PartialFile, settings: DownloadSettings): Promise<void> {
  const { signal, retries, backoff, report } = settings;
  let most = part.bytes;
  let failures = 0;
  for (;;) {
    try {
      return await attempt(url, part, settings);
    } catch (error) {
      if (!(error instanceof TransferError) || !error.again) throw error;
      // Attempts that bring the file forward may be as many as it takes.
      failures = part.bytes > most ? 1 : failures + 1;
      most = Math.max(most, part.bytes);
      if (failures > retries) throw error;
      const wait = Math.min(LONGEST_WAIT, Math.max(error.after, backoff * 2 ** (failures - 1)));
      report(`${error.problems[0]?.message ?? 'failed'}; trying again in ${Math.ceil(wait / 1000)} s (${failures} of ${retries})`);
      await pause(wait, signal);
    }
  }
}

async function attempt(url: URL, part: PartialFile, settings: DownloadSettings): Promise<void> {
  const from = startOf(part, settings.digestKnown);
  const validator = part.validator;
  const range = from === 0 ? {} : {
    'range': `bytes=${from}-`,
    ...validator === undefined ? {} : { 'if-range': validator },
  };
  let restart = false;
  await settings.client.get(url, range, async (answer) => {
    const size = expectedSize(answer, from);
    restart = from > 0 && !goesOn(answer, from, validator);
    if (restart && answer.status !== 200) return;
    if (answer.status !== 200 && answer.status !== 206) throw statusProblem(answer.status, url, waitOf(answer));
    checkSize(url, size);
    await part.open(validatorOf(answer), answer.status === 206);
    try {
      await receive(url, answer, part, size, settings);
    } finally {
      await part.close();
    }
    restart = false;
  });
  if (!restart) return;
  // The server has another state of the file than the one that was begun.
  await part.discard();
  await attempt(url, part, settings);
}

/** Where to go on: at the beginning, where nobody could tell whether the rest belongs to what is there. */
function startOf(part: PartialFile, digestKnown: boolean): number {
  return part.validator !== undefined || digestKnown ? part.bytes : 0;
}

async function receive(
  url: URL, { chunks }: Answer, part: PartialFile, size: number | undefined, { report }: DownloadSettings,
): Promise<void> {
  try {
    for await (const chunk of chunks) {
      await part.write(chunk);
      checkSize(url, part.bytes);
      report(size === undefined ? bytesText(part.bytes) : `${bytesText(part.bytes)} of ${bytesText(size)}`);
    }
  } catch (error) {
    if (errorCode(error) === TOO_LARGE) throw tooLarge(url, MOST_BYTES);
    throw error instanceof CliError ? error : truncatedProblem(url, part.bytes, size);
  }
  if (size !== undefined && part.bytes !== size) throw truncatedProblem(url, part.bytes, size);
}

/** Whether an answer to a request for the rest can be gone on with; one with status 200 brings the whole file. */
function goesOn({ status, headers }: Answer, from: number, validator: string | undefined): boolean {
  if (status !== 206) return status !== 200 && status !== 416;
  const etag = first(headers.etag);
  const same = validator === undefined || !validator.startsWith('"') || etag === undefined || etag === validator;
  return same && contentRange(headers['content-range'])?.start === from;
}

function expectedSize({ status, headers }: Answer, from: number): number | undefined {
  const length = whole(first(headers['content-length']));
  if (status !== 206) return length;
  return contentRange(headers['content-range'])?.size ?? (length === undefined ? undefined : from + length);
}

function contentRange(value: string | string[] | undefined): { start: number; size?: number } | undefined {
  const parts = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(first(value) ?? '');
  return parts === null ? undefined : { start: Number(parts[1]), size: whole(parts[2]) };
}

/** What `If-Range` takes: a strong tag, or else a date. */
function validatorOf({ headers }: Answer): string | undefined {
  const etag = first(headers.etag);
  return etag?.startsWith('"') === true ? etag : first(headers['last-modified']);
}

function checkSize(url: URL, size = 0): void {
  if (size > MOST_BYTES) throw tooLarge(url, size);
}

function tooLarge(url: URL, size: number): CliError {
  return notTheFile(url, `${bytesText(size)} or more, and no release file is larger than ${bytesText(MOST_BYTES)}`);
}

function waitOf({ headers }: Answer): number {
  const value = first(headers['retry-after']);
  const seconds = whole(value);
  if (seconds !== undefined) return seconds * 1000;
  const date = Date.parse(value ?? '');
  return Number.isNaN(date) ? 0 : Math.max(0, date - Date.now());
}

function whole(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
