import { KnativeError } from '../../lib';

/** The code and the message of what a factory throws; nothing where it throws nothing. */
export function thrownBy(make: () => unknown): string {
  try {
    make();
    return '';
  } catch (error) {
    if (!(error instanceof KnativeError)) throw error;
    const { code, allowed, fix } = error;
    expect(allowed).not.toBe('');
    expect(fix).toContain(' ');
    return `${code} ${error.message.slice(code.length + 1).split('; allowed: ')[0] ?? ''}`;
  }
}
