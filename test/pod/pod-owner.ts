import { Chart, Testing, type App } from 'cdk8s';
import { type Feature, Features, KINDS, Resource, Warnings } from '../../lib/core';
import { type ContainerProps, PodDialect, type PodProps, PodTemplate } from '../../lib/pod';
import { asReleased } from '../released';

/** A construct with nothing but a pod. */
export class PodOwner extends Resource {
  public readonly template: PodTemplate;

  constructor(
    scope: Chart, id: string, pod: PodProps = {}, containers: ContainerProps[] = [],
    dialect = PodDialect.KNATIVE_SERVING,
  ) {
    super(scope, id, KINDS.service, {});
    this.template = new PodTemplate(this, dialect, pod);
    for (const container of containers) this.template.addContainer(container);
  }

  protected override _render(): Record<string, unknown> {
    return { spec: this.template._render() };
  }
}

/** An app and a chart with a namespace. */
export function chartOf(...features: Feature[]): { app: App; chart: Chart } {
  const app = Testing.app();
  Features.of(app).enable(...features);
  return { app, chart: new Chart(app, 'chart', { namespace: 'orders' }) };
}

/** The pod spec that a program writes. */
export function specOf(
  pod: PodProps, containers: ContainerProps[], dialect?: PodDialect, ...features: Feature[]
): Record<string, unknown> {
  const { app, chart } = chartOf(...features);
  new PodOwner(chart, 'owner', pod, containers, dialect);
  app.synth();
  return Testing.synth(chart)[0].spec;
}

/** The first container of a Knative service that a program writes, without what every container has. */
export function containerOf(props: Partial<ContainerProps>, ...features: Feature[]): Record<string, unknown> {
  const spec = specOf({}, [{ image: IMAGE, ...props }], undefined, ...features);
  return without((spec.containers as Record<string, unknown>[])[0]!, 'image', 'securityContext');
}

/** An object without some of its fields. */
export function without(object: Record<string, unknown>, ...fields: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));
}

/** The problems that synth reports, one a line. */
export function problemsOf(app: App): string[] {
  asReleased(app);
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message.split('\n').filter((line) => /KN-[A-Z]+-\d/.test(line)).map((line) => line.trim());
  }
  return [];
}

/** The codes that synth reports for a pod. */
export function codesOf(
  pod: PodProps, containers: ContainerProps[], dialect?: PodDialect, ...features: Feature[]
): string[] {
  const { app, chart } = chartOf(...features);
  new PodOwner(chart, 'owner', pod, containers, dialect);
  return problemsOf(app).map(codeIn);
}

/** The codes that synth reports for one container of a Knative service. */
export function containerCodes(props: Partial<ContainerProps>, ...features: Feature[]): string[] {
  return codesOf({}, [{ image: IMAGE, ...props }], undefined, ...features);
}

/** Ids of the warnings on a pod. */
export function warningsOf(props: Partial<ContainerProps>, ...features: Feature[]): string[] {
  const { app, chart } = chartOf(...features);
  Warnings.of(app).acknowledge('image-version', 'not under test');
  new PodOwner(chart, 'owner', {}, [{ image: IMAGE, ...props }]);
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  app.synth();
  jest.restoreAllMocks();
  return Warnings.of(app).list().map(({ id }) => id);
}

export function codeIn(text: string): string {
  return /KN-[A-Z]+-\d+/.exec(text)?.[0] ?? '';
}

/** The code that a factory raises. */
export function raised(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return codeIn((error as Error).message);
  }
  return 'nothing';
}

export const IMAGE = 'ghcr.io/example/orders:1.4.2';
