import { type Problem, show, showAll } from '../core';

/** What a shell takes as the name of a variable. Written into templates, so it has to mean the same to Go's RE2. */
export const ENV_NAME = '^[A-Za-z_][A-Za-z0-9_]*$';

/**
 * Names that an env file never sets: Knative gives `PORT` and `K_...`, the shell finds and starts the program by
 * `PATH`, `IFS` and `LD_...`, and the others end bash or dash when they are assigned.
 */
export const RESERVED_ENV_NAME = '^(PORT|PATH|IFS|UID|EUID|PPID|OPTIND|SHELLOPTS|BASH.*|LD_.*|K_.*)$';

const NAME = new RegExp(ENV_NAME);
const RESERVED = new RegExp(RESERVED_ENV_NAME);
const BREAKS = /[`'"\\\p{Cc}\u2028\u2029]|\{\{|\}\}/u;

/** Checks the name of a variable that is to come from Vault. */
export function checkEnvName(name: string): Problem | undefined {
  const reserved = RESERVED.test(name);
  if (NAME.test(name) && !reserved) return undefined;
  return {
    code: 'KN-VLT-006',
    message: reserved
      ? `the environment variable ${show(name)} belongs to Knative or the shell, and Vault would override it`
      : `${show(name)} is no name of an environment variable that a shell can set`,
    received: name,
    allowed: 'letters, digits and underscores, no digit first; not '
      + showAll(['PORT', 'PATH', 'IFS', 'UID', 'EUID', 'PPID', 'OPTIND', 'SHELLOPTS', 'BASH...', 'LD_...', 'K_...']),
    fix: `write ${show(reserved ? `APP_${name}` : proposal(name))}, for example`,
  };
}

/** Checks the key of a secret: it stands in a string of the template. */
export function checkKey(key: string): Problem | undefined {
  if (typeof key === 'string' && key !== '' && !BREAKS.test(key)) return undefined;
  return {
    code: 'KN-VLT-007',
    message: `${show(key)} is no key of a secret that a template can name`,
    received: key,
    allowed: 'a text without quotes, backticks, backslashes, control characters, `{{` and `}}`',
    fix: 'store the value below another key, such as `db-password`, and name that one',
  };
}

function proposal(name: string): string {
  const cleaned = name.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^([0-9])/, '_$1');
  return NAME.test(cleaned) && !/^_*$/.test(cleaned) ? cleaned : 'DB_PASSWORD';
}
