import type { EnvValue } from 'cdk8s-plus-28';
import {
  appChecks, checkChoice, checkName, DNS_1123_LABEL, ownCopy, type Problem, refuse, type Resource, show, Warnings,
} from '../core';
import {
  type CommandWords, checkPortReference, checkReferencesBack, checkShellVariables, checkWords, shellVariableWarning,
} from './command';
import { type ContainerProps, TerminationMessagePolicy } from './container-props';
import { Env, type EnvSource } from './env';
import { checkEnvName, checkEnvValue } from './env-checks';
import type { EnvFrom } from './env-from';
import { checkImage, imageWarning } from './image';
import { ImagePullPolicy } from './image-pull-policy';
import { checkPlainText, checkPlainWords, plainTextWarning } from './plain-text';
import { checkPort, lowPortWarning, renderPorts } from './port';
import { present } from './present';
import type { Probe } from './probe';
import { checkNoProbes, checkReadiness, checkSuccessThreshold, hasProbes, PROBE_FIELDS } from './probe-checks';
import { checkResources, renderResources } from './resources';
import { checkContainerSecurity, type PodSecurityContext, renderContainerSecurity } from './security-context';
import {
  checkMountFree, checkMountPath, checkMountSubPath, checkReadOnly, MountPropagation, renderMount, type VolumeMount,
} from './volume-mount';

/**
 * What a container has to know of the pod it is in.
 * @internal
 */
export interface PodContext {
  readonly owner: Resource;
  readonly serving: boolean;
  readonly securityContext?: PodSecurityContext;
  /** Variables that the platform sets in every container, and who sets them. */
  readonly injected: ReadonlyMap<string, string>;
  /** The container that gets the requests. */
  readonly servingContainer?: PodContainer;
  nameOf(container: PodContainer): string;
  admitMount(mount: VolumeMount): void;
  admitSource(source: EnvSource | undefined): void;
  admitEnv(container: PodContainer, name: string, value: EnvValue): void;
}

/**
 * One container of a pod template.
 * @internal
 */
export class PodContainer {
  /** What the program said about the container. */
  public readonly props: ContainerProps;
  /** Whether it runs to its end before the others start. */
  public readonly init: boolean;
  private readonly pod: PodContext;
  private readonly variables = new Map<string, EnvValue>();
  private readonly sources: EnvFrom[] = [];
  private readonly mounts: VolumeMount[] = [];
  private wrap?: (words: CommandWords) => CommandWords;

  /** @internal */
  constructor(pod: PodContext, props: ContainerProps, init: boolean) {
    this.pod = pod;
    this.props = ownCopy(props);
    this.init = init;
    const { env, volumeMounts, envFrom } = props;
    if (env !== undefined) for (const name of Object.keys(env)) this.addEnv(name, env[name]);
    if (volumeMounts !== undefined) for (const mount of volumeMounts) this.addVolumeMount(mount);
    if (envFrom !== undefined) for (const source of envFrom) this.addEnvFrom(source);
    this.checkImage();
    this.checkSettings();
    if (props.command !== undefined || props.args !== undefined || props.workingDir !== undefined) this.checkWords();
    if (hasProbes(props)) refuse(pod.owner, ...(init ? checkNoProbes(props) : this.checkProbes()));
  }

  /** Name of the container, the one that Knative gives it where the program gave none. */
  public get name(): string {
    return this.pod.nameOf(this);
  }

  /** Environment variables by name. */
  public get env(): ReadonlyMap<string, EnvValue> {
    return this.variables;
  }

  /** Objects whose keys become environment variables. */
  public get envFrom(): readonly EnvFrom[] {
    return this.sources;
  }

  /** Volumes and where they lie. */
  public get volumeMounts(): readonly VolumeMount[] {
    return this.mounts;
  }

  /** Sets an environment variable; one that is set already is refused with `KN-POD-006`. */
  public addEnv(name: string, value: EnvValue | undefined): void {
    const problem = checkEnvValue(name, value?.value, value?.valueFrom) ?? checkPlainText(name, value?.value);
    refuse(this.pod.owner, checkEnvName(name), problem);
    const warning = problem === undefined ? plainTextWarning(name, value?.value) : undefined;
    if (warning !== undefined) Warnings.of(this.pod.owner).add('credential-in-plain-text', warning);
    if (this.variables.has(name)) refuse(this.pod.owner, setTwice(name, this.name));
    if (typeof value !== 'object' || value === null) return;
    this.pod.admitEnv(this, name, value);
    this.pod.admitSource(value instanceof Env ? value._source : undefined);
    this.variables.set(name, ownCopy(value));
    appChecks(this.pod.owner).changed();
  }

  /** Sets every key of an object as an environment variable. */
  public addEnvFrom(source: EnvFrom): void {
    this.pod.admitSource(source._source);
    this.sources.push(source);
    appChecks(this.pod.owner).changed();
  }

  /** Mounts a volume; a path that is taken is refused with `KN-POD-026`. */
  public addVolumeMount(mount: VolumeMount): void {
    const { owner, serving } = this.pod;
    const problem = checkMountPath(mount.path, serving) ?? checkMountFree(this.mounts, mount.path);
    refuse(owner, problem, checkMountSubPath(mount.subPath), serving ? checkReadOnly(mount) : undefined);
    refuse(owner, checkChoice('KN-POD-048', 'mountPropagation', mount.mountPropagation, MountPropagation));
    this.mounts.push(ownCopy(mount));
    appChecks(this.pod.owner).changed();
    this.pod.admitMount(mount);
  }

  /**
   * Puts other words around those that start the container, when the manifest is written. The program's own words are
   * checked without them.
   * @internal
   */
  public _wrapCommand(wrap: (words: CommandWords) => CommandWords): void {
    const inner = this.wrap;
    this.wrap = inner === undefined ? wrap : (words) => wrap(inner(words));
  }

  /**
   * What is wrong with the variables, once all of them are known.
   * @internal
   */
  public _checkVariables(getsPort: boolean): (Problem | undefined)[] {
    const reachable = getsPort || this.variables.has('PORT') || this.envFrom.length > 0;
    const problem = reachable ? undefined : checkPortReference(this.props);
    return this.variables.size === 0 ? [problem] : [problem, ...this.checkOrder()];
  }

  /** @internal */
  public _render(named: boolean, spellOut: boolean): Record<string, unknown> {
    const { pod, props } = this;
    const { command, args } = this.wrap?.(props) ?? props;
    return present({
      name: named ? this.name : undefined,
      image: props.image,
      command: command && [...command],
      args: args && [...args],
      workingDir: props.workingDir,
      env: some([...this.variables].map(([key, { value, valueFrom }]) => ({ name: key, value, valueFrom }))),
      envFrom: some(this.envFrom.map((source) => source._render())),
      ports: renderPorts(props),
      resources: props.resources && renderResources(props.resources),
      livenessProbe: props.livenessProbe?._render(spellOut),
      readinessProbe: spellOut ? this.readinessInFull() : props.readinessProbe?._render(false),
      startupProbe: props.startupProbe?._render(spellOut),
      volumeMounts: some(this.mounts.map((mount) => renderMount(mount, pod.serving))),
      securityContext: renderContainerSecurity(props.securityContext ?? {}, pod.securityContext),
      imagePullPolicy: props.imagePullPolicy,
      terminationMessagePath: props.terminationMessagePath,
      terminationMessagePolicy: props.terminationMessagePolicy,
    });
  }

  private checkImage(): void {
    const { owner } = this.pod;
    const problem = checkImage(this.props.image);
    const warning = problem === undefined ? imageWarning(this.props.image) : undefined;
    refuse(owner, problem);
    if (warning !== undefined) Warnings.of(owner).add('image-version', warning);
  }

  private checkSettings(): void {
    const { pod: { owner, serving, securityContext: pod }, props: { name, port, resources, securityContext } } = this;
    if (name !== undefined) refuse(owner, checkContainerName(name, serving));
    const { imagePullPolicy, terminationMessagePolicy } = this.props;
    refuse(owner, checkChoice('KN-POD-048', 'imagePullPolicy', imagePullPolicy, ImagePullPolicy),
      checkChoice('KN-POD-048', 'terminationMessagePolicy', terminationMessagePolicy, TerminationMessagePolicy));
    if (port !== undefined) {
      refuse(owner, checkPort(port, serving));
      const warning = lowPortWarning(this.props);
      if (warning !== undefined) Warnings.of(owner).add('low-port', warning);
    }
    if (resources !== undefined) refuse(owner, ...checkResources(resources));
    if (securityContext !== undefined || pod !== undefined) {
      refuse(owner, ...checkContainerSecurity(securityContext ?? {}, pod, serving));
    }
  }

  private checkWords(): void {
    const { pod, props } = this;
    const problem = checkWords(props, props.workingDir) ?? checkShellVariables(props, this.platformEnv());
    refuse(pod.owner, problem, checkPlainWords([...props.command ?? [], ...props.args ?? []]));
    const warning = problem === undefined ? shellVariableWarning(props, [...this.variables.keys()]) : undefined;
    if (warning !== undefined) Warnings.of(pod.owner).add('shell-variable', warning);
  }

  /** The readiness probe with what Serving's admission fills in; follows revision_defaults.go. */
  private readinessInFull(): Record<string, unknown> | undefined {
    const { readinessProbe: probe } = this.props;
    const serves = this.pod.servingContainer === this;
    if (probe === undefined) return serves ? { tcpSocket: {}, successThreshold: 1 } : undefined;
    const rendered = probe._render(true);
    const { period, timeout, failureThreshold = 3 } = probe._options;
    const timed = period === undefined ? {} : { failureThreshold, timeoutSeconds: timeout?.toSeconds() ?? 1 };
    return { ...rendered, ...timed, successThreshold: probe._successThreshold };
  }

  /** Variables that are there although the program does not set them. */
  private platformEnv(): string[] {
    const { injected, serving } = this.pod;
    return serving ? [...injected.keys(), 'PORT'] : [...injected.keys()];
  }

  private checkProbes(): (Problem | undefined)[] {
    const probes = PROBE_FIELDS.map((field): [string, Probe | undefined] => [field, this.props[field]]);
    return [
      ...probes.map(([field, probe]) => probe && checkSuccessThreshold(field, probe)),
      this.pod.serving ? checkReadiness(this.props.readinessProbe) : undefined,
    ];
  }

  /** The names that stand after a variable are its own, those of later ones, and what the platform appends. */
  private checkOrder(): (Problem | undefined)[] {
    const names = [...this.variables.keys()];
    const appended = this.platformEnv().filter((name) => !this.variables.has(name));
    return [...this.variables].map(([name, { value }], index) => {
      if (typeof value !== 'string' || !value.includes('$(')) return undefined;
      return checkReferencesBack(name, value, new Set([...names.slice(index), ...appended]));
    });
  }
}

function some<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/**
 * Follows `reservedContainerNames` in k8s_validation.go; the syntax is checked by Kubernetes only, and later.
 * @internal
 */
export function checkContainerName(name: string, serving: boolean): Problem | undefined {
  if (!serving || name !== 'queue-proxy') return checkName('container name', name, DNS_1123_LABEL, 'KN-POD-002');
  return {
    code: 'KN-POD-002',
    message: `the container name ${show(name)} is Knative's own`,
    received: name,
    allowed: DNS_1123_LABEL.text,
    fix: 'write another name, or none',
  };
}

function setTwice(name: string, container: string): Problem {
  return {
    code: 'KN-POD-006',
    message: `the environment variable ${show(name)} of the container ${show(container)} is set already`,
    received: name,
    allowed: 'one value for each variable',
    fix: 'set it once',
  };
}
