import { type ComponentName, KnativeVersion, type ReleaseComponent, show, showAll } from '../core';
import {
  filesOf, type NeededReleases, type ReleaseFile, releaseFilesKnown, releaseVersion, vendoredPath,
} from '../releases';
import { vendoredFolder } from './app-needs';
import { fail } from './cli-error';
import type { CliIo } from './io';
import { byText } from './texts';

/** A folder of vendored files, and what has to lie there. */
export interface FolderPlan {
  /** As the program says it. */
  readonly folder: string;
  /** Absolute. */
  readonly path: string;
  /** Platforms that read it, for people: `cluster production, Knative 1.23 by the operator`. */
  readonly readers: readonly string[];
  /** By path below the folder, in its order. */
  readonly files: ReadonlyMap<string, ReleaseFile>;
  /** Files that only a plan of an upgrade reads, with its version, by path: `vendor --to` brings them. */
  readonly ofPlans: ReadonlyMap<string, KnativeVersion>;
}

/** Files with the Jobs that move what is stored after an upgrade. */
export const POST_INSTALL = /-post-install(-jobs)?\.yaml$/;

/** What has to lie in which folder; platforms that name one folder share it. */
export function planOf(io: Pick<CliIo, 'cwd'>, needs: readonly NeededReleases[], next?: KnativeVersion): FolderPlan[] {
  const paths = [...new Set(needs.map((each) => vendoredFolder(io, each)))];
  return paths.map((path) => {
    const readers = needs.filter((each) => vendoredFolder(io, each) === path);
    const components = readers.flatMap((each) => [
      ...each.components,
      ...next === undefined ? [] : componentsOfStep(each, next),
    ]);
    const files = components.flatMap(filesOf).map((file) => [vendoredPath(file), file] as const);
    return {
      folder: readers[0]?.folder ?? path,
      path,
      readers: [...new Set(readers.map(readerText))],
      files: new Map(files.sort(([one], [other]) => byText(one, other))),
      ofPlans: new Map(readers.flatMap(filesOfPlans)),
    };
  });
}

/** A version that a user wrote; one that there is not is refused with `KN-PLT-014`. */
export function knativeVersionOf(text: string): KnativeVersion {
  const versions = Object.values(KnativeVersion);
  return versions.find((each) => each === text.replace(/^v/, '')) ?? fail({
    code: 'KN-PLT-014',
    message: `${show(text)} is no version of Knative that this library knows`,
    received: text,
    allowed: showAll(versions),
    fix: 'write the minor version, without a patch',
  });
}

/**
 * The releases whose files tell what a platform is in a version: those that it needs, as it would have them there, and
 * those that an operator has inside of itself.
 */
export function componentsForPlan(needs: NeededReleases, version: KnativeVersion): ReleaseComponent[] {
  const files = new Map<ComponentName, readonly string[]>();
  for (const component of [...needs.components, ...needs.installs ?? []]) {
    files.set(component.name, [...files.get(component.name) ?? [], ...component.files]);
  }
  return [...files].map(([name, own]) => inVersion(name, own, version))
    .filter((component) => component.files.length > 0);
}

/** What `--to` brings for the steps that a platform can take: to its version, where another one runs, and the next. */
function filesOfPlans(needs: NeededReleases): (readonly [string, KnativeVersion])[] {
  const versions = Object.values(KnativeVersion);
  const own = versions.indexOf(knativeVersionOf(needs.knative));
  const steps = versions.slice(needs.upgradingFrom === undefined ? own + 1 : own, own + 2);
  return steps.flatMap((version) => componentsOfStep(needs, version).flatMap(filesOf)
    .map((file) => [vendoredPath(file), version] as const));
}

/** The releases that a plan of the step to a version compares; a program may say both versions already. */
function componentsOfStep(needs: NeededReleases, next: KnativeVersion): ReleaseComponent[] {
  const runs = needs.knative === next ? needs.upgradingFrom ?? next : needs.knative;
  const before = componentsForPlan(needs, knativeVersionOf(runs))
    .map((component) => ({ ...component, files: component.files.filter((file) => !POST_INSTALL.test(file)) }));
  return [...before, ...componentsForPlan(needs, next)];
}

/** A component as another version of Knative has it, with the Jobs that follow an upgrade. */
function inVersion(name: ComponentName, files: readonly string[], knative: KnativeVersion): ReleaseComponent {
  const version = releaseVersion(name, knative);
  const known = releaseFilesKnown([name]).filter((each) => each.version === version).map(({ file }) => file);
  const wanted = (file: string): boolean => files.includes(file) || POST_INSTALL.test(file);
  return { name, version, files: known.filter(wanted) };
}

function readerText({ cluster, knative, installedBy }: NeededReleases): string {
  const way = installedBy === 'operator' ? 'by the operator' : 'by its release manifests';
  return `${cluster === undefined ? '' : `cluster ${cluster}, `}Knative ${knative} ${way}`;
}
