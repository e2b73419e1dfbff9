import type { EnvValue } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  type ISink, KINDS, placedIn, type Problem, refuse, Resource, type ResourceProps, show, type SinkConfig,
} from '../core';
import type { ContainerProps, ContainerSettings, PodProps, VolumeMount } from '../pod';
import { PingSource, type PingSourceOptions, SinkBinding, type SinkBindingOptions } from '../sources';
import { checkServiceAnnotation, checkServingLabel, checkWrittenTwice, KEYS } from './annotation-rules';
import type { RevisionOptions } from './revision-options';
import { RevisionTemplate } from './revision-template';
import { checkRoute, routeAnnotations, type RouteOptions } from './route-options';
import { checkTraffic } from './traffic';

/**
 * Properties for `KnativeService`. A service with one container is written in the short form, `image` and what else the
 * container needs; a service with several has a list of `containers` (`KN-SVC-001`). Labels and annotations of the
 * service itself are those of `metadata`; the ones of its revisions and pods are `templateLabels` and
 * `templateAnnotations`.
 */
export interface KnativeServiceProps
  extends ResourceProps, ContainerSettings, PodProps, RevisionOptions, RouteOptions {
  /**
   * Image of the service's only container: `[registry/]path[:tag][@sha256:digest]`.
   * @default - the service has `containers`
   */
  readonly image?: string;
  /**
   * Name of the service's only container.
   * @default user-container
   */
  readonly containerName?: string;
  /**
   * All containers of the service; the one that declares a `port` gets the requests.
   * @default - the service has one container, which starts from `image`
   */
  readonly containers?: readonly ContainerProps[];
}

/**
 * A program that answers requests and events, with as many pods as it has work.
 *
 * Knative makes a revision, a route and an address of it. Other objects send events to it, and programs of the cluster
 * reach it at `url`.
 * @see https://knative.dev/docs/serving/services/
 */
export class KnativeService extends Resource implements ISink {
  /**
   * What vault and others change in the pods of the service.
   * @internal
   */
  public readonly _template: RevisionTemplate;
  private readonly props: KnativeServiceProps;
  private binding: SinkBinding | undefined;
  private boundBy: string | undefined;

  constructor(scope: Construct, id: string, props: KnativeServiceProps) {
    super(scope, id, KINDS.service, props);
    this.props = props;
    refuse(this, checkForm(props), checkRoute(props), ...checkTraffic(props.traffic ?? [], this.name));
    this.checkMetadataByHand();
    this.writeMetadata();
    this._template = new RevisionTemplate(this, props, props, containersOf(props));
  }

  /** Address of the service in the cluster: `http://orders.shop.svc.cluster.local`. Needs a namespace (`KN-NAM-003`). */
  public get url(): string {
    return this._clusterUrl(this.name, this._namespaceForAddress());
  }

  /** Events are sent to the service by reference. */
  public toSinkConfig(): SinkConfig {
    return { ref: this.reference };
  }

  /**
   * Sends events to the service at fixed times.
   * @param id id and name of the PingSource
   */
  public schedule(id: string, options: PingSourceOptions): PingSource {
    return new PingSource(this, id, { ...options, metadata: placedIn(this.namespace, options.metadata), sink: this });
  }

  /**
   * Tells the programs of the service where to send their events, in the environment variable `K_SINK`. A service is
   * bound once (`KN-SVC-012`), and not while it has a `revisionName` (`KN-SVC-013`).
   * @param id id and name of the SinkBinding; by default the name of the service with `-sink` behind it
   */
  public bindTo(sink: ISink, id = `${this.name}-sink`, options: SinkBindingOptions = {}): SinkBinding {
    const metadata = placedIn(this.namespace, options.metadata);
    if (this.binding === undefined) {
      this.binding = new SinkBinding(this, id, { ...options, metadata, subject: this, sink });
    } else {
      refuse(this, boundTwice(this.name, this.binding.name));
    }
    return this.binding;
  }

  /** @internal */
  public _bound(binding: string): void {
    refuse(this, this.checkPinned(), this.boundBy === undefined ? undefined : boundTwice(this.name, this.boundBy));
    if (this.boundBy === undefined) {
      this._template.podTemplate.injectEnv(['K_SINK', 'K_CE_OVERRIDES', 'K_CA_CERTS'], 'the binding to a sink');
    }
    this.boundBy ??= binding;
  }

  /** Adds a container next to the others. Of several, the one that gets the requests has to declare its `port`. */
  public addContainer(props: ContainerProps): void {
    this._template.podTemplate.addContainer(props);
  }

  /** Adds a container that runs to its end before the others start. Needs a feature flag. */
  public addInitContainer(props: ContainerProps): void {
    this._template.podTemplate.addInitContainer(props);
  }

  /**
   * Adds an environment variable.
   * @param containerName by default the container that gets the requests
   */
  public addEnv(name: string, value: EnvValue, containerName?: string): void {
    this._template.podTemplate.addEnv(containerName, name, value);
  }

  /**
   * Mounts a volume.
   * @param containerName by default the container that gets the requests
   */
  public addVolumeMount(mount: VolumeMount, containerName?: string): void {
    this._template.podTemplate.addVolumeMount(containerName, mount);
  }

  /** Adds a label to the revisions and their pods; one of the same key is replaced. */
  public addTemplateLabel(key: string, value: string): void {
    this._template.addLabel(key, value);
  }

  /** Adds an annotation to the revisions and their pods, checked like `templateAnnotations`. */
  public addTemplateAnnotation(key: string, value: string): void {
    this._template.addAnnotation(key, value);
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { traffic = [] } = this.props;
    return {
      spec: {
        template: this._template._render(),
        traffic: traffic.length === 0 ? undefined : traffic.map((target) => target._render()),
      },
    };
  }

  private checkMetadataByHand(): void {
    const { labels, annotations } = this.props.metadata ?? {};
    for (const [key, value] of Object.entries(labels ?? {})) refuse(this, checkServingLabel(key, value, true));
    if (annotations === undefined) return;
    for (const [key, value] of Object.entries(annotations)) {
      // What is no text is refused with the metadata itself.
      if (typeof value === 'string') refuse(this, checkServiceAnnotation(key, value));
    }
    refuse(this, ...checkWrittenTwice(routeAnnotations(this.props), annotations));
  }

  private writeMetadata(): void {
    const { metadata } = this.apiObject;
    for (const [key, value] of Object.entries(routeAnnotations(this.props))) metadata.addAnnotation(key, value);
    if (this.props.visibility !== undefined) metadata.addLabel(KEYS.visibility, this.props.visibility);
  }

  private checkPinned(): Problem | undefined {
    const { revisionName } = this.props;
    if (revisionName === undefined) return undefined;
    return {
      code: 'KN-SVC-013',
      message: `the service has the named revision ${show(revisionName)}, which a binding would change under its name`,
      received: revisionName,
      allowed: 'a binding of services whose revisions Knative names',
      fix: "leave `revisionName` out, or set the address yourself: `addEnv('K_SINK', Env.value(broker.url))`",
    };
  }
}

/** A service without any container is refused with its pod, since `addContainer` may still follow. */
function checkForm(props: KnativeServiceProps): Problem | undefined {
  const listed = (props.containers ?? []).length > 0;
  if (props.image !== undefined && !listed) return undefined;
  const short = Object.entries({ image: props.image, containerName: props.containerName, ...shortForm(props) });
  const [field] = short.find(([, value]) => value !== undefined) ?? [];
  if (field === undefined) return undefined;
  return {
    code: 'KN-SVC-001',
    message: listed
      ? `the service has \`containers\`, and ${show(field)} of the short form too`
      : `the service has ${show(field)} but no \`image\``,
    received: field,
    allowed: '`image` and what belongs to that one container, or `containers`',
    fix: listed
      ? `move ${show(field)} into one of the \`containers\``
      : "write `image: 'ghcr.io/example/orders:1.0'` next to it",
  };
}

function containersOf(props: KnativeServiceProps): readonly ContainerProps[] {
  const { image, containers = [] } = props;
  return image === undefined ? containers : [{ image, name: props.containerName, ...shortForm(props) }];
}

/** What a service says of its only container, next to the image. A literal, since every service pays for it. */
function shortForm(props: KnativeServiceProps) {
  return {
    command: props.command,
    args: props.args,
    workingDir: props.workingDir,
    env: props.env,
    envFrom: props.envFrom,
    port: props.port,
    http2: props.http2,
    resources: props.resources,
    livenessProbe: props.livenessProbe,
    readinessProbe: props.readinessProbe,
    startupProbe: props.startupProbe,
    volumeMounts: props.volumeMounts,
    securityContext: props.securityContext,
    imagePullPolicy: props.imagePullPolicy,
    terminationMessagePath: props.terminationMessagePath,
    terminationMessagePolicy: props.terminationMessagePolicy,
  } satisfies Record<keyof ContainerSettings, unknown>;
}

function boundTwice(service: string, binding: string): Problem {
  return {
    code: 'KN-SVC-012',
    message: `the service ${show(service)} is bound to a sink already, by ${show(binding)}`,
    received: binding,
    allowed: 'one binding, since `K_SINK` has room for one address',
    fix: 'send to a broker and add a trigger for each receiver, or pass further addresses in `env`',
  };
}
