import type { EnvValue } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  type ISink, type Kind, placedIn, type Problem, refuse, Resource, type ResourceProps, show,
} from '../core';
import type { ContainerProps, VolumeMount } from '../pod';
import { type ISinkBindingSubject, SinkBinding, type SinkBindingOptions } from '../sources';
import { checkMetadataByHand, type Place } from './annotation-rules';
import type { IConfiguration } from './configuration-contract';
import { checkForm, containersOf, type RevisionProps } from './revision-props';
import { RevisionTemplate } from './revision-template';

/** Properties that everything with revisions has. */
export interface ConfigurationBaseProps extends ResourceProps, RevisionProps {}

/** What has a template of revisions: `KnativeService` and `Configuration`. */
export abstract class ConfigurationBase extends Resource implements IConfiguration, ISinkBindingSubject {
  /**
   * What vault and others change in the pods of the revisions.
   * @internal
   */
  public readonly _template: RevisionTemplate;
  private readonly revisionName: string | undefined;
  private readonly place: Place;
  private binding: SinkBinding | undefined;
  private boundBy: string | undefined;

  /** @internal */
  protected constructor(scope: Construct, id: string, kind: Kind, place: Place, props: ConfigurationBaseProps) {
    super(scope, id, kind, props);
    this.revisionName = props.revisionName;
    this.place = place;
    refuse(this, checkForm(props, place), ...checkMetadataByHand(place, props.metadata));
    this._template = new RevisionTemplate(this, props, props, containersOf(props));
  }

  /** Name of the configuration that the revisions belong to. */
  public get configurationName(): string {
    return this.name;
  }

  /**
   * Tells the programs of the revisions where to send their events, in the environment variable `K_SINK`. It is bound
   * once (`KN-SVC-012`), and not while there is a `revisionName` (`KN-SVC-013`).
   * @param id id and name of the SinkBinding; by default the own name with `-sink` behind it
   */
  public bindTo(sink: ISink, id = `${this.name}-sink`, options: SinkBindingOptions = {}): SinkBinding {
    const metadata = placedIn(this.namespace, options.metadata);
    if (this.binding === undefined) {
      this.binding = new SinkBinding(this, id, { ...options, metadata, subject: this, sink });
    } else {
      refuse(this, this.boundTwice(this.binding.name));
    }
    return this.binding;
  }

  /** @internal */
  public _bound(binding: string): void {
    refuse(this, this.checkPinned(), this.boundBy === undefined ? undefined : this.boundTwice(this.boundBy));
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

  private checkPinned(): Problem | undefined {
    const { revisionName } = this;
    if (revisionName === undefined) return undefined;
    return {
      code: 'KN-SVC-013',
      message: `the ${this.place} has the named revision ${show(revisionName)}, which a binding would change under its name`,
      received: revisionName,
      allowed: 'a binding of services and configurations whose revisions Knative names',
      fix: "leave `revisionName` out, or set the address yourself: `addEnv('K_SINK', Env.value(broker.url))`",
    };
  }

  private boundTwice(binding: string): Problem {
    return {
      code: 'KN-SVC-012',
      message: `the ${this.place} ${show(this.name)} is bound to a sink already, by ${show(binding)}`,
      received: binding,
      allowed: 'one binding, since `K_SINK` has room for one address',
      fix: 'send to a broker and add a trigger for each receiver, or pass further addresses in `env`',
    };
  }
}
