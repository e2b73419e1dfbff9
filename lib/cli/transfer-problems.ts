import { fieldsOf, type Problem, show } from '../core';
import { CliError } from './cli-error';
import { ExitCode } from './exit-codes';
import { counted } from './texts';

/** Something that went wrong on the way to a server or back. */
export class TransferError extends CliError {
  /**
   * @param again whether the same request may go well later
   * @param after milliseconds that the server wants to be left alone
   */
  constructor(problem: Problem, public readonly again: boolean, public readonly after = 0) {
    super([problem], ExitCode.UNREACHABLE);
  }
}

const GONE: readonly number[] = [404, 410];
const CLOSED: readonly number[] = [401, 403, 407];
const LATER: readonly number[] = [408, 425, 429];
/** What Node says where it does not trust a certificate: no later request goes better. */
const CERTIFICATE = /CERT|SIGNATURE|SELF_SIGNED|ISSUER/;

/** An address as a message has it: behind the path there may be a signature, before the host a password. */
export function addressText(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** A status that is not what was asked for. */
export function statusProblem(status: number, url: URL, after: number): TransferError {
  const at = addressText(url);
  if (GONE.includes(status)) {
    return new TransferError({
      code: 'KN-CLI-010',
      message: `there is no file at ${show(at)}: the server answers ${status}`,
      received: status,
      allowed: 'a server that has the file under this path',
      fix: 'with `--mirror`, put the file there; without it, look at the page that `npx cdk8s-knative vendor --list` names',
    }, false);
  }
  if (status < 500 && !LATER.includes(status)) {
    return new TransferError({
      code: 'KN-CLI-011',
      message: `the server does not give ${show(at)} to us: it answers ${status}`,
      received: status,
      allowed: 'an answer of 200',
      fix: CLOSED.includes(status)
        ? 'log in by `--mirror https://user:password@host`, or have the proxy let this address through'
        : 'open the address in a browser and see what the server says',
    }, false);
  }
  return new TransferError({
    code: 'KN-CLI-012',
    message: `the server cannot answer for ${show(at)} now: it answers ${status}`,
    received: status,
    allowed: 'an answer of 200',
    fix: 'run the command again later; what is in place stays, and the rest goes on where it was',
  }, true, after);
}

/** No connection, or one that broke. */
export function networkProblem(error: unknown, url: URL, proxied: boolean): TransferError {
  const { code, text } = reasonOf(error);
  const certificate = CERTIFICATE.test(code);
  const proxy = proxied ? 'see that `HTTPS_PROXY` and `NO_PROXY` are right, and ' : '';
  return new TransferError({
    code: 'KN-CLI-013',
    message: `no file came from ${show(addressText(url))}: ${show(text)}`,
    received: text,
    allowed: 'a server that this machine reaches, over TLS with a certificate that it trusts',
    fix: certificate
      ? `${proxy}name the certificate authority in \`NODE_EXTRA_CA_CERTS\``
      : `${proxy}run the command where the network is, or with \`--mirror\` and \`HTTPS_PROXY\` as your network wants them`,
  }, !certificate && code !== 'ENOTFOUND');
}

/** A server that says nothing for too long. */
export function slowProblem(url: URL, milliseconds: number): TransferError {
  return new TransferError({
    code: 'KN-CLI-014',
    message: `nothing came from ${show(addressText(url))} for ${counted(milliseconds / 1000, 'second')}`,
    received: milliseconds,
    allowed: 'a server that sends something in this time',
    fix: 'wait longer with `--timeout 120`, or take another server with `--mirror`',
  }, true);
}

/** A body that ends before its end. */
export function truncatedProblem(url: URL, bytes: number, expected: number | undefined): TransferError {
  return new TransferError({
    code: 'KN-CLI-015',
    message: `${show(addressText(url))} ended after ${bytes} bytes${expected === undefined ? ', before its end' : ` of ${expected}`}`,
    received: bytes,
    allowed: 'as many bytes as the server announced',
    fix: 'run the command again: it goes on where this one ended, as far as the server can',
  }, true);
}

/** A redirection that is not followed. */
export function redirectProblem(url: URL, why: string): TransferError {
  return new TransferError({
    code: 'KN-CLI-016',
    message: `the redirection of ${show(addressText(url))} ${why}`,
    received: addressText(url),
    allowed: 'a few redirections, from https to https only',
    fix: 'take a server that has the file itself, with `--mirror`',
  }, false);
}

/** The innermost reason that Node or the client gives. */
function reasonOf(error: unknown): { readonly code: string; readonly text: string } {
  const { cause, errors, code, message } = fieldsOf(error);
  // Of several addresses of a host, the first one tells enough.
  const inner = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  if (inner !== undefined) return reasonOf(inner);
  const name = typeof code === 'string' ? code : '';
  return { code: name, text: typeof message === 'string' && message !== '' ? message : name || String(error) };
}
