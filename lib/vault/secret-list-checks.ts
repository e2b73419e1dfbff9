import { type Problem, show } from '../core';
import type { VaultAgentOptions } from './vault-agent-options';
import { VOLUME_PATH } from './vault-agent-options';
import type { VaultSecret } from './vault-secret';

interface SecretList {
  readonly options: VaultAgentOptions;
  readonly secrets: readonly VaultSecret[];
  readonly filePath: (secret: VaultSecret) => string;
}

/** Checks that no two secrets of a service get in each other's way: neither their names nor their files. */
export function checkNames({ options, secrets, filePath }: SecretList): Problem[] {
  const problems: Problem[] = [];
  const names = new Set<string>();
  const token = options.container?.injectToken === true ? [`${options.volumePath ?? VOLUME_PATH}/token`] : [];
  const files = new Map<string, string>(token.map((path) => [path, 'the token of the agent']));
  for (const secret of secrets) {
    const name = secret.name.toLowerCase();
    const file = filePath(secret);
    const other = files.get(file);
    if (names.has(name)) problems.push(sameName(secret.name));
    else if (other !== undefined) problems.push(sameFile(file, secret.name, other));
    names.add(name);
    files.set(file, show(secret.name));
  }
  return problems;
}

/** The injector lower-cases names, and what has the same name then replaces each other. */
function sameName(name: string): Problem {
  return {
    code: 'KN-VLT-005',
    message: `two secrets of the service are called ${show(name)}, upper and lower case being one`,
    received: name,
    allowed: 'a name of its own for each secret',
    fix: `give one of them another name: \`name: '${name.replace(/(\.[a-z]+)?$/, '-2$1')}'\``,
  };
}

function sameFile(file: string, name: string, other: string): Problem {
  return {
    code: 'KN-VLT-005',
    message: `${show(name)} and ${other} are written to the same file ${show(file)}`,
    received: file,
    allowed: 'a file of its own for each secret',
    fix: "write `file: 'other.env'` for one of them",
  };
}
