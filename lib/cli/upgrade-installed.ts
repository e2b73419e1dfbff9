import { ComponentName, fieldsOf, KNATIVE_EVENTING, KNATIVE_SERVING, type KnativeVersion, type ReleaseComponent } from '../core';
import { type Installed, type InstalledObject, installEventing, installServing, type PartFile, RESTART_ANNOTATION } from '../operator';
import { type Manifest, releaseVersion } from '../releases';

/** Reads the objects of a release, by file. */
export type ReadRelease = (component: ReleaseComponent) => Readonly<Record<string, readonly Manifest[]>>;

/** What a platform is in a version. */
export interface InstalledVersion {
  /** Its objects as they lie in the cluster: in the namespace that they are installed to, Jobs with their names. */
  readonly objects: readonly InstalledObject[];
  /** ConfigMaps as they are shipped, with the examples that tell of their keys, in the namespaces they end up in. */
  readonly configMaps: readonly Manifest[];
}

type Install = (spec: unknown, files: readonly PartFile[], context: { readonly version: string }) => Installed;

/** The parts of each installation; what else a platform needs is applied as it is. */
const INSTALLATIONS: readonly {
  readonly main: ComponentName;
  readonly namespace: string;
  readonly install: Install;
  readonly parts: readonly ComponentName[];
}[] = [
  {
    main: ComponentName.KNATIVE_SERVING,
    namespace: KNATIVE_SERVING,
    install: installServing,
    parts: [
      ComponentName.KNATIVE_SERVING, ComponentName.NET_CONTOUR, ComponentName.NET_GATEWAY_API, ComponentName.NET_ISTIO,
      ComponentName.NET_KOURIER,
    ],
  },
  {
    main: ComponentName.KNATIVE_EVENTING,
    namespace: KNATIVE_EVENTING,
    install: installEventing,
    parts: [ComponentName.KNATIVE_EVENTING, ComponentName.EVENTING_KAFKA_BROKER],
  },
];
/** What releases of a networking layer have for those who lack the layer itself: it has a namespace of its own. */
const LAYERS_THEMSELVES: readonly string[] = ['contour.yaml', 'istio.yaml'];

/**
 * Puts releases together as an installation does, without the settings of a program.
 * @param byOperator whether an operator does, which has no workload start anew where only a setting changes
 */
export function installedIn(
  components: readonly ReleaseComponent[], version: KnativeVersion, read: ReadRelease, byOperator: boolean,
): InstalledVersion {
  const files = components.flatMap((component) => Object.entries(read(component))
    .map(([file, objects]): PartFile => ({ component: component.name, file, objects })));
  const installed = INSTALLATIONS.map(({ main, namespace, install, parts }) => {
    const own = files.filter(({ component, file }) => parts.includes(component) && !LAYERS_THEMSELVES.includes(file));
    const { objects } = install({}, own, { version: releaseVersion(main, version) });
    return { own, namespace, objects: byOperator ? objects.map(withoutRestart) : objects };
  });
  const others = files.filter((file) => !installed.some(({ own }) => own.includes(file)));
  return {
    objects: [
      ...installed.flatMap(({ objects }) => objects),
      ...others.flatMap(({ component, file, objects }) => objects.map((manifest) => ({ component, file, manifest }))),
    ],
    configMaps: [
      ...installed.flatMap(({ own, namespace }) => configMapsIn(own)
        .map((map) => ({ ...map, metadata: { ...map.metadata, namespace } }))),
      ...configMapsIn(others),
    ],
  };
}

function withoutRestart(object: InstalledObject): InstalledObject {
  const spec = fieldsOf(object.manifest.spec);
  const template = fieldsOf(spec.template);
  const metadata = fieldsOf(template.metadata);
  const { [RESTART_ANNOTATION]: restart, ...annotations } = fieldsOf(metadata.annotations);
  if (restart === undefined) return object;
  const changed = { ...spec, template: { ...template, metadata: { ...metadata, annotations } } };
  return { ...object, manifest: { ...object.manifest, spec: changed } };
}

function configMapsIn(files: readonly PartFile[]): readonly Manifest[] {
  return files.flatMap(({ objects }) => objects.filter(({ kind }) => kind === 'ConfigMap'));
}
