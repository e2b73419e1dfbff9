import {
  appChecks, checkAnnotations, checkAnnotationsSize, checkLabels, Feature, KINDS, needsFeature, ownCopy, type Problem,
  refuse, type Resource, showAll, traceOf, Warnings,
} from '../core';
import { type ContainerProps, type IServiceAccount, nothingWhenEmpty, PodDialect, type PodProps, PodTemplate } from '../pod';
import {
  checkServingLabel, checkTemplateAnnotation, checkWrittenTwice, featureOfAnnotation, isDeprecatedPercentage, Place,
} from './annotation-rules';
import { checkMaxScale, clusterLimits } from './cluster-limits';
import { checkRevisionLimits, renderRevisionLimits } from './revision-limits';
import { checkRevision, revisionAnnotations, type RevisionOptions } from './revision-options';
import { AUTOSCALING, checkScaling, readScaling, startsAtZero, writtenTwice } from './scaling-rules';

/**
 * The template of the revisions of a service or configuration: the pod, and what Knative reads next to it.
 *
 * It is the way in for parts that deliver something into the pods of a service, such as secrets. They read
 * `podTemplate.servingContainer` (name, `props.command`, `props.args`, `env`) and `serviceAccount`, and change the pod
 * with `addAnnotation`, `podTemplate.addVolumeMount`, `podTemplate.injectEnv` and a container's `_wrapCommand`. Nothing
 * throws: what is wrong is recorded on what has the template.
 * @internal
 */
export class RevisionTemplate {
  /** The pod of the revisions. */
  public readonly podTemplate: PodTemplate;
  /** Who the pods are; absent for the account `default`. */
  public readonly serviceAccount: IServiceAccount | undefined;
  private readonly options: RevisionOptions;
  private readonly labels: Record<string, string> = {};
  /** All annotations. */
  private readonly annotations: Record<string, string>;
  /** Those that no property wrote. */
  private readonly byHand: Record<string, string> = {};

  constructor(
    private readonly owner: Resource, options: RevisionOptions, pod: PodProps, containers: readonly ContainerProps[],
  ) {
    this.options = ownCopy(options);
    this.serviceAccount = pod.serviceAccount;
    this.podTemplate = new PodTemplate(owner, PodDialect.KNATIVE_SERVING, pod);
    for (const container of containers) this.podTemplate.addContainer(container);
    checkRevision(owner, options);
    const { scaling, templateLabels, templateAnnotations } = options;
    this.annotations = revisionAnnotations(options);
    if (scaling !== undefined) Object.assign(this.annotations, scaling._render());
    for (const [key, value] of Object.entries(templateLabels ?? {})) this.addLabel(key, value);
    if (templateAnnotations !== undefined) {
      refuse(owner, checkAnnotationsSize(templateAnnotations));
      this.addAnnotations(templateAnnotations);
    }
    if (scaling?.options.metric?.name === 'cpu') this.warnAboutRequests();
    this.checkAgainstCluster();
  }

  /** Adds a label to the revisions and their pods; one of the same key is replaced. */
  public addLabel(key: string, value: string): void {
    refuse(this.owner, ...checkLabels({ [key]: value }), checkServingLabel(key, value, Place.TEMPLATE));
    this.labels[key] = value;
    appChecks(this.owner).changed();
  }

  /** Adds an annotation to the revisions and their pods; one of the same key is replaced. */
  public addAnnotation(key: string, value: string): void {
    this.addAnnotations({ [key]: value });
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    const { options } = this;
    const { revisionName: name } = options;
    const labels = nothingWhenEmpty(this.labels);
    const annotations = nothingWhenEmpty(this.annotations);
    const plain = name === undefined && labels === undefined && annotations === undefined;
    // Knative does not fill in defaults under a name that it knows, and takes the difference for a change.
    const pod = this.podTemplate._render({ spellOutDefaults: name !== undefined });
    return {
      metadata: plain ? undefined : { name, labels, annotations },
      spec: Object.assign(pod, renderRevisionLimits(options)),
    };
  }

  private addAnnotations(added: Readonly<Record<string, string>>): void {
    refuse(this.owner, ...checkAnnotations(added));
    const texts = Object.entries(added).filter(([, value]) => typeof value === 'string');
    for (const [key, value] of texts) {
      // Those of an agent are written again when the program is rendered, and are no change then.
      if (this.annotations[key] !== value) appChecks(this.owner).changed();
      this.annotations[key] = value;
      this.byHand[key] = value;
      if (!key.startsWith(AUTOSCALING)) this.checkAnnotation(key, value);
    }
    refuse(this.owner, ...checkWrittenTwice(revisionAnnotations(this.options), added));
    if (texts.some(([key]) => key.startsWith(AUTOSCALING))) this.checkScalingByHand();
  }

  private checkAnnotation(key: string, value: string): void {
    const router = this.owner.apiObject.kind === KINDS.configuration.kind ? Place.ROUTE : Place.SERVICE;
    refuse(this.owner, checkTemplateAnnotation(key, value, router));
    const feature = featureOfAnnotation(key);
    if (feature !== undefined) needsFeature(this.owner, feature, `the annotation ${key}`);
    if (isDeprecatedPercentage(key)) {
      Warnings.of(this.owner).add('queue-proxy-percentage',
        `Knative gives the annotation \`${key}\` up: write the property \`queueProxyResources\``);
    }
  }

  /** What describes the cluster may still come, as may annotations. */
  private checkAgainstCluster(): void {
    appChecks(this.owner).defer(this.owner, traceOf(this.owner), () => {
      const limits = clusterLimits(this.owner);
      const [scaling] = readScaling(this.annotations);
      return [...checkRevisionLimits(this.options, limits), checkMaxScale(scaling, limits)];
    });
  }

  /** Containers may still come, so they are looked at in the end. */
  private warnAboutRequests(): void {
    appChecks(this.owner).defer(this.owner, traceOf(this.owner), () => {
      const without = this.podTemplate.containers.filter(({ props: { resources } }) =>
        resources?.cpu?.request === undefined && resources?.cpu?.limit === undefined);
      if (without.length > 0) {
        Warnings.of(this.owner).add('cpu-metric-without-request',
          `the scaling is by CPU, but ${showAll(without.map(({ name }) => name))} asks for none, so that Kubernetes cannot `
          + 'tell the use in percent, and does not scale: write `resources: { cpu: { request } }`');
      }
      return [];
    });
  }

  private checkScalingByHand(): void {
    const [byHand, problems] = readScaling(this.byHand);
    const typed = this.options.scaling?._settings() ?? {};
    const twice: Problem[] = Object.keys(byHand).filter((key) => Object.hasOwn(typed, key)).map(writtenTwice);
    refuse(this.owner, ...problems, ...twice, ...checkScaling({ ...typed, ...byHand }));
    if (startsAtZero(byHand)) needsFeature(this.owner, Feature.ALLOW_ZERO_INITIAL_SCALE, 'initial-scale 0');
  }
}
