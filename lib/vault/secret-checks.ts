import { type Problem, show } from '../core';

const NAME = /^[A-Za-z0-9_.-]*[A-Za-z0-9]$/;
/** Kubernetes takes that many characters behind the slash of an annotation key. */
const KEY_LENGTH = 63;
const FILE = /^[A-Za-z0-9_.@-]+(\/[A-Za-z0-9_.@-]+)*$/;
const DELIMITER = /^[^\s\p{Cc}A-Za-z0-9"'`\\]{2,8}$/u;
/** Where the agent has files of its own. */
export const AGENT_FOLDERS = ['/home/vault', '/vault/configs', '/vault/tls', '/vault/custom', '/vault/agent-cache'];

/**
 * Checks the name of a secret, which is the end of its annotation keys.
 * @param keys the keys without the name, such as `agent-inject-secret-`
 */
export function checkSecretName(name: string, keys: readonly string[]): Problem | undefined {
  const longest = keys.reduce((most, key) => Math.max(most, key.length), 0);
  const room = KEY_LENGTH - longest;
  const isFile = name.startsWith('file-') && keys.includes('agent-inject-template-');
  if (NAME.test(name) && name.length <= room && !isFile) return undefined;
  const cleaned = name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^(file-)+/, '').slice(0, room)
    .replace(/[^A-Za-z0-9]+$/, '');
  return {
    code: 'KN-VLT-004',
    message: isFile
      ? `the injector takes the template of ${show(name)} for the template file of ${show(name.slice('file-'.length))}`
      : `${show(name)} is no name of a secret, which is the end of an annotation key`,
    received: name,
    allowed: `letters, digits, underscores, dots and dashes, a letter or digit last, at most ${room} characters here; `
      + 'no `file-` in front of a template',
    fix: `write \`name: '${cleaned === '' ? 'my-secret.env' : cleaned}'\`, for example`,
  };
}

/** Checks where in the volume the file lies; the start command names it without quotes. */
export function checkFile(file: string | undefined): Problem | undefined {
  if (file === undefined || (FILE.test(file) && hasNoDots(file))) return undefined;
  return {
    code: 'KN-VLT-008',
    message: `${show(file)} is no file of the secrets volume`,
    received: file,
    allowed: 'a relative path of letters, digits, underscores, dots and dashes, without `.` and `..` as a folder',
    fix: "write `file: 'config/app.env'`, for example",
  };
}

/** Checks the place of a secrets volume in the container. */
export function checkVolumePath(what: string, path: string | undefined): Problem | undefined {
  if (path === undefined) return undefined;
  const clean = path.startsWith('/') && FILE.test(path.slice(1)) && hasNoDots(path);
  const reserved = [...AGENT_FOLDERS, '/dev', '/proc', '/sys', '/etc', '/bin', '/usr'].includes(path);
  if (clean && !reserved) return undefined;
  return {
    code: 'KN-VLT-008',
    message: clean ? `the ${what} ${show(path)} is taken by the container itself` : `${show(path)} is no ${what}`,
    received: path,
    allowed: 'an absolute path of letters, digits, underscores, dots and dashes, without a slash at the end, and none of '
      + 'the folders that the agent or the image needs',
    fix: 'write `/vault/secrets` or a folder such as `/etc/orders`',
  };
}

/** Checks the path of a file in the container of the agent; `vault token revoke` gets some of them through a shell. */
export function checkAgentPath(what: string, path: string | undefined): Problem | undefined {
  if (path === undefined || (path.startsWith('/') && FILE.test(path.slice(1)) && hasNoDots(path))) return undefined;
  return {
    code: 'KN-VLT-008',
    message: `the ${what} ${show(path)} is no path in the container of the agent`,
    received: path,
    allowed: 'an absolute path of letters, digits, underscores, dots and dashes, without `.` and `..` as a folder',
    fix: 'write a path such as `/vault/custom/app.ctmpl`',
  };
}

/** Checks the mode of a file; the agent reads it as octal. */
export function checkPermissions(permissions: string | undefined): Problem | undefined {
  if (permissions === undefined || /^0[0-7]{3}$/.test(permissions)) return undefined;
  return {
    code: 'KN-VLT-010',
    message: `${show(permissions)} are no permissions of a file`,
    received: permissions,
    allowed: 'a text of four octal digits, the first a zero',
    fix: "write `permissions: '0400'`, for example",
  };
}

/** Checks the command that the agent runs when it has written the file. */
export function checkCommand(command: string | undefined): Problem | undefined {
  if (command === undefined || (command.trim() !== '' && !/\p{Cc}/u.test(command))) return undefined;
  return {
    code: 'KN-VLT-010',
    message: `${show(command)} is no command for the agent`,
    received: command,
    allowed: 'one line for the shell of the agent container',
    fix: "write `command: 'touch /vault/secrets/ready'`, for example, or leave it out",
  };
}

/** Checks the marks of a template; both or none, and no part of the text that they mark. */
export function checkDelimiters(
  left: string | undefined, right: string | undefined, code: string | undefined,
): Problem | undefined {
  if (left === undefined && right === undefined) return undefined;
  const both = [left, right].every((mark) => mark !== undefined && DELIMITER.test(mark)) && left !== right;
  const inText = [left, right].find((mark) => mark !== undefined && code?.includes(mark));
  if (both && inText === undefined) return undefined;
  return {
    code: 'KN-VLT-010',
    message: both
      ? `the delimiter ${show(inText)} is part of the template that it marks`
      : `${show(left)} and ${show(right)} are no pair of delimiters`,
    received: [left, right],
    allowed: 'two different marks of two to eight characters, no letters, digits, spaces, quotes, backticks and backslashes',
    fix: "write `leftDelimiter: '<%', rightDelimiter: '%>'`, for example",
  };
}

function hasNoDots(path: string): boolean {
  return !path.split('/').some((part) => part === '.' || part === '..');
}
