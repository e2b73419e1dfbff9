import * as fs from 'fs';
import * as path from 'path';
import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { appChecks, type TreeCheck } from './app-checks';
import { applyIndexes, INDEX_FILE, renderIndex } from './apply-index';
import { declaredIn, withPlaceholders } from './declared-placeholders';
import { checkDocumentsFolder } from './document-folders';
import { checkDocumentText } from './late-documents';
import { isForEngine, LATE_CHECK, withLateValues } from './late-manifests';
import { isLateText } from './late-values';
import { needsFile } from './needs-run';
import { PLACEHOLDERS_FILE, placeholdersDocument } from './placeholder-uses';
import { type Problem, raise, show } from './problem';
import { refuse, refuseAtSynth } from './problems';
import { captureTrace, type SourceTrace } from './source-line';

/** A document that is no Kubernetes object: Vault data, a cluster configuration. */
export interface SideDocument {
  /** Relative file name below the folder of side documents: `vault/app-user.json`. */
  readonly file: string;
  /** Its text, made when it is written. */
  readonly content: () => string;
}

/** Where a program adds what is written. */
interface Added {
  readonly construct: IConstruct;
  readonly trace: SourceTrace;
}

type AddedDocument = SideDocument & Added;

const DOCUMENTS = new WeakMap<IConstruct, Map<string, AddedDocument>>();

/** Documents of which only the finished tree shows how many there are. */
interface Later extends Added {
  readonly documents: () => readonly SideDocument[];
  /** Whether they are asked for when they are written, and not before. */
  readonly atWrite: boolean;
}

const LATER = new WeakMap<IConstruct, Later[]>();
/** After all that adds documents. */
const LATE_DOCUMENTS_CHECK: TreeCheck = { order: 195, run: checkLateDocuments };

/**
 * Documents of an app that must not lie among its manifests, where `kubectl apply -R` would take them. They are written
 * next to the output folder, into `<outdir>-documents`, and only when the program asks for it.
 *
 * What only a deployment knows, such as the ARN of a role that AWS CDK makes, stands in them as a placeholder
 * (`Placeholders`); a document with such a value that none is declared for is refused with `KN-LAT-001`.
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
    all.set(file, { ...document, file, ...this.here() });
    this.lookForLateValues();
  }

  /**
   * Adds documents of which only the finished tree shows how many there are.
   * @internal
   */
  public _addLater(documents: () => readonly SideDocument[]): void {
    const { root } = this.construct.node;
    const here = this.here();
    LATER.set(root, [...LATER.get(root) ?? [], { documents, atWrite: false, ...here }]);
    this.lookForLateValues();
    appChecks(root).defer(this.construct, here.trace, () => documents().map(({ file }) => this.check(file)));
  }

  /**
   * Adds documents that only a synthesized tree has: how many there are is not asked before they are written.
   * @internal
   */
  public _addAtWrite(documents: () => readonly SideDocument[]): void {
    const { root } = this.construct.node;
    LATER.set(root, [...LATER.get(root) ?? [], { documents, atWrite: true, ...this.here() }]);
    this.lookForLateValues();
  }

  /**
   * File names and texts, sorted by name, and with them the list of placeholders where the program declares some.
   * @throws KnativeError `KN-DOC-001` when a name is taken by a document that only the whole app has
   * @throws KnativeError `KN-LAT-001` when a text holds what only a deployment knows, and no placeholder stands for it
   */
  public render(): Record<string, string> {
    const { root } = this.construct.node;
    // With the values themselves, which the list of placeholders finds by their fields.
    const texts = withLateValues(root, () => this.texts());
    raise(...Object.entries(texts).map(([file, text]) => checkDocumentText(root, file, text)));
    const declared = declaredIn(root);
    if (declared.size === 0) return texts;
    return { ...withPlaceholders(texts, declared), [PLACEHOLDERS_FILE]: placeholdersDocument(root, texts) };
  }

  private texts(): Record<string, string> {
    const later = (LATER.get(this.construct.node.root) ?? []).flatMap(({ documents }) => documents());
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
   * @throws KnativeError `KN-LAT-001` as `render` does
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

  private lookForLateValues(): void {
    const checks = appChecks(this.construct);
    // Who writes documents may have made no object of this library, which would look for such values in manifests.
    checks.ensure('late', LATE_CHECK);
    checks.ensure('late-documents', LATE_DOCUMENTS_CHECK);
  }

  private here(): Added {
    return { construct: this.construct, trace: captureTrace() };
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

  private all(): Map<string, AddedDocument> {
    return documentsOf(this.construct.node.root);
  }
}

function documentsOf(root: IConstruct): Map<string, AddedDocument> {
  const all = DOCUMENTS.get(root) ?? new Map<string, AddedDocument>();
  DOCUMENTS.set(root, all);
  return all;
}

/** Refuses such documents when the app is synthesized, before manifests are written; an engine writes none. */
function checkLateDocuments(constructs: readonly IConstruct[]): void {
  const [root] = constructs;
  if (root === undefined || isForEngine(root)) return;
  const later = (LATER.get(root) ?? []).filter(({ atWrite }) => !atWrite)
    .flatMap(({ documents, ...here }) => (orNothing(documents) ?? []).map((each) => ({ ...each, ...here })));
  for (const { file, content, construct, trace } of [...documentsOf(root).values(), ...later]) {
    const problem = checkDocumentText(root, file, orNothing(content) ?? '');
    if (problem === undefined) continue;
    // What was taken out of the tree reports nothing.
    refuseAtSynth(constructs.includes(construct) ? construct : root, problem, trace);
  }
}

/** Half a program may have no text for a document; what is wrong with it is said by others. */
function orNothing<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** Where documents are made before they take the place of those of an earlier run. */
function stagingOf(folder: string): string {
  return `${folder}.new`;
}

function checkPlace(file: string): Problem | undefined {
  if (isLateText(file)) return lateName(file);
  const normalized = path.normalize(file);
  if (file === '' || path.isAbsolute(normalized) || normalized.split(path.sep)[0] === '..') {
    return { ...notWritten(file), message: `the side document ${show(file)} does not lie in the folder of side documents` };
  }
  if (normalized === PLACEHOLDERS_FILE) {
    return ownName(file, 'the list of placeholders', `any name but \`${PLACEHOLDERS_FILE}\``);
  }
  if (path.basename(normalized) !== INDEX_FILE) return undefined;
  return ownName(file, 'the index of objects', `any name but \`${INDEX_FILE}\`, in whatever folder`);
}

function ownName(file: string, what: string, allowed: string): Problem {
  return {
    ...notWritten(file),
    message: `the side document ${show(file)} has the name of ${what}, which \`SideDocuments.write\` writes itself`,
    allowed,
  };
}

function lateName(file: string): Problem {
  return {
    ...notWritten(file),
    code: 'KN-LAT-002',
    message: `the name of the side document ${show(file)} is known to the deployment only`,
    allowed: 'file names that the program knows',
    fix: 'write the name itself, also of what the file is named after, such as a cluster',
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
