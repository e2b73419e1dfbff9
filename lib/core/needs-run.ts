import type { IConstruct } from 'constructs';

/**
 * Environment variable with the path of a file. It is set by the command line only: each platform then appends one line
 * of JSON about the releases that it needs, vendored files that are missing or altered are not refused, and nothing is
 * written where the user keeps manifests and documents: without the files they would be those of half a platform.
 */
export const NEEDS_FILE = 'CDK8S_KNATIVE_NEEDS';

/** The file that the command line wants the needs in; undefined where it asks for none. */
export function needsFile(): string | undefined {
  const file = process.env[NEEDS_FILE];
  return file === undefined || file === '' ? undefined : file;
}

/**
 * Has an app write its manifests next to the file of the needs where the command line asks for those, whatever folder
 * the program gave it.
 */
export function keepOutputApart(root: IConstruct): void {
  const file = needsFile();
  if (file !== undefined && 'outdir' in root) Object.defineProperty(root, 'outdir', { value: `${file}.manifests` });
}
