import * as fs from 'fs';
import * as path from 'path';
import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { appChecks } from './app-checks';
import { applyIndexes, INDEX_FILE, renderIndex } from './apply-index';
import { checkDocumentsFolder } from './document-folders';
import { needsFile } from './needs-run';
import { type Problem, raise, show } from './problem';
import { refuse } from './problems';
import { captureTrace } from './source-line';

/** A document that is no Kubernetes object: Vault data, a cluster configuration. */
export interface SideDocument {
  /** Relative file name below the folder of side documents: `vault/app-user.json`. */
  readonly file: string;
  /** Its text, made when it is written. */
  readonly content: () => string;
}

const DOCUMENTS = new WeakMap<IConstruct, Map<string, SideDocument>>();
const LATER = new WeakMap<IConstruct, (() => readonly SideDocument[])[]>();

/**
 * Documents of an app that must not lie among its manifests, where `kubectl apply -R` would take them. They are written
 * next to the output folder, into `<outdir>-documents`, and only when the program asks for it.
 */
export class SideDocuments {
  /** The side documents of the app that a construct belongs to. */
  public static of(construct: IConstruct): SideDocuments {
    return new SideDocuments(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /** Adds a document; a file name that leaves the folder or that is taken is refused with `KN-DOC-001`. */
  public add(document: SideDocument): void {
    const all = this.all();
    const file = path.normalize(document.file);
    const problem = this.check(document.file);
    if (problem !== undefined) {
      refuse(this.construct, problem);
      return;
    }
    all.set(file, { ...document, file });
  }

  /**
   * Adds documents of which only the finished tree shows how many there are.
   * @internal
   */
  public _addLater(documents: () => readonly SideDocument[]): void {
    const { root } = this.construct.node;
    LATER.set(root, [...LATER.get(root) ?? [], documents]);
    appChecks(root).defer(this.construct, captureTrace(), () => documents().map(({ file }) => this.check(file)));
  }

  /**
   * Adds documents that only a synthesized tree has: how many there are is not asked before they are written.
   * @internal
   */
  public _addAtWrite(documents: () => readonly SideDocument[]): void {
    const { root } = this.construct.node;
    LATER.set(root, [...LATER.get(root) ?? [], documents]);
  }

  /**
   * File names and texts, sorted by name.
   * @throws KnativeError `KN-DOC-001` when a name is taken by a document that only the whole app has
   */
  public render(): Record<string, string> {
    const later = (LATER.get(this.construct.node.root) ?? []).flatMap((documents) => documents());
    raise(...later.map(({ file }) => this.check(file)));
    return Object.fromEntries([...this.all().values(), ...later]
      .sort((a, b) => (a.file < b.file ? -1 : 1))
      .map(({ file, content }) => [file, content()]));
  }

  /**
   * Writes all documents, in place of those of an earlier run, and with them, as `index.json`, the order in which the
   * objects of each cluster are applied. Call it after `app.synth()`, which refuses a program with problems before this
   * line is reached.
   * @param folder @default - the app's output folder with `-documents` at its end
   * @throws KnativeError `KN-DOC-002` when it is another folder that holds anything but documents of an earlier run
   */
  public write(folder?: string): void {
    const own = path.resolve(`${App.of(this.construct).outdir}-documents`);
    const target = folder === undefined ? own : path.resolve(folder);
    if (target !== own && needsFile() === undefined) raise(...[target, stagingOf(target)].map(checkDocumentsFolder));
    this._writeTo(target);
  }

  /**
   * Writes into a folder that nobody else writes into.
   * @internal
   */
  public _writeTo(folder: string): void {
    // A program that is only asked what it needs has half a platform to write down.
    if (needsFile() !== undefined) return;
    const staging = stagingOf(folder);
    // The index comes first: it tells whose the folder is, should this end half way.
    const texts = Object.entries({ ...this.renderIndexes(), ...this.render() });
    fs.rmSync(staging, { recursive: true, force: true });
    for (const [file, text] of texts) {
      const target = path.join(staging, file);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, text);
    }
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(staging, folder);
  }

  private check(file: string): Problem | undefined {
    return checkPlace(file) ?? (this.all().has(path.normalize(file)) ? writtenTwice(file) : undefined);
  }

  /** No part of `render`: what files objects are in is known only when they are written. */
  private renderIndexes(): Record<string, string> {
    return Object.fromEntries([...applyIndexes(this.construct)].map(([cluster, index]) => [
      path.join(cluster, INDEX_FILE), renderIndex(index),
    ]));
  }

  private all(): Map<string, SideDocument> {
    const root = this.construct.node.root;
    const all = DOCUMENTS.get(root) ?? new Map<string, SideDocument>();
    DOCUMENTS.set(root, all);
    return all;
  }
}

/** Where documents are made before they take the place of those of an earlier run. */
function stagingOf(folder: string): string {
  return `${folder}.new`;
}

function checkPlace(file: string): Problem | undefined {
  const normalized = path.normalize(file);
  if (file === '' || path.isAbsolute(normalized) || normalized.split(path.sep)[0] === '..') {
    return { ...notWritten(file), message: `the side document ${show(file)} does not lie in the folder of side documents` };
  }
  if (path.basename(normalized) !== INDEX_FILE) return undefined;
  return {
    ...notWritten(file),
    message: `the side document ${show(file)} has the name of the index of objects, which \`SideDocuments.write\` writes itself`,
    allowed: `any name but \`${INDEX_FILE}\`, in whatever folder`,
  };
}

function writtenTwice(file: string): Problem {
  return { ...notWritten(file), message: `the side document ${show(file)} is written twice` };
}

function notWritten(file: string): Omit<Problem, 'message'> {
  return {
    code: 'KN-DOC-001',
    received: file,
    allowed: 'a relative file name that no other document of the app has',
    fix: 'write a name such as `vault/orders.json`',
  };
}
