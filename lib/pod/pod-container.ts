import type { EnvValue } from 'cdk8s-plus-28';
import { DNS_1123_LABEL, type Problem, type Resource, Warnings, checkName, refuse, show } from '../core';
import {
  type CommandWords, checkPortReference, checkReferencesBack, checkShellVariables, checkWords, shellVariableWarning,
} from './command';
import type { ContainerProps } from './container-props';
import { Env, type EnvSource } from './env';
import { checkEnvName, checkEnvValue } from './env-checks';
import type { EnvFrom } from './env-from';
import { checkImage, imageWarning } from './image';
import { checkPort, lowPortWarning, renderPorts } from './port';
import type { Probe } from './probe';
import { checkNoProbes, checkReadiness, checkSuccessThreshold, PROBE_FIELDS } from './probe-checks';
import { checkResources, renderResources } from './resources';
import { checkContainerSecurity, type PodSecurityContext, renderContainerSecurity } from './security-context';
import { checkMountFree, checkMountPath, checkMountSubPath, checkReadOnly, renderMount, type VolumeMount } from './volume-mount';

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
    this.props = props;
    this.init = init;
    for (const [name, value] of Object.entries(props.env ?? {})) this.addEnv(name, value);
    for (const mount of props.volumeMounts ?? []) this.addVolumeMount(mount);
    for (const source of props.envFrom ?? []) this.addEnvFrom(source);
    this.check();
    this.warn();
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
  public addEnv(name: string, value: EnvValue): void {
    refuse(this.pod.owner, checkEnvName(name), checkEnvValue(name, value?.value, value?.valueFrom));
    if (this.variables.has(name)) refuse(this.pod.owner, setTwice(name, this.name));
    if (typeof value !== 'object' || value === null) return;
    this.pod.admitEnv(this, name, value);
    this.pod.admitSource(value instanceof Env ? value._source : undefined);
    this.variables.set(name, value);
  }

  /** Sets every key of an object as an environment variable. */
  public addEnvFrom(source: EnvFrom): void {
    this.pod.admitSource(source._source);
    this.sources.push(source);
  }

  /** Mounts a volume; a path that is taken is refused with `KN-POD-026`. */
  public addVolumeMount(mount: VolumeMount): void {
    const { owner, serving } = this.pod;
    const problem = checkMountPath(mount.path, serving) ?? checkMountFree(this.mounts, mount.path);
    refuse(owner, problem, checkMountSubPath(mount.subPath), serving ? checkReadOnly(mount) : undefined);
    this.mounts.push(mount);
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
    return [reachable ? undefined : checkPortReference(this.props), ...this.checkOrder()];
  }

  /** @internal */
  public _render(
    name: string | undefined, readinessProbe: Record<string, unknown> | undefined,
  ): Record<string, unknown> {
    const { pod, props } = this;
    const { command, args } = this.wrap?.(props) ?? props;
    return {
      name,
      image: props.image,
      command: command && [...command],
      args: args && [...args],
      workingDir: props.workingDir,
      env: some([...this.variables].map(([key, { value, valueFrom }]) => ({ name: key, value, valueFrom }))),
      envFrom: some(this.envFrom.map((source) => source._render())),
      ports: renderPorts(props),
      resources: props.resources && renderResources(props.resources),
      livenessProbe: props.livenessProbe?._render(),
      readinessProbe,
      startupProbe: props.startupProbe?._render(),
      volumeMounts: some(this.mounts.map((mount) => renderMount(mount, pod.serving))),
      securityContext: renderContainerSecurity(props.securityContext ?? {}, pod.securityContext),
      imagePullPolicy: props.imagePullPolicy,
      terminationMessagePath: props.terminationMessagePath,
      terminationMessagePolicy: props.terminationMessagePolicy,
    };
  }

  private check(): void {
    const { pod, props, init } = this;
    const injected = [...pod.injected.keys(), ...(pod.serving ? ['PORT'] : [])];
    refuse(pod.owner,
      checkImage(props.image),
      props.name === undefined ? undefined : checkContainerName(props.name, pod.serving),
      checkWords(props, props.workingDir) ?? checkShellVariables(props, injected),
      checkPort(props.port, pod.serving),
      ...(props.resources === undefined ? [] : checkResources(props.resources)),
      ...checkContainerSecurity(props.securityContext ?? {}, pod.securityContext, pod.serving),
      ...(init ? checkNoProbes(props) : this.checkProbes()));
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
    const platform = [...this.pod.injected.keys(), ...(this.pod.serving ? ['PORT'] : [])];
    const appended = platform.filter((name) => !this.variables.has(name));
    return [...this.variables].map(([name, { value }], index) => {
      if (typeof value !== 'string' || !value.includes('$(')) return undefined;
      return checkReferencesBack(name, value, new Set([...names.slice(index), ...appended]));
    });
  }

  private warn(): void {
    const { props, pod } = this;
    const warnings = Warnings.of(pod.owner);
    const version = checkImage(props.image) === undefined ? imageWarning(props.image) : undefined;
    if (version !== undefined) warnings.add('image-version', version);
    const lowPort = lowPortWarning(props);
    if (lowPort !== undefined) warnings.add('low-port', lowPort);
    const variable = shellVariableWarning(props, [...this.variables.keys()]);
    if (variable !== undefined) warnings.add('shell-variable', variable);
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
