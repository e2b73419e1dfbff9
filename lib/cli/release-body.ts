import * as path from 'path';
import { show } from '../core';
import { readObjects } from '../releases';
import { CliError } from './cli-error';
import { addressText } from './transfer-problems';

/** Bytes at the beginning that tell what a file is. */
const BEGINNING = 512;
const HTML = /^\s*(<!--[\s\S]*?-->\s*)*<(!doctype html|html|head|body|title|script|meta)\b/i;
/** What a text has none of; gzip, archives and images do. */
const NO_TEXT = '\0';

/** What came in the place of a release file. */
export function notTheFile(url: URL, what: string): CliError {
  return new CliError([{
    code: 'KN-CLI-018',
    message: `what ${show(addressText(url))} gives is no release file: ${what}`,
    received: what,
    allowed: 'YAML with Kubernetes objects',
    fix: 'open the address in a browser: a login page, a proxy or a wrong `--mirror` may stand before the file; nothing was kept',
  }]);
}

/** Checks that what was downloaded is a release file. */
export function checkBody(url: URL, bytes: Uint8Array): CliError | undefined {
  const why = faultOf(url, bytes);
  return why === undefined ? undefined : notTheFile(url, why);
}

function faultOf(url: URL, bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'nothing at all';
  const text = textOf(bytes);
  const beginning = text?.slice(0, BEGINNING) ?? '';
  if (text === undefined || text.includes(NO_TEXT)) return 'bytes that are no text';
  if (HTML.test(beginning)) return 'a web page';
  const [fault] = readObjects(text).faults;
  return fault?.(path.posix.basename(url.pathname)).message;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
