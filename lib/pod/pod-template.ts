import type { EnvValue } from 'cdk8s-plus-28';
import {
  appChecks, captureTrace, Feature, featureProblem, Features, needsFeature, ownCopy, type Problem, refuse,
  type Resource, show, showAll, traceOf, Warnings,
} from '../core';
import type { ContainerProps } from './container-props';
import type { EnvSource } from './env';
import type { EnvFrom } from './env-from';
import { KNATIVE_ENV, reservedEnv, sourcesOf } from './env-checks';
import { checkPod, featuresOf, renderPod } from './pod-checks';
import { checkContainerName, PodContainer, type PodContext } from './pod-container';
import { PodDialect } from './pod-dialect';
import type { PodProps } from './pod-props';
import { declaresPort, DEFAULT_PORT, portName } from './port';
import { checkOwnPort, checkServingPort, hasProbes, PROBE_FIELDS } from './probe-checks';
import { checkSameNamespace } from './reference-checks';
import type { PodSecurityContext } from './security-context';
import { checkResourceReferences } from './resource-references';
import { checkFreeVolumeName, checkSameVolume, type Volume } from './volume';
import type { VolumeMount } from './volume-mount';

/**
 * What a construct says about its pod template beyond what a program does.
 * @internal
 */
export interface PodTemplateOptions {
  /**
   * Name of containers that the program gave none; a number follows, and on a Knative service only where there are
   * several.
   * @default user-container
   */
  readonly containerName?: string;
  /**
   * Variables that the platform sets in every container, beyond those of Knative Serving.
   * @default - none
   */
  readonly injectedEnv?: readonly string[];
  /**
   * Whether the platform puts its own containers into the pod.
   * @default false
   */
  readonly withoutContainers?: boolean;
}

/**
 * How a pod template is written.
 * @internal
 */
export interface PodRenderOptions {
  /**
   * Whether everything is spelled out that Serving's admission would fill in inside of containers. Under a revision
   * name of one's own it has to be: Serving refuses to take the same manifest a second time otherwise.
   * @default false
   */
  readonly spellOutDefaults?: boolean;
}

/**
 * The pod in a construct: its containers, their volumes and everything else that a pod spec says. Problems are recorded
 * on the construct that owns it.
 * @internal
 */
export class PodTemplate implements PodContext {
  public readonly serving: boolean;
  private readonly props: PodProps;
  private readonly running: PodContainer[] = [];
  private readonly initial: PodContainer[] = [];
  private readonly volumes = new Map<string, Volume>();
  private readonly baseName: string;
  private readonly withoutContainers: boolean;
  private injectedEnv: ReadonlyMap<string, string>;
  private names?: ReadonlyMap<PodContainer, string>;

  /**
   * @param owner the construct whose manifest the pod is part of
   * @param dialect whose rules apply
   */
  constructor(
    public readonly owner: Resource,
    dialect: PodDialect,
    props: PodProps = {},
    options: PodTemplateOptions = {},
  ) {
    this.props = ownCopy(props);
    this.serving = dialect === PodDialect.KNATIVE_SERVING;
    this.baseName = options.containerName ?? 'user-container';
    this.withoutContainers = options.withoutContainers === true;
    this.injectedEnv = this.serving ? SET_BY_SERVING : NOTHING;
    if (options.injectedEnv !== undefined) this.injectEnv(options.injectedEnv, 'Knative Eventing');
    for (const problem of checkPod(props, dialect, owner.namespace)) refuse(owner, problem);
    if (this.serving) for (const [feature, field] of featuresOf(props)) needsFeature(owner, feature, field);
    appChecks(owner).defer(owner, traceOf(owner), () => this.checkAtSynth());
    for (const container of props.initContainers ?? []) this.addInitContainer(container);
  }

  /** The containers that keep running, in the order in which they were added. */
  public get containers(): readonly PodContainer[] {
    return this.running;
  }

  /** The containers that run to their end before the others start. */
  public get initContainers(): readonly PodContainer[] {
    return this.initial;
  }

  /** What all containers may do. */
  public get securityContext(): PodSecurityContext | undefined {
    return this.props.podSecurityContext;
  }

  /** Variables that the platform sets in every container, and who sets them. */
  public get injected(): ReadonlyMap<string, string> {
    return this.injectedEnv;
  }

  /** The container that gets the requests: the only one, or the one that declares a port. */
  public get servingContainer(): PodContainer | undefined {
    return this.running.length === 1 ? this.running[0] : this.running.find(({ props }) => declaresPort(props));
  }

  /** Adds a container. A second one with a port is refused on a Knative service (`KN-POD-011`). */
  public addContainer(props: ContainerProps): PodContainer {
    const other = this.running.find((container) => declaresPort(container.props));
    if (this.serving && declaresPort(props) && other !== undefined) refuse(this.owner, secondPort(props));
    const container = this.make(props, false);
    this.running.push(container);
    if (this.running.length === 2 && this.serving) {
      needsFeature(this.owner, Feature.MULTI_CONTAINER, 'a second container');
    }
    return container;
  }

  /** Adds a container that runs to its end before the others start. */
  public addInitContainer(props: ContainerProps): PodContainer {
    const container = this.make(props, true);
    this.initial.push(container);
    if (this.initial.length === 1 && this.serving) {
      needsFeature(this.owner, Feature.PODSPEC_INIT_CONTAINERS, 'initContainers');
    }
    return container;
  }

  /**
   * Sets an environment variable.
   * @param container name of the container; the one that gets the requests, where it is undefined
   */
  public addEnv(container: string | undefined, name: string, value: EnvValue): void {
    this.find(container)?.addEnv(name, value);
  }

  /**
   * Sets every key of an object as an environment variable.
   * @param container name of the container; the one that gets the requests, where it is undefined
   */
  public addEnvFrom(container: string | undefined, source: EnvFrom): void {
    this.find(container)?.addEnvFrom(source);
  }

  /**
   * Mounts a volume.
   * @param container name of the container; the one that gets the requests, where it is undefined
   */
  public addVolumeMount(container: string | undefined, mount: VolumeMount): void {
    this.find(container)?.addVolumeMount(mount);
  }

  /**
   * Says that something else sets variables in every container from now on; what a container sets itself under such a
   * name is refused with `KN-POD-005`.
   * @param setBy who does, for the message
   */
  public injectEnv(names: readonly string[], setBy: string): void {
    const injected = new Map(this.injectedEnv);
    for (const name of names) {
      if (this.all().some(({ env }) => env.has(name))) refuse(this.owner, reservedEnv(name, setBy));
      injected.set(name, setBy);
    }
    this.injectedEnv = injected;
  }

  /** Name of a container. */
  public nameOf(container: PodContainer): string {
    const { name } = container.props;
    // What Serving calls the only container of a pod needs no look at others.
    if (name !== undefined || (this.serving && this.isAlone(container))) return name ?? this.baseName;
    return this.resolveNames().get(container) ?? this.baseName;
  }

  /** Takes the volume of a mount into the pod. */
  public admitMount(mount: VolumeMount): void {
    const { volume } = mount;
    const known = this.volumes.get(volume.name);
    refuse(this.owner, checkSameVolume(known, volume));
    if (this.serving && mount.mountPropagation !== undefined) {
      needsFeature(this.owner, Feature.PODSPEC_VOLUMES_MOUNT_PROPAGATION, 'mountPropagation');
    }
    if (known !== undefined) return;
    if (this.serving) refuse(this.owner, checkFreeVolumeName(volume.name));
    this.volumes.set(volume.name, volume);
    for (const source of volume._traits.sources) this.admitSource(source);
    if (!this.serving) return;
    for (const feature of volume._traits.features) {
      needsFeature(this.owner, feature, `the volume ${show(volume.name)}`);
    }
  }

  /** Looks at an object that a container reads. */
  public admitSource(source: EnvSource | undefined): void {
    if (source === undefined) return;
    refuse(this.owner, checkSameNamespace(source.kind, source.object, this.owner.namespace));
  }

  /** Looks at a variable. Sidecars and init containers may set `PORT`; which container is one shows in the end. */
  public admitEnv(container: PodContainer, name: string, value: EnvValue): void {
    const setBy = this.injected.get(name);
    if (setBy !== undefined) refuse(this.owner, reservedEnv(name, setBy));
    if (!this.serving) return;
    if (name === 'PORT' && !container.init) {
      appChecks(this.owner).defer(this.owner, captureTrace(), () =>
        [this.servingContainer === container ? reservedEnv('PORT', 'Knative Serving') : undefined]);
    }
    const sources = sourcesOf(value?.valueFrom);
    if (sources.includes('fieldRef') || sources.includes('resourceFieldRef')) {
      needsFeature(this.owner, Feature.PODSPEC_FIELDREF, `the environment variable ${show(name)} from a field`);
    }
  }

  /**
   * The pod spec.
   * @internal
   */
  public _render(options: PodRenderOptions = {}): Record<string, unknown> {
    const spellOut = options.spellOutDefaults === true && this.serving;
    const render = (container: PodContainer) =>
      container._render(spellOut || !this.serving || container.props.name !== undefined, spellOut);
    const spec = renderPod(this.props);
    spec.containers = this.running.map(render);
    if (this.initial.length > 0) spec.initContainers = this.initial.map(render);
    if (this.volumes.size > 0) spec.volumes = [...this.volumes.values()].map((volume) => volume._render());
    return spec;
  }

  private make(props: ContainerProps, init: boolean): PodContainer {
    const { name } = props;
    if (name !== undefined && this.all().some((container) => container.props.name === name)) {
      refuse(this.owner, nameTaken(name));
    }
    const container = new PodContainer(this, props, init);
    this.names = undefined;
    if (this.serving && (props.securityContext?.addCapabilities ?? []).length > 0) {
      needsFeature(this.owner, Feature.CONTAINERSPEC_ADDCAPABILITIES, 'addCapabilities');
    }
    appChecks(this.owner).changed();
    return container;
  }

  private isAlone(container: PodContainer): boolean {
    return this.initial.length === 0 && this.running.length === 1 && this.running[0] === container;
  }

  private all(): readonly PodContainer[] {
    return this.initial.length === 0 ? this.running : [...this.initial, ...this.running];
  }

  private find(name: string | undefined): PodContainer | undefined {
    const found = name === undefined
      ? this.servingContainer ?? this.running[0]
      : this.all().find((container) => container.name === name);
    if (found === undefined) refuse(this.owner, noSuchContainer(name, this.all().map((container) => container.name)));
    return found;
  }

  private checkAtSynth(): (Problem | undefined)[] {
    const { running, serving } = this;
    if (running.length === 0 && !this.withoutContainers) return [noContainer(this.owner)];
    const server = serving ? this.servingContainer : undefined;
    if (serving && server === undefined) return [noPort(running)];
    const problems: (Problem | undefined)[] = [];
    for (const container of running) problems.push(...this.checkProbesOf(container, container === server));
    for (const container of this.all()) {
      problems.push(...container._checkVariables(container === server));
      if (!serving) problems.push(checkContainerName(container.name, false));
    }
    problems.push(...checkResourceReferences(this.all(), serving ? ['queue-proxy'] : []));
    return problems;
  }

  private checkProbesOf(container: PodContainer, isServer: boolean): (Problem | undefined)[] {
    const { props } = container;
    if (!hasProbes(props)) return [];
    return PROBE_FIELDS.flatMap((field) => {
      const probe = props[field];
      if (probe === undefined) return [];
      if (isServer) {
        if (field === 'livenessProbe') this.warnLivenessPort(probe._port, props.port ?? DEFAULT_PORT);
        return [checkServingPort(field, probe, portName(props) ?? 'http')];
      }
      const gate = this.serving
        ? featureProblem(this.owner, Feature.MULTI_CONTAINER_PROBING, `the ${field} of a sidecar`) : undefined;
      return [gate, checkOwnPort(field, probe, this.serving ? undefined : portName(props))];
    });
  }

  /** Serving replaces the port of a liveness probe with the container's own, unless it probes sidecars. */
  private warnLivenessPort(port: number | undefined, own: number): void {
    if (port === undefined || port === own || Features.of(this.owner).has(Feature.MULTI_CONTAINER_PROBING)) return;
    Warnings.of(this.owner).add('liveness-port', `the livenessProbe asks port ${port}, but Knative asks port ${own}, `
      + 'the one of the container, unless the feature `multi-container-probing` is on: leave `port` out');
  }

  /** Names as `applyDefaultContainerNames` in revision_defaults.go gives them. */
  private resolveNames(): ReadonlyMap<PodContainer, string> {
    if (this.names !== undefined) return this.names;
    const given = new Set(this.all().flatMap(({ props }) => props.name ?? []));
    const names = new Map<PodContainer, string>();
    const name = (containers: PodContainer[], base: string) => {
      const numbered = !this.serving || containers.length > 1 || given.has(base);
      let next = 0;
      const freeName = () => {
        while (given.has(`${base}-${next}`)) next += 1;
        return `${base}-${next++}`;
      };
      for (const container of containers) names.set(container, container.props.name ?? (numbered ? freeName() : base));
    };
    name(this.running, this.baseName);
    name(this.initial, 'init-container');
    this.names = names;
    return names;
  }
}

const NOTHING: ReadonlyMap<string, string> = new Map();
const SET_BY_SERVING: ReadonlyMap<string, string> = new Map(KNATIVE_ENV.map((name) => [name, 'Knative Serving']));

function noContainer(owner: Resource): Problem {
  return {
    code: 'KN-POD-003',
    message: `${owner.apiObject.kind} ${show(owner.name)} has no container`,
    received: [],
    allowed: 'one container or several',
    fix: "write `image: 'ghcr.io/example/orders:1.4.2'`, or add a container",
  };
}

/** Follows `validateContainersPorts` in k8s_validation.go. */
function noPort(containers: readonly PodContainer[]): Problem {
  return {
    code: 'KN-POD-012',
    message: `none of the containers ${showAll(containers.map(({ name }) => name))} declares a port`,
    received: undefined,
    allowed: 'one of several containers declares the port, and gets the requests',
    fix: 'write `port: 8080` on the container that serves',
  };
}

function secondPort(props: ContainerProps): Problem {
  return {
    code: 'KN-POD-011',
    message: 'a second container declares a port',
    received: props.port ?? props.http2,
    allowed: 'a port on one container',
    fix: 'leave `port` and `http2` out where no requests arrive; a sidecar can listen without declaring it',
  };
}

function nameTaken(name: string): Problem {
  return {
    code: 'KN-POD-002',
    message: `two containers are called ${show(name)}`,
    received: name,
    allowed: 'a name of its own for each container and init container',
    fix: 'give one of them another name',
  };
}

function noSuchContainer(name: string | undefined, names: readonly string[]): Problem {
  return {
    code: 'KN-POD-047',
    message: name === undefined ? 'there is no container yet' : `there is no container called ${show(name)}`,
    received: name,
    allowed: names.length === 0 ? 'a container that was added before' : showAll(names),
    fix: names.length === 0 ? 'add the container first' : `write ${show(names[0])}`,
  };
}
