import { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import {
  belongsTo, checkKnativeVersion, clusterOf, ComponentName, fieldsOf, hasProblems, type InstalledConfig, type
  KnativeVersion, leaveToControllers, placeInWave, type Prerequisite, type Problem, refuseAtSynth, type
  ReleaseComponent, traceOf, Warnings, waveOfController, wrongPatch, wrongType,
} from '../core';
import { type KustomizationPatch, patchObjects } from '../networking';
import { aggregatedRoles, installEventing, type Installed, installServing, leftToControllersIn, type PartFile } from '../operator';
import {
  type Manifest, missingFiles, needsFile, ReleasedObject, type ReadResult, releaseVersion, tellNeeds,
  type VendoredReleases,
} from '../releases';
import type { ImageMirror } from './image-mirror';
import { InstalledBy } from './installed-by';
import type { KnativeComponent } from './knative-component';
import { mirrored } from './mirrored-objects';
import { comesFromFiles, joined, knativeFiles, prerequisiteFiles } from './needed-files';
import { eachOnce, idIn, ownObjects, type PlacedObject } from './placed-objects';
import { isPatchedLayer, type ReleasedPatches, unusedPatch } from './released-patches';
import { waveOfKnative } from './released-waves';
import { checkUpgradeStep, isUpgrade } from './upgrade-step';

/** What is said of a part that only an operator brings. */
const FOR_OPERATORS = 'KN-OPR-001';

/** What the release files of a platform are changed by. */
export interface ReleasedPlatformOptions {
  readonly platform: Construct;
  readonly way: InstalledBy;
  readonly version: KnativeVersion;
  readonly releases: VendoredReleases;
  /** @default - nothing runs yet, or the same version */
  readonly upgradingFrom?: KnativeVersion;
  /** @default - images come from where the files say */
  readonly mirror?: ImageMirror;
  readonly serving: KnativeComponent;
  readonly eventing: KnativeComponent;
  /** Files of Kafka data planes that the operator does not bring, for its way. */
  readonly planes: () => readonly string[];
  /** Workloads that an operator brings, for its way. */
  readonly operated: () => readonly string[];
  /** Changes of what the networking layer needs. */
  readonly layerPatches: () => readonly KustomizationPatch[];
  readonly patches: ReleasedPatches;
}

/** The release files that a platform needs: those of what it needs besides Knative, and those of Knative itself. */
interface Needed {
  readonly prerequisites: readonly ReleaseComponent[];
  readonly serving: readonly ReleaseComponent[];
  readonly eventing: readonly ReleaseComponent[];
}

interface Specs {
  readonly serving: unknown;
  readonly eventing: unknown;
}

type Files = ReadonlyMap<ReleaseComponent, readonly PartFile[]>;

/**
 * The objects that release files bring into a program. They are made when the program is complete, anew whenever it is
 * checked, in a chart of the platform for each component.
 */
export class ReleasedPlatform {
  private grown?: Construct;

  constructor(private readonly options: ReleasedPlatformOptions) {}

  /** Whether the files bring a prerequisite. */
  public brings(prerequisite: Prerequisite): boolean {
    return comesFromFiles(this.options.platform, prerequisite);
  }

  /** Takes out of the tree what was made when the program was checked before. */
  public forget(): void {
    this.grown?.node.scope?.node.tryRemoveChild(this.grown.node.id);
    this.grown = undefined;
  }

  /** Makes the objects, and refuses what is wrong with the files or with what is to be changed in them. */
  public grow(constructs: readonly IConstruct[]): void {
    const { platform, version, upgradingFrom } = this.options;
    // A version that is refused has no files, and each of them would be missing.
    const refusal = checkKnativeVersion(version) ?? checkUpgradeStep(upgradingFrom, version);
    if (refusal !== undefined || !constructs.includes(platform)) return;
    try {
      this.make(constructs);
    } catch (error) {
      // Files are checked when they are read, specs and settings before they are used: no program is to blame.
      throw new Error(`what the release files bring to ${platform.node.path} cannot be made, by a mistake of this library`, { cause: error });
    }
  }

  private make(constructs: readonly IConstruct[]): void {
    const specs = this.specs();
    if (specs === undefined) return;
    const needed = this.needed(specs);
    this.tell(needed, specs);
    const files = this.read(needed);
    if (files === undefined) return;
    const placed = [...this.placePrerequisites(needed, files), ...this.placeKnative(specs, needed, files)];
    this.addCharts(eachOnce(placed, ownObjects(this.options.platform, constructs)));
  }

  /** Both specs as they are written, patches among them; undefined where one cannot be. */
  private specs(): Specs | undefined {
    const [serving, eventing] = [this.options.serving, this.options.eventing].map(specOf);
    return serving === undefined || eventing === undefined ? undefined : { serving, eventing };
  }

  private needed(specs: Specs): Needed {
    const { platform, way, version, upgradingFrom, planes } = this.options;
    const prerequisites = prerequisiteFiles(platform);
    if (way === InstalledBy.RELEASE_MANIFESTS) {
      return { prerequisites, ...knativeFiles(specs, version, isUpgrade(upgradingFrom, version)) };
    }
    const files = planes();
    const name = ComponentName.EVENTING_KAFKA_BROKER;
    const planesOfKafka = { name, version: releaseVersion(name, version), files };
    return { prerequisites, serving: [], eventing: files.length === 0 ? [] : [planesOfKafka] };
  }

  private tell({ prerequisites, serving, eventing }: Needed, specs: Specs): void {
    const { platform, way, version, releases, upgradingFrom } = this.options;
    if (needsFile() === undefined) return;
    const cluster = clusterOf(platform);
    tellNeeds({
      version: 1,
      folder: releases.folder,
      ...cluster === '' ? {} : { cluster },
      knative: version,
      installedBy: way,
      ...upgradingFrom === undefined ? {} : { upgradingFrom },
      components: joined([...prerequisites, ...serving, ...eventing]),
      ...way === InstalledBy.OPERATOR ? { installs: this.installs(specs) } : {},
      config: { serving: configOf(specs.serving), eventing: configOf(specs.eventing) },
    });
  }

  /** What the operator makes of the specs: the same files as an installation without it. */
  private installs(specs: Specs): readonly ReleaseComponent[] {
    const { serving, eventing } = knativeFiles(specs, this.options.version, false);
    return joined([...serving, ...eventing]);
  }

  /** What the files hold, by component; undefined where one cannot be read, or is not there yet. */
  private read({ prerequisites, serving, eventing }: Needed): Files | undefined {
    const { platform, releases } = this.options;
    const components = [...prerequisites, ...serving, ...eventing];
    const folder = components.length === 0 ? undefined : releases._checkFolder();
    if (folder !== undefined) {
      // The command line asks what is needed before it brings it.
      if (needsFile() === undefined) this.refuse(platform, [folder]);
      return undefined;
    }
    const results: ReadResult[] = [];
    const read = new Map<ReleaseComponent, PartFile[]>();
    for (const component of components) {
      const byFile = releases._readFiles(component);
      results.push(...Object.values(byFile));
      const { name } = component;
      read.set(component, Object.entries(byFile).map(([file, { objects }]) => ({ component: name, file, objects })));
    }
    const missing = [...new Set(results.flatMap((result) => result.missing ?? []))];
    const problems = [
      ...missingFiles(missing), ...results.flatMap((result) => result.missing === undefined ? result.problems : []),
    ];
    if (problems.length === 0 && results.every(({ complete }) => complete)) return read;
    if (needsFile() === undefined) this.refuse(platform, problems);
    return undefined;
  }

  private placePrerequisites({ prerequisites }: Needed, files: Files): PlacedObject[] {
    const { mirror } = this.options;
    return prerequisites.flatMap((component) => {
      const objects = (files.get(component) ?? []).flatMap((part) => part.objects);
      return this.changed(component, objects)
        // A second apply would take away what the control plane has filled in, and conflict with it.
        .map(aggregatedRoles)
        .map((object) => mirror === undefined ? object : mirrored(object, mirror, component.version))
        .map((manifest) => ({ component: component.name, manifest, wave: waveOfController(manifest) }));
    });
  }

  /** With the changes of the layer, which a kustomization would have where nothing is vendored. */
  private changed(component: ReleaseComponent, objects: readonly Manifest[]): readonly Manifest[] {
    if (!isPatchedLayer(component)) return objects;
    const { platform, layerPatches } = this.options;
    const patches = tried(platform, layerPatches, wrongType);
    if (patches === undefined) return objects;
    const { objects: changed, unused } = patchObjects(objects, patches);
    this.refuse(platform, unused.map((patch) => unusedPatch(patch, component)));
    return changed;
  }

  private placeKnative(specs: Specs, needed: Needed, files: Files): PlacedObject[] {
    const { serving, eventing, version } = this.options;
    const partsOf = (components: readonly ReleaseComponent[]) =>
      components.flatMap((component) => files.get(component) ?? []);
    const [ofServing, ofEventing] = [partsOf(needed.serving), partsOf(needed.eventing)];
    // Both installations are told the same images, and a mirror all that there are.
    const of = (name: ComponentName) => ({ version: releaseVersion(name, version), namesAllImages: true });
    return [
      ...ofServing.length === 0 ? []
        : this.place(serving, installServing(specs.serving, ofServing, of(ComponentName.KNATIVE_SERVING))),
      ...ofEventing.length === 0 ? []
        : this.place(eventing, installEventing(specs.eventing, ofEventing, of(ComponentName.KNATIVE_EVENTING))),
    ];
  }

  private place(construct: KnativeComponent, { objects, problems, lost }: Installed): PlacedObject[] {
    const { platform, way } = this.options;
    // In the way of the operator most of a spec is for what the operator brings itself.
    const alone = way === InstalledBy.RELEASE_MANIFESTS;
    this.refuse(construct, problems.filter(({ code }) => alone || code !== FOR_OPERATORS));
    for (const { id, message } of alone ? lost : []) Warnings.of(platform)._addFrom(id, message, traceOf(platform));
    return objects.map(({ component, file, manifest }) =>
      ({ component, manifest, wave: waveOfKnative(manifest, file) }));
  }

  private addCharts(placed: readonly PlacedObject[]): void {
    const { platform, patches, operated } = this.options;
    const place = new Construct(platform, 'releases');
    this.grown = place;
    const charts = new Map<ComponentName, Chart>();
    const objects = placed.map(({ component, manifest, wave }) => {
      const chart = charts.get(component) ?? new Chart(place, component);
      charts.set(component, chart);
      const object = new ReleasedObject(chart, idIn(chart, manifest), manifest);
      belongsTo(object, platform);
      placeInWave(object, wave);
      leaveToControllers(object, leftToControllersIn(manifest));
      return object;
    });
    this.refuse(platform, patches.apply(objects, operated()));
  }

  private refuse(construct: IConstruct, problems: readonly Problem[]): void {
    for (const problem of problems) refuseAtSynth(construct, problem, traceOf(construct));
  }
}

/** A spec as it is written; undefined where it cannot be, which is refused. */
function specOf(component: KnativeComponent): unknown {
  // What was rendered for an earlier check, or is for this one, is not what the program says at another time.
  component._forgetRendered();
  const rendered = tried(component, () => component._renderAhead(), wrongType);
  const json = rendered && tried(component, () => fieldsOf(component.apiObject.toJson()), wrongPatch);
  component._forgetRendered();
  return json && (json.spec ?? {});
}

/** What comes of something that programs may have wrong; undefined where it is refused. */
function tried<T>(construct: IConstruct, run: () => T, problem: (error: unknown) => Problem): T | undefined {
  try {
    return run();
  } catch (error) {
    // What was refused already need not be possible to write.
    if (!hasProblems(construct)) refuseAtSynth(construct, problem(error), traceOf(construct));
    return undefined;
  }
}

function configOf(spec: unknown): InstalledConfig {
  return (spec as { readonly config?: InstalledConfig }).config ?? {};
}
