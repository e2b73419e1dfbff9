import { ComponentName, KnativeVersion, type Problem, raise, type ReleaseComponent, show, showAll } from '../core';
import { RELEASE_DATA } from './release-data';

/** One file of a release, and where it is. */
export interface ReleaseFile {
  readonly component: ComponentName;
  /** Version of the release, without a letter in front. */
  readonly version: string;
  /** Its name: `serving-core.yaml`. */
  readonly file: string;
  /** Where upstream has it. */
  readonly url: string;
  /** Page of upstream that lists the files of the release. */
  readonly source: string;
}

/** What identifies a file of a release. */
export type ReleaseFileId = Pick<ReleaseFile, 'component' | 'version' | 'file'>;

/** Checks that the table has a file. */
export function checkReleaseFile({ component, version, file }: ReleaseFileId): Problem | undefined {
  if (!Object.hasOwn(RELEASE_DATA, component)) {
    return unknown(`there are no releases of ${show(component)}`, component, showAll(Object.values(ComponentName)));
  }
  const { files } = RELEASE_DATA[component];
  const versions = versionsOf(component);
  if (!versions.includes(version)) {
    return unknown(`the release ${show(version)} of ${show(component)} is not one that this library knows`, version, showAll(versions));
  }
  if (files.includes(file)) return undefined;
  return unknown(`the release ${show(version)} of ${show(component)} has no file ${show(file)} that an installation needs`, file, showAll(files));
}

function unknown(message: string, received: string, allowed: string): Problem {
  return { code: 'KN-REL-001', message, received, allowed, fix: 'write one that there is' };
}

/** The versions of a component, oldest first, each once. */
function versionsOf(component: ComponentName): string[] {
  const { versions } = RELEASE_DATA[component];
  return [...new Set(Object.values(KnativeVersion).map((knative) => versions[knative]))];
}

/** One file of a release; one that the table does not have is refused with `KN-REL-001`. */
export function releaseFile(component: ComponentName, version: string, file: string): ReleaseFile {
  raise(checkReleaseFile({ component, version, file }));
  const { folder, page } = RELEASE_DATA[component];
  const at = (address: string): string => address.replace('${VERSION}', version);
  return { component, version, file, url: `${at(folder)}/${file}`, source: at(page) };
}

/** The files of a component; one that the table does not have is refused with `KN-REL-001`. */
export function filesOf(component: ReleaseComponent): ReleaseFile[] {
  return component.files.map((file) => releaseFile(component.name, component.version, file));
}

/**
 * All files of the table, by component, version and in the order in which they are applied.
 * @param components @default - all that there are
 */
export function releaseFilesKnown(components: readonly ComponentName[] = Object.values(ComponentName)): ReleaseFile[] {
  return components.flatMap((component) => versionsOf(component).flatMap((version) =>
    RELEASE_DATA[component].files.map((file) => releaseFile(component, version, file))));
}

/** The release of a component that belongs to a minor version of Knative: `1.22.1` of Serving for 1.22. */
export function releaseVersion(component: ComponentName, version: KnativeVersion): string {
  const { versions } = RELEASE_DATA[component];
  return Object.hasOwn(versions, version) ? versions[version] : versions[KnativeVersion.V1_23];
}

/** Path of a file below the folder of the vendored files: `<component>/<version>/<file>`. */
export function vendoredPath({ component, version, file }: ReleaseFileId): string {
  return `${component}/${version}/${file}`;
}

/** The file of the table that lies at a path below the folder of the vendored files; undefined where there is none. */
export function fileAtPath(path: string): ReleaseFile | undefined {
  const [component = '', version = '', file = '', ...more] = path.split('/');
  const name = Object.values(ComponentName).find((each) => each === component);
  if (name === undefined || more.length > 0) return undefined;
  const unknownFile = checkReleaseFile({ component: name, version, file }) !== undefined;
  return unknownFile ? undefined : releaseFile(name, version, file);
}
