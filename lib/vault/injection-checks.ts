import { type Problem, repeatedIn, show, showAddress, showAll, Warnings } from '../core';
import type { PodProps } from '../pod';
import type { KnativeService } from '../serving';
import { checkCache } from './engine-options';
import { type VaultAgentOptions, VaultAgentMode, VOLUME_PATH } from './vault-agent-options';
import { AGENT_FOLDERS } from './secret-checks';
import { checkNames } from './secret-list-checks';
import { checkWordsToStart } from './start-command';
import type { VaultSecret } from './vault-secret';

/** A service with its agent, when the program is finished. */
export interface Injection {
  readonly service: KnativeService;
  readonly options: VaultAgentOptions;
  readonly secrets: readonly VaultSecret[];
  /** Names of the containers that see the files. */
  readonly containers: readonly string[];
  /** All annotations of the pods. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Keys that the agent writes, and the program by hand too. */
  readonly byHand: readonly string[];
  readonly filePath: (secret: VaultSecret) => string;
}

/** Follows ValidateAnnotationsSize of apimachinery. */
const MAX_ANNOTATIONS = 256 * 1024;
/** Follows kubeSystemNamespaces of the injector's handler.go. */
const SYSTEM_NAMESPACES = ['kube-system', 'kube-public'];
/** Only the webhook writes these: a pod that has them is left alone. */
const OF_WEBHOOK = ['vault.hashicorp.com/agent-inject-status', 'vault.hashicorp.com/agent-request-namespace'];
const OWN_CONTAINERS = ['vault-agent', 'vault-agent-init'];
const OWN_VOLUMES = /^(vault-secrets(-custom-\d+)?|home-init|home-sidecar|vault-config|vault-tls-secrets|extra-secrets|vault-agent-cache)$/;

/** What is wrong with the injection, all in all. */
export function checkInjection(injection: Injection): (Problem | undefined)[] {
  const { service, options, secrets } = injection;
  const { servingContainer } = service._template.podTemplate;
  const sourced = secrets.some(({ _content }) => _content.sourced);
  return [
    checkNamespace(service.namespace),
    checkSomething(options, secrets),
    ...checkNames(injection),
    ...checkContainerNames(injection),
    ...checkReferences(injection),
    sourced && servingContainer !== undefined
      ? checkWordsToStart(servingContainer.name, servingContainer.props) : undefined,
    sourced ? checkReader(injection) : undefined,
    ...secrets.map((secret) => checkTemplateFile(secret, options)),
    checkToken(injection),
    checkSameUser(injection),
    ...checkRoom(injection),
    checkCopies(injection),
    ...(options.cache === undefined ? [] : checkCache(options.cache, servingContainer?.props.port ?? 8080)),
    ...checkAnnotations(injection),
  ];
}

/** What may hurt, all in all. */
export function warnInjection({ service, options, secrets }: Injection): void {
  const warnings = Warnings.of(service);
  const { serviceAccount, podTemplate } = service._template;
  if (options.tls?._skips === true) {
    warnings.add('vault-tls-skip-verify', 'the certificate of Vault is not checked, so that whoever sits between can read '
      + "the secrets and the token: write `tls: VaultTls.caFromSecret(SecretReference.fromName('vault-ca'))`");
  }
  if (options.server?.address?.startsWith('http:') === true) {
    warnings.add('vault-plain-http', 'the secrets and the token cross the network in plain text: write an address with `https` '
      + `in place of ${showAddress(options.server.address)}`);
  }
  if ((serviceAccount?.name ?? 'default') === 'default') {
    warnings.add('vault-default-service-account', 'the service logs in to Vault as the account `default`, which every pod '
      + "of the namespace is that names no other: write `serviceAccount: new ServiceAccount(chart, 'orders')`");
  }
  const names = secrets.flatMap(({ _content }) => _content.envNames);
  const { env = new Map<string, unknown>() } = podTemplate.servingContainer ?? {};
  const lost = [...new Set(names.filter((name, index) => env.has(name) || names.indexOf(name) !== index))];
  if (lost.length > 0) {
    warnings.add('vault-env-overrides', `an env file sets ${showAll(lost)}, which the container or an env file before it sets `
      + 'too, and the last one wins: give one of them another name');
  }
  const shut = secrets.filter((secret) => secret._shutsOthersOut).map(({ name }) => name);
  if (shut.length > 0 && !sharesUser(service, options)) {
    warnings.add('vault-file-unreadable', `only the user of the agent can read the file of ${showAll(shut)}: write `
      + '`security: { runAsSameUser: true }` and `securityContext: { runAsUser }` for the container');
  }
}

function sharesUser(service: KnativeService, { security = {} }: VaultAgentOptions): boolean {
  if (security.runAsSameUser === true) return true;
  const user = service._template.podTemplate.servingContainer?.props.securityContext?.runAsUser;
  return user !== undefined && user === (security.runAsUser ?? 100);
}

function checkNamespace(namespace: string | undefined): Problem | undefined {
  if (namespace === undefined || !SYSTEM_NAMESPACES.includes(namespace)) return undefined;
  return {
    code: 'KN-VLT-020',
    message: `the injector refuses pods of the namespace ${show(namespace)}`,
    received: namespace,
    allowed: `any namespace but ${showAll(SYSTEM_NAMESPACES)}`,
    fix: "put the service into a namespace of its own: `new Chart(app, 'services', { namespace: 'orders' })`",
  };
}

function checkSomething({ container = {} }: VaultAgentOptions, secrets: readonly VaultSecret[]): Problem | undefined {
  const own = container.configMap !== undefined;
  if (own ? secrets.length === 0 : secrets.length > 0 || container.injectToken === true) return undefined;
  return {
    code: 'KN-VLT-017',
    message: own
      ? 'the agent has a configuration of its own, so that nobody reads what is said about secrets'
      : 'the agent has no secret to write',
    received: secrets.map(({ name }) => name),
    allowed: '`secrets`, or `container.configMap`, or `container.injectToken`',
    fix: own ? 'leave `configMap` or `secrets` out'
      : "write `secrets: [VaultSecret.envFile('secret/orders', { kvVersion: 2 })]`, for example",
  };
}

function checkContainerNames({ service, options, containers }: Injection): (Problem | undefined)[] {
  const { podTemplate } = service._template;
  const all = [...podTemplate.containers, ...podTemplate.initContainers].map(({ name }) => name);
  const twice = repeatedIn(containers)[0];
  const running = [...podTemplate.containers.map(({ name }) => name), 'queue-proxy'];
  const source = options.container?.copyVolumeMountsFrom;
  return [
    ...(options.containers ?? []).map((name) => unknownContainer('containers', name, running)),
    twice === undefined ? undefined : unknownContainer('containers', twice, running.filter((name) => name !== twice)),
    source === undefined ? undefined : unknownContainer('container.copyVolumeMountsFrom', source, all),
    ...all.filter((name) => OWN_CONTAINERS.includes(name)).map((name) => taken('container', name)),
  ];
}

/** The injector ignores names that it does not find. */
function unknownContainer(field: string, name: string, names: readonly string[]): Problem | undefined {
  if (names.includes(name)) return undefined;
  return {
    code: 'KN-VLT-018',
    message: `\`${field}\` names the container ${show(name)}, which the pod lacks or which is named already`,
    received: name,
    allowed: `${showAll(names)}, each once`,
    fix: `write ${show(names[0])}, or leave it out`,
  };
}

function taken(what: string, name: string): Problem {
  return {
    code: 'KN-VLT-018',
    message: `the ${what} ${show(name)} has a name that the injector uses itself`,
    received: name,
    allowed: `another name of the ${what}`,
    fix: `call it ${show(`my-${name}`)}, for example`,
  };
}

function checkReferences({ service, options }: Injection): (Problem | undefined)[] {
  const { extraSecret, configMap } = options.container ?? {};
  const references = { Secret: [options.tls?._secret, extraSecret], ConfigMap: [configMap] };
  return Object.entries(references).flatMap(([kind, objects]) => objects.map((object) => {
    const there = object?.namespace;
    if (object === undefined || typeof there !== 'string' || service.namespace === undefined) return undefined;
    return there === service.namespace ? undefined : elsewhere(kind, object.name, there, service.namespace);
  }));
}

function elsewhere(kind: string, name: string, there: string, here: string): Problem {
  return {
    code: 'KN-NAM-007',
    message: `${kind} ${show(name)} lies in namespace ${show(there)}, but the agent that needs it runs in ${show(here)}`,
    received: there,
    allowed: `a ${kind} in namespace ${show(here)}`,
    fix: `make the ${kind} in a chart with the namespace ${show(here)}`,
  };
}

/** An env file is read by the container that gets the requests, before its program starts. */
function checkReader({ service, options, containers }: Injection): Problem | undefined {
  const { servingContainer } = service._template.podTemplate;
  const late = options.mode === VaultAgentMode.SIDECAR_ONLY;
  if (!late && (servingContainer === undefined || containers.includes(servingContainer.name))) return undefined;
  return {
    code: 'KN-VLT-017',
    message: late
      ? 'an env file is read when the service starts, and a sidecar alone may not have written it by then'
      : `the container ${show(servingContainer?.name)} reads an env file, and does not see it`,
    received: late ? options.mode : containers,
    allowed: late ? 'env files with an init container' : `${show(servingContainer?.name)} among the \`containers\``,
    fix: late ? 'write `mode: VaultAgentMode.SIDECAR`' : `add ${show(servingContainer?.name)} to \`containers\``,
  };
}

function checkTemplateFile(secret: VaultSecret, { container = {} }: VaultAgentOptions): Problem | undefined {
  const { templateFile } = secret._content;
  const mounted = container.extraSecret ?? container.copyVolumeMountsFrom ?? container.image;
  if (templateFile === undefined || mounted !== undefined) return undefined;
  return {
    code: 'KN-VLT-017',
    message: `the template file ${show(templateFile)} does not exist in the container of the agent`,
    received: templateFile,
    allowed: 'a file that comes from `container.extraSecret`, `container.copyVolumeMountsFrom` or `container.image`',
    fix: "write `container: { extraSecret: SecretReference.fromName('orders-templates') }`, for example",
  };
}

/** Follows `serviceaccount` of the injector's agent/agent.go, which refuses pods without a token. */
function checkToken({ service, options }: Injection): Problem | undefined {
  const { serviceAccount } = service._template;
  const own = podOf(service).automountServiceAccountToken;
  const missing = own === false || (own === undefined && serviceAccount?.automountToken === false);
  if (!missing || options.auth?.tokenVolume !== undefined) return undefined;
  const account = serviceAccount?.name ?? 'default';
  return {
    code: 'KN-VLT-012',
    message: `the token of the service account ${show(account)} is not mounted, and the injector refuses pods without one`,
    received: false,
    allowed: 'a service account whose token is mounted, or a projected volume with a token',
    fix: own === false
      ? 'leave `automountServiceAccountToken` out, or name a volume with `auth: { tokenVolume }`'
      : 'use the `ServiceAccount` of cdk8s-knative, write `automountToken: true` for that of cdk8s-plus, or name a volume '
        + 'with `auth: { tokenVolume }`',
  };
}

/** Follows `runAsSameID` of the injector's agent/annotations.go. */
function checkSameUser({ service, options }: Injection): Problem | undefined {
  const [first] = service._template.podTemplate.containers;
  const user = first?.props.securityContext?.runAsUser;
  if (options.security?.runAsSameUser !== true || (user !== undefined && user !== 0)) return undefined;
  return {
    code: 'KN-VLT-018',
    message: `the agent is to run as the user of ${show(first?.name ?? 'the first container')}, which `
      + (user === undefined ? 'names none' : 'is root'),
    received: user,
    allowed: 'a user id other than 0 in the security context of the first container',
    fix: 'write `securityContext: { runAsUser: 1000 }` for it',
  };
}

/** Kubernetes refuses a pod in which two volumes have one name, or one place in a container. */
function checkRoom({ service, options, secrets, containers }: Injection): (Problem | undefined)[] {
  const paths = volumePathsOf(options, secrets);
  const { podTemplate } = service._template;
  const mounts = podTemplate.containers.flatMap(({ name, volumeMounts }) =>
    volumeMounts.map(({ path, volume }) => ({ container: name, path, volume: volume.name })));
  const names = new Set(mounts.map(({ volume }) => volume).filter((volume) => OWN_VOLUMES.test(volume)));
  return [
    ...[...names].map((name) => taken('volume', name)),
    ...mounts.filter(({ container, path }) => containers.includes(container) && paths.includes(path.replace(/\/+$/, '')))
      .map(({ path, volume }): Problem => ({
        code: 'KN-VLT-018',
        message: `the volume ${show(volume)} is mounted at ${show(path)}, where the injector mounts the secrets`,
        received: path,
        allowed: 'a path of its own for each volume',
        fix: "write `volumePath: '/vault/orders'` for the agent, or mount the volume elsewhere",
      })),
  ];
}

/** Follows `copyVolumeMounts` of the injector's agent/agent.go: the agent gets the mounts next to its own. */
function checkCopies({ service, options, secrets }: Injection): Problem | undefined {
  const source = options.container?.copyVolumeMountsFrom;
  const { podTemplate } = service._template;
  const copied = [...podTemplate.containers, ...podTemplate.initContainers]
    .filter(({ name }) => name === source)
    .flatMap(({ volumeMounts }) => volumeMounts)
    .filter(({ path }) => !path.toLowerCase().includes('serviceaccount'));
  const own = [...AGENT_FOLDERS, ...volumePathsOf(options, secrets)];
  const twice = copied.find(({ path, volume }) =>
    own.includes(path.replace(/\/+$/, '')) || volume.name === options.auth?.tokenVolume?.name);
  if (twice === undefined) return undefined;
  return {
    code: 'KN-VLT-018',
    message: `the agent has a mount of its own at ${show(twice.path)}, and gets another from ${show(source)}`,
    received: twice.path,
    allowed: 'a path of its own for each volume of the agent',
    fix: twice.volume.name === options.auth?.tokenVolume?.name
      ? 'do not mount the token volume yourself: it is mounted for the agent'
      : 'mount the volume elsewhere, or leave `copyVolumeMountsFrom` out',
  };
}

function volumePathsOf({ volumePath }: VaultAgentOptions, secrets: readonly VaultSecret[]): string[] {
  return [volumePath ?? VOLUME_PATH, ...secrets.flatMap((secret) => secret._volumePath ?? [])];
}

function checkAnnotations({ annotations, byHand }: Injection): (Problem | undefined)[] {
  const size = Object.entries(annotations).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  const conflicts = [...byHand, ...OF_WEBHOOK.filter((key) => Object.hasOwn(annotations, key))];
  return [
    size <= MAX_ANNOTATIONS ? undefined : {
      code: 'KN-VLT-015',
      message: `the annotations of the pods have ${size} bytes, which is more than Kubernetes takes`,
      received: size,
      allowed: `at most ${MAX_ANNOTATIONS} bytes`,
      fix: 'move templates into a Secret: `VaultSecret.templateFile` with `container.extraSecret`',
    },
    ...conflicts.map((key): Problem => ({
      code: 'KN-VLT-016',
      message: `the annotation ${show(key)} is written by hand, and ${OF_WEBHOOK.includes(key) ? 'only the injector writes it'
        : 'the Vault Agent of the service writes it too'}`,
      received: key,
      allowed: OF_WEBHOOK.includes(key) ? 'no such annotation' : 'the option of the agent',
      fix: 'take the annotation away',
    })),
  ];
}

/** The pod as the manifest has it. */
function podOf(service: KnativeService): Pick<PodProps, 'automountServiceAccountToken'> {
  return service._template._render().spec as PodProps;
}
