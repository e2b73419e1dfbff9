import * as path from 'path';
import { App } from 'cdk8s';
import {
  appChecks, captureTrace, DNS_1123_LABEL, follows, formatProblem, ownCopy, type Problem, propose, raise, show,
  showAll, SideDocuments, sourceLine, Warnings,
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
 * records need owner ids (`KN-ENV-003`) and hosts of their own (`KN-ENV-004`).
 * @see https://cdk8s.io/docs/latest/basics/app/
 */
export class Environments<T> {
  /**
   * Environments by their names, which become names of folders.
   * @throws KnativeError `KN-ENV-001` without any, or for a name that is no DNS label
   */
  public static of<T>(environments: { readonly [name: string]: T }): Environments<T> {
    // JavaScript may pass nothing, or a list.
    raise(...checkNames(Object.keys(Array.isArray(environments) ? {} : environments ?? {})));
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
    const at = sourceLine(captureTrace());
    const documents = options.documents ?? `${outdir}-documents`;
    const apps = this.apps(program, outdir);
    const across = checkAcrossEnvironments(apps).map((problem) => formatProblem(problem, at));
    const problems = [...problemsOf(apps), ...across];
    if (problems.length > 0) throw refusal(problems);
    for (const [name, app] of apps) {
      app.synth();
      const folder = path.join(documents, name);
      // By default the folder is ours, as that of a single app is.
      if (options.documents === undefined) SideDocuments.of(app)._writeTo(folder);
      else SideDocuments.of(app).write(folder);
    }
  }

  /**
   * Runs the program once for each environment and hands the apps out unwritten, for tests.
   * @param outdir @default - where the cdk8s command line wants manifests, else `dist`
   */
  public apps(program: EnvironmentProgram<T>, outdir = new App().outdir): ReadonlyMap<string, App> {
    raise(checkProgram(program));
    return new Map(Object.entries(this.environments).map(([name, values]) => {
      const app = new App({ outdir: path.join(outdir, name) });
      appChecks(app);
      Warnings.of(app)._label(name);
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
  return [...byText].map(([text, names]) => `${names.length === apps.size ? '' : `${showAll(names)}: `}${text}`);
}

const { synth: SYNTH } = Environments.prototype;

/** The error as cdk8s has it, with a stack that begins in the program. */
function refusal(problems: readonly string[]): Error {
  const error = new Error(`Validation failed with the following errors:\n  ${problems.join('\n  ')}`);
  Error.captureStackTrace(error, SYNTH);
  return error;
}

/** In JavaScript a program may be forgotten, or be the apps themselves. */
function checkProgram(program: unknown): Problem | undefined {
  if (typeof program === 'function') return undefined;
  return {
    code: 'KN-TYP-001',
    message: `the program of the environments is ${show(program)}`,
    received: undefined,
    allowed: 'a function that makes charts in the app of an environment',
    fix: 'write `.synth((app, values, name) => { ... })`',
  };
}
