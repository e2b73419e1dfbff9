import { ownCopy, type Problem, raise, show } from '../core';
import { checkEnvName, checkKey } from './env-names';
import { envTemplate, OddKey } from './env-template';
import { checkKvSecret, kvApiPath, type KvPlace, kvPlace } from './kv-path';
import type { KvVersion } from './kv-version';
import { mergeRules, type PolicyRule } from './policy';
import {
  checkAgentPath, checkCommand, checkDelimiters, checkFile, checkPermissions, checkSecretName, checkVolumePath,
} from './secret-checks';
import { checkTemplateText, DEFAULT_DELIMITERS, rulesOfTemplate } from './template-text';
import { checkVaultPath } from './vault-path';

/** Options that every secret has. */
export interface VaultSecretOptions {
  /**
   * File below the secrets volume, with folders if need be. Letters, digits, underscores, dots and dashes
   * (`KN-VLT-008`).
   * @default - the name of the secret, in lower case unless the case is preserved
   */
  readonly file?: string;
  /**
   * Mode of the file in octal, such as `0400` (`KN-VLT-010`). The file belongs to the user of the agent: a mode that
   * shuts others out needs the same user in the container (`security.runAsSameUser`).
   * @default 0644
   */
  readonly permissions?: string;
  /**
   * Command that the agent runs whenever it has written the file. It runs in the container of the agent: before the
   * service starts, and with a sidecar again after each change.
   * @default - none
   */
  readonly command?: string;
  /**
   * Folder of a volume of its own for the file.
   * @default - the `volumePath` of the agent
   */
  readonly volumePath?: string;
  /**
   * Whether the agent stops at a template that asks for an absent key, in place of `<no value>`.
   * @default false
   */
  readonly errorOnMissingKey?: boolean;
  /**
   * Whether the file is named in the letter case of the secret's name.
   * @default - what the agent's `preserveSecretCase` says
   */
  readonly preserveCase?: boolean;
}

/** Options for secrets with a template, which may be marked by something else than braces. */
export interface VaultDelimiterOptions extends VaultSecretOptions {
  /**
   * Left mark of template actions, for tools that read `{{` in manifests themselves; goes with `rightDelimiter`.
   * @default \{\{
   */
  readonly leftDelimiter?: string;
  /**
   * Right mark of template actions.
   * @default \}\}
   */
  readonly rightDelimiter?: string;
}

/** Options for `VaultSecret.envFile`. */
export interface VaultEnvFileOptions extends VaultDelimiterOptions {
  /** Version of the mount: 1 or 2 (`KN-VLT-003`). */
  readonly kvVersion: KvVersion;
  /**
   * The mount, where it has a slash in its name or is better told apart; `path` is the path below it then, as with
   * `vault kv get -mount`.
   * @default - the first segment of the path
   */
  readonly mount?: string;
  /**
   * Version of the secret, on a KV version 2 mount.
   * @default - the newest
   */
  readonly version?: number;
  /**
   * Environment variables, and the keys that they come from: `{ DB_PASSWORD: 'db-password' }`. A key that is absent
   * keeps the service from starting. Names are checked (`KN-VLT-006`), and keys (`KN-VLT-007`).
   * @default - every key of the secret becomes a variable of its name
   */
  readonly keys?: { readonly [name: string]: string };
  /**
   * What becomes of a key that is no name of an environment variable, or one that belongs to Knative or the shell
   * (`PORT`, `PATH`, `K_SERVICE` ...). Only without `keys`.
   * @default OddKey.SKIP
   */
  readonly onOddKey?: OddKey;
  /**
   * Name of the secret in the annotations (`KN-VLT-004`).
   * @default - the last segment of the path, and `.env`
   */
  readonly name?: string;
}

/** Options for `VaultSecret.template` and `VaultSecret.templateFile`. */
export interface VaultTemplateOptions extends VaultDelimiterOptions {
  /**
   * Whether the file is one for a shell, which the start command reads like an env file. What it says is run, so its
   * values have to be quoted.
   * @default false
   */
  readonly sourced?: boolean;
  /**
   * Paths of the Vault API that the template reads without writing them out. The others are found in the text, and all
   * of them go into the policy.
   * @default - those that are written out
   */
  readonly paths?: readonly string[];
}

/** Options for `VaultSecret.raw`. */
export interface VaultRawOptions extends VaultSecretOptions {
  /**
   * Version of the key/value mount, where the path is that of a key/value secret.
   * @default - the path is one of the Vault API and taken as it stands, as for `database/creds/orders`
   */
  readonly kvVersion?: KvVersion;
  /**
   * The mount of a key/value secret; `path` is the path below it then.
   * @default - the first segment of the path
   */
  readonly mount?: string;
  /**
   * Name of the secret in the annotations (`KN-VLT-004`).
   * @default - the last segment of the path
   */
  readonly name?: string;
}

/** @internal */
export interface VaultSecretContent {
  readonly path?: string;
  readonly template?: string;
  readonly templateFile?: string;
  readonly sourced: boolean;
  readonly envNames: readonly string[];
  readonly rules: readonly PolicyRule[];
  /** The secret, where it is known to be one of a key/value mount. */
  readonly kv?: KvPlace;
}

/**
 * A file with a secret that the Vault Agent writes for a service. It holds nothing secret itself: only where the secret
 * lies, and what its file looks like.
 * @see https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations
 */
export class VaultSecret {
  /**
   * A file of environment variables, which the start command of the service reads. Its values are quoted for the shell,
   * so that nothing in them is run or expanded.
   * @param path the secret as `vault kv get` takes it: `secret/orders`, without `data/`
   * @throws KnativeError `KN-VLT-001` to `KN-VLT-010` for paths, names and keys that break the template or the shell
   */
  public static envFile(path: string, options: VaultEnvFileOptions): VaultSecret {
    const { kvVersion, version, keys, onOddKey = OddKey.SKIP, leftDelimiter: left, rightDelimiter: right } = options;
    raise(...checkKvSecret({ path, ...options }), checkKeys(keys, options.onOddKey));
    const apiPath = kvApiPath({ path, ...options });
    const source = version === undefined ? apiPath : `${apiPath}?version=${version}`;
    const text = envTemplate({ source, kvVersion, keys, onOddKey });
    raise(checkDelimiters(left, right, text));
    const template = left === undefined || right === undefined
      ? text : text.replaceAll('{{', () => left).replaceAll('}}', () => right);
    return new VaultSecret(options.name ?? `${lastSegment(path)}.env`, {
      path: apiPath, template, sourced: true, envNames: Object.keys(keys ?? {}),
      rules: [{ path: apiPath, capabilities: ['read'] }],
      kv: kvPlace({ path, ...options }, Object.values(keys ?? {})),
    }, options);
  }

  /**
   * A file from a template of one's own.
   * @param name name of the secret in the annotations; in lower case it is the file, unless the options say otherwise
   * @param text Go template as the agent runs it; one that is not closed is refused with `KN-VLT-009`
   */
  public static template(name: string, text: string, options: VaultTemplateOptions = {}): VaultSecret {
    const { sourced = false, paths = [], leftDelimiter: left, rightDelimiter: right } = options;
    raise(checkDelimiters(left, right, undefined));
    const delimiters = left === undefined || right === undefined ? DEFAULT_DELIMITERS : { left, right };
    raise(checkTemplateText(text, delimiters), ...paths.map((path) => checkVaultPath('path', path)));
    const rules = mergeRules([...readable(paths), ...rulesOfTemplate(text, delimiters)]);
    return new VaultSecret(name, { template: text, sourced, envNames: [], rules }, options);
  }

  /**
   * A file from a template that lies in the container of the agent, by way of `container.extraSecret` or
   * `container.copyVolumeMountsFrom`.
   * @param file absolute path of the template: `/vault/custom/orders.ctmpl`
   */
  public static templateFile(name: string, file: string, options: VaultTemplateOptions = {}): VaultSecret {
    const { sourced = false, paths = [], leftDelimiter: left, rightDelimiter: right } = options;
    raise(checkAgentPath('template file', file), checkDelimiters(left, right, undefined),
      ...paths.map((path) => checkVaultPath('path', path)));
    return new VaultSecret(name, { templateFile: file, sourced, envNames: [], rules: readable(paths) }, options);
  }

  /**
   * A file as the injector writes it without a template: a line for each key, or JSON, as the agent's `defaultTemplate`
   * says. Of a KV version 2 secret it holds `data` and `metadata`.
   */
  public static raw(path: string, options: VaultRawOptions = {}): VaultSecret {
    const { kvVersion, mount } = options;
    if (kvVersion === undefined) {
      raise(checkVaultPath('path', path), mount === undefined ? undefined : mountWithoutVersion(mount));
    } else {
      raise(...checkKvSecret({ path, kvVersion, mount }));
    }
    const apiPath = kvVersion === undefined ? path : kvApiPath({ path, kvVersion, mount });
    return new VaultSecret(options.name ?? lastSegment(path), {
      path: apiPath, sourced: false, envNames: [], rules: readable([apiPath]),
      kv: kvVersion === undefined ? undefined : kvPlace({ path, kvVersion, mount }),
    }, options);
  }

  private readonly options: VaultDelimiterOptions;

  private constructor(
    /** Name of the secret in the annotations. */
    public readonly name: string,
    /** @internal */
    public readonly _content: VaultSecretContent,
    options: VaultDelimiterOptions,
  ) {
    this.options = ownCopy(options);
    const { file, permissions, command, volumePath } = options;
    raise(checkSecretName(name, this.settings().map(([key]) => key)), checkFile(file), checkPermissions(permissions),
      checkCommand(command), checkVolumePath('volume path', volumePath));
  }

  /**
   * Where the file lies in the container: what the annotations say and the start command reads.
   * @internal
   */
  public _filePath(volumePath: string, preserveCase: boolean): string {
    const { file, preserveCase: own = preserveCase } = this.options;
    // Follows secretName and newTemplateConfigs of the injector's agent/annotations.go and agent/config.go.
    return `${this.options.volumePath ?? volumePath}/${file ?? (own ? this.name : this.name.toLowerCase())}`;
  }

  /** @internal */
  public get _volumePath(): string | undefined {
    return this.options.volumePath;
  }

  /** @internal */
  public get _shutsOthersOut(): boolean {
    return /[0-3]$/.test(this.options.permissions ?? '4');
  }

  /**
   * The annotations, without the injector's domain.
   * @internal
   */
  public _annotations(): Record<string, string> {
    return Object.fromEntries(this.settings().map(([key, value]) => [`${key}${this.name}`, value]));
  }

  /** What the annotations say, by their keys without the name. */
  private settings(): [string, string][] {
    const { path, template, templateFile } = this._content;
    const { options } = this;
    const all: [string, string | boolean | undefined][] = [
      ['agent-inject-secret-', path],
      ['agent-inject-template-', template],
      ['agent-inject-template-file-', templateFile],
      ['agent-inject-file-', options.file],
      ['agent-inject-perms-', options.permissions],
      ['agent-inject-command-', options.command],
      ['secret-volume-path-', options.volumePath],
      ['agent-template-left-delim-', options.leftDelimiter],
      ['agent-template-right-delim-', options.rightDelimiter],
      ['error-on-missing-key-', options.errorOnMissingKey],
      ['preserve-secret-case-', options.preserveCase],
    ];
    return all.flatMap(([key, value]): [string, string][] => value === undefined ? [] : [[key, String(value)]]);
  }
}

function readable(paths: readonly string[]): PolicyRule[] {
  return paths.map((path) => ({ path, capabilities: ['read'] }));
}

function lastSegment(path: string): string {
  return path.split('/').pop() ?? path;
}

function checkKeys(keys: VaultEnvFileOptions['keys'], onOddKey: OddKey | undefined): Problem | undefined {
  if (keys === undefined) return undefined;
  const entries = Object.entries(keys);
  const wrong = entries.map(([name, key]) => checkEnvName(name) ?? checkKey(key)).find((one) => one !== undefined);
  if (wrong !== undefined || (entries.length > 0 && onOddKey === undefined)) return wrong;
  return {
    code: 'KN-VLT-006',
    message: entries.length === 0
      ? 'the env file has no variables' : `${show('onOddKey')} is about whole secrets, and the keys of this one are chosen`,
    received: entries.length === 0 ? keys : onOddKey,
    allowed: 'at least one variable in `keys`; or no `keys`, for the whole secret',
    fix: entries.length === 0 ? "write `keys: { DB_PASSWORD: 'db-password' }`" : 'leave `onOddKey` or `keys` out',
  };
}

function mountWithoutVersion(mount: string): Problem {
  return {
    code: 'KN-VLT-003',
    message: `the mount ${show(mount)} is told apart, which is done for key/value secrets only`,
    received: mount,
    allowed: '`mount` together with `kvVersion`',
    fix: 'write `kvVersion` as well, or the whole path of the API and no `mount`',
  };
}
