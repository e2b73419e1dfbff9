import { show } from '../core';
import { fail } from './cli-error';

/** A mirror that a user wrote; refused with `KN-CLI-006` where it is no address. */
export function mirrorOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '') return url;
  return fail({
    code: 'KN-CLI-006',
    message: `the mirror ${show(text)} is no address of a web server`,
    received: text,
    allowed: 'an address that begins with `https://` or `http://`, with a path or without one',
    fix: 'write `--mirror https://mirror.example.com`, for example; the path of each file is put behind it',
  });
}

/** Where a file of upstream is asked for: upstream, or a mirror, which has the same paths. */
export function addressOf(upstream: string, mirror: URL | undefined): URL {
  const url = new URL(upstream);
  if (mirror === undefined) return url;
  const mirrored = new URL(mirror);
  mirrored.pathname = `${mirror.pathname.replace(/\/+$/, '')}${url.pathname}`;
  mirrored.search = url.search;
  return mirrored;
}
