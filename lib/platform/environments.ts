import * as path from 'path';
import { App } from 'cdk8s';
import {
  appChecks, DNS_1123_LABEL, follows, formatProblem, KnativeError, ownCopy, type Problem, propose, show, showAll,
  SideDocuments,
} from '../core';
import { checkAcrossEnvironments } from './environment-checks';

/** Options for `Environments.synth`. */
export interface EnvironmentsOptions {
  /**
   * Folder that gets a folder for each environment: `dist/dev`.
   * @default - where the cdk8s command line wants manifests, else `dist`
   */
  readonly outdir?: string;
  /**
   * Folder that gets a folder for the side documents of each environment: `dist-documents/dev`.
   * @default - `outdir` with `-documents` behind it
   */
  readonly documents?: string;
}

/** The program of an environment: it makes charts in an app of its own from the values of the environment. */
export type EnvironmentProgram<T> = (app: App, values: T, name: string) => void;

/**
 * One program for several environments, such as `dev`, `stage` and `prod`, each a set of typed values. Each environment
 * is an app of its own, with an output folder of its own; none is written unless all of them are right, each by itself
 * and next to the others: two on the same Kafka servers need names of their own (`KN-ENV-002`), two that write DNS
 * records owner ids of their own (`KN-ENV-003`).
 * @see https://cdk8s.io/docs/latest/basics/app/
 */
export class Environments<T> {
  /**
   * Environments by their names, which become names of folders.
   * @throws KnativeError `KN-ENV-001` without any, or for a name that is no DNS label
   */
  public static of<T>(environments: { readonly [name: string]: T }): Environments<T> {
    for (const problem of checkNames(Object.keys(environments))) throw new KnativeError(problem);
    return new Environments(ownCopy(environments));
  }

  private constructor(private readonly environments: { readonly [name: string]: T }) {}

  /** Names of the environments. */
  public get names(): readonly string[] {
    return Object.keys(this.environments);
  }

  /**
   * Runs the program once for each environment, and writes manifests and side documents when all of them are right.
   * @throws Error with all problems of all environments; nothing is written then
   */
  public synth(program: EnvironmentProgram<T>, options: EnvironmentsOptions = {}): void {
    const { outdir = new App().outdir } = options;
    const documents = options.documents ?? `${outdir}-documents`;
    const apps = this.apps(program, outdir);
    const problems = problemsOf(apps);
    if (problems.length > 0) throw new Error(`Validation failed with the following errors:\n  ${problems.join('\n  ')}`);
    for (const [name, app] of apps) {
      app.synth();
      SideDocuments.of(app).write(path.join(documents, name));
    }
  }

  /**
   * Runs the program once for each environment and hands the apps out unwritten, for tests.
   * @param outdir @default - where the cdk8s command line wants manifests, else `dist`
   */
  public apps(program: EnvironmentProgram<T>, outdir = new App().outdir): ReadonlyMap<string, App> {
    return new Map(Object.entries(this.environments).map(([name, values]) => {
      const app = new App({ outdir: path.join(outdir, name) });
      appChecks(app);
      program(app, values, name);
      return [name, app];
    }));
  }
}

function checkNames(names: readonly string[]): Problem[] {
  if (names.length === 0) {
    return [{
      code: 'KN-ENV-001',
      message: 'there is no environment',
      received: undefined,
      allowed: 'one environment or more, by their names',
      fix: 'write `Environments.of({ dev: { ... }, prod: { ... } })`',
    }];
  }
  return names.filter((name) => !follows(DNS_1123_LABEL, name)).map((name) => ({
    code: 'KN-ENV-001',
    message: `${show(name)} is no name for an environment`,
    received: name,
    allowed: DNS_1123_LABEL.text,
    fix: `write ${show(propose(DNS_1123_LABEL, name))}`,
  }));
}

/** As cdk8s asks an app, without writing it; what is the same mistake in all environments is said once. */
function problemsOf(apps: ReadonlyMap<string, App>): string[] {
  const byText = new Map<string, string[]>();
  for (const [name, app] of apps) {
    for (const construct of app.node.findAll()) {
      for (const problem of construct.node.validate()) {
        const text = `[${construct.node.path}] ${problem}`;
        byText.set(text, [...byText.get(text) ?? [], name]);
      }
    }
  }
  const own = [...byText].map(([text, names]) => `${names.length === apps.size ? '' : `${showAll(names)}: `}${text}`);
  return [...own, ...checkAcrossEnvironments(apps).map((problem) => formatProblem(problem))];
}
