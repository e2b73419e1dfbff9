import { show } from '../core';
import { fail } from './cli-error';

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a time such as `90s`, `10m` or `1h30m`; anything else ends the command. */
export function durationMs(option: string, text: string): number {
  const parts = /^(?:\d+[smh])+$/.test(text) ? text.match(/\d+[smh]/g) ?? [] : [];
  const sum = parts.reduce((all, part) => all + Number(part.slice(0, -1)) * (UNITS[part.slice(-1)] ?? 0), 0);
  // Timers of Node.js end at 2^31 milliseconds.
  if (sum > 0 && sum < 2 ** 31) return sum;
  return fail({
    code: 'KN-CLI-031',
    message: `\`${option}\` is no time: ${show(text)}`,
    received: text,
    allowed: 'whole numbers of seconds, minutes and hours above zero, at most 24 days: `90s`, `10m`, `1h30m`',
    fix: `write \`${option} 10m\``,
  });
}

/** A time as it reads in messages: `4 s`, `2 min 5 s`. */
export function inWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
