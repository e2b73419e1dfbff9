import { ApiObject, App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { compareText } from './key-order';
import { outputFiles } from './output-files';
import { toReadableYaml } from './readable-yaml';

/** Metadata of a manifest. */
export interface ManifestMetadata {
  /** Name of the object. */
  readonly name: string;
  /**
   * Namespace of the object.
   * @default - the object names none
   */
  readonly namespace?: string;
  /** @default - no labels */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default - no annotations */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Any other field. */
  readonly [field: string]: unknown;
}

/** One object as plain data: what the cluster would be given. */
export interface Manifest {
  /** Group and version: `serving.knative.dev/v1`. */
  readonly apiVersion: string;
  /** Kind: `Service`. */
  readonly kind: string;
  /** Name, namespace, labels and annotations. */
  readonly metadata: ManifestMetadata;
  /** `spec`, `data` and any other field. */
  readonly [field: string]: unknown;
}

interface Placed {
  readonly file: string;
  readonly manifest: Manifest;
}

const SEPARATOR = '---\n';

/**
 * The objects of an app, of a chart, or of any construct, for snapshots and for single asserts.
 *
 * The app is synthesized in memory: its validations run once, nothing is written. A program with problems throws what
 * `app.synth()` throws. Objects are ordered by file, kind, apiVersion, namespace and name, so that moving constructs
 * around in a program changes nothing here.
 *
 * ```ts
 * const manifests = Manifests.of(app);
 * expect(manifests.toYaml()).toMatchSnapshot();
 * expect(manifests.one('Trigger', 'orders')).toMatchObject({ spec: { broker: 'default' } });
 * ```
 */
export class Manifests {
  /** The objects of a construct and of all below it, nested charts included. */
  public static of(construct: IConstruct): Manifests {
    return new Manifests(placedObjects(construct));
  }

  /** Every object, in the order of the class. */
  public readonly all: readonly Manifest[];

  private constructor(private readonly placed: readonly Placed[]) {
    this.all = placed.map(({ manifest }) => manifest);
  }

  /** Number of objects. */
  public get count(): number {
    return this.placed.length;
  }

  /** Readable YAML of each file, by the name that `app.synth()` gives it in the output folder; sorted by name. */
  public get files(): Readonly<Record<string, string>> {
    const documents = new Map<string, string[]>(this.placed.map(({ file }) => [file, []]));
    for (const { file, manifest } of this.placed) {
      documents.get(file)?.push(`# ${file}: ${titleOf(manifest)}\n${toReadableYaml(manifest)}`);
    }
    return Object.fromEntries([...documents].map(([file, texts]) => [file, texts.join(SEPARATOR)]));
  }

  /**
   * One readable YAML document an object, file by file, each headed by a comment `# file: Kind namespace/name`. It is
   * YAML of the very objects; only the order of objects and keys is not that of the output folder.
   */
  public toYaml(): string {
    return Object.values(this.files).join(SEPARATOR);
  }

  /** The objects of a kind: `Service`, or where the kind is not unique `serving.knative.dev/Service`, `v1/Service`. */
  public ofKind(kind: string): readonly Manifest[] {
    return this.all.filter((manifest) => isOfKind(manifest, kind));
  }

  /**
   * The one object of a kind and name.
   * @param kind as for `ofKind`
   * @param name @default - the only object of its kind
   * @param namespace @default - any, as long as only one object fits
   * @throws Error which lists what there is, where no object or more than one fits
   */
  public one(kind: string, name?: string, namespace?: string): Manifest {
    const ofKind = this.ofKind(kind);
    const fitting = ofKind.filter(({ metadata }) =>
      (name === undefined || metadata.name === name) && (namespace === undefined || metadata.namespace === namespace));
    const [manifest] = fitting;
    if (manifest !== undefined && fitting.length === 1) return manifest;

    const wanted = [kind, [namespace, name].filter((part) => part !== undefined).join('/')].join(' ').trim();
    if (manifest !== undefined) throw new Error(`${fitting.length} objects are a ${wanted}; say which:${listOf(fitting)}`);
    const existing = ofKind.length > 0 ? ofKind : this.all;
    throw new Error(`there is no ${wanted}; there is:${existing.length > 0 ? listOf(existing) : ' nothing'}`);
  }
}

function placedObjects(construct: IConstruct): Placed[] {
  const app = App.of(construct);
  prepare(app);
  const fileOf = outputFiles(app);
  return construct.node.findAll()
    .filter(ApiObject.isApiObject)
    .map((object) => {
      const manifest: Manifest = object.toJson();
      return { file: fileOf(object.chart, manifest), manifest };
    })
    .sort(compare);
}

/** Resolves the dependencies of the whole app and validates it, as cdk8s does it and in its words. */
function prepare(app: App): void {
  const chart = app.node.findAll().find(Chart.isChart);
  // One chart is enough: cdk8s prepares the app for it. `app.synthYaml()` would do so again for every chart.
  if (chart === undefined) app.synthYaml();
  else Chart.prototype.toJson.call(chart);
}

function compare(a: Placed, b: Placed): number {
  const [left, right] = [identityOf(a), identityOf(b)];
  const differing = left.findIndex((part, index) => part !== right[index]);
  if (differing >= 0) return compareText(left[differing] ?? '', right[differing] ?? '');
  // Twins, which cdk8s alone allows: their text decides.
  return compareText(JSON.stringify(a.manifest), JSON.stringify(b.manifest));
}

function identityOf({ file, manifest }: Placed): string[] {
  const { apiVersion, kind, metadata } = manifest;
  return [file, kind, apiVersion, metadata.namespace ?? '', metadata.name];
}

function isOfKind({ apiVersion, kind }: Manifest, wanted: string): boolean {
  const group = apiVersion.split('/').slice(0, -1).join('/');
  return wanted === kind || wanted === `${apiVersion}/${kind}` || wanted === `${group}/${kind}`;
}

function titleOf({ kind, metadata }: Manifest): string {
  const { namespace, name } = metadata;
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

function listOf(manifests: readonly Manifest[]): string {
  return manifests.map((manifest) => `\n  ${titleOf(manifest)} (${manifest.apiVersion})`).join('');
}
