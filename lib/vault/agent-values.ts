import { Duration } from 'cdk8s';
import { checkCredentials, type DurationRange, type Problem, show } from '../core';

/** Settings by their annotation keys, without the injector's domain; what is undefined is not written. */
export type Settings = Readonly<Record<string, string | number | boolean | undefined>>;

/** Annotations are texts; the injector reads booleans as `true` and `false`. */
export function toAnnotations(settings: Settings): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]]));
}

/** Durations that the agent reads in whole seconds. */
export function seconds(field: string, min = 1): DurationRange {
  return { field, min: Duration.seconds(min), step: Duration.seconds(1) };
}

/** Checks an address; credentials in it would lie in the manifest for all to read. */
export function checkAddress(field: string, address: string | undefined): Problem | undefined {
  if (address === undefined) return undefined;
  const secret = checkCredentials(field, address, 'KN-VLT-014',
    'leave it out: the agent logs in with the token of the service account, and a proxy has to know it otherwise');
  if (secret !== undefined) return secret;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const web = url !== undefined && /^https?:$/.test(url.protocol) && url.host !== '' && !/\s/.test(address);
  if (web) return undefined;
  return {
    code: 'KN-VLT-014',
    message: `${field} ${show(address)} is no address`,
    received: address,
    allowed: 'an absolute address with `https` or `http` and without a user',
    fix: "write `'https://vault.example.com:8200'`, for example",
  };
}

/** Checks a text that stands for one name. */
export function checkWord(field: string, word: string | undefined, example: string): Problem | undefined {
  if (word === undefined || /^[^\s\p{Cc}]+$/u.test(word)) return undefined;
  return {
    code: 'KN-VLT-014',
    message: `${field} ${show(word)} is no name`,
    received: word,
    allowed: 'a text without spaces and control characters',
    fix: `write ${show(example)}, for example`,
  };
}
