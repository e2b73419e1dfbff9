import * as fs from 'fs';
import * as path from 'path';
import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { appChecks } from './app-checks';
import { type Problem, show } from './problem';
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
    const leaves = document.file === '' || path.isAbsolute(file) || file.split(path.sep)[0] === '..';
    if (leaves || all.has(file)) {
      refuse(this.construct, leaves ? outside(document.file) : writtenTwice(document.file));
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
    appChecks(root).defer(this.construct, captureTrace(), () => documents()
      .map(({ file }) => this.all().has(path.normalize(file)) ? writtenTwice(file) : undefined));
  }

  /** File names and texts, sorted by name. */
  public render(): Record<string, string> {
    const later = (LATER.get(this.construct.node.root) ?? []).flatMap((documents) => documents());
    return Object.fromEntries([...this.all().values(), ...later]
      .sort((a, b) => (a.file < b.file ? -1 : 1))
      .map(({ file, content }) => [file, content()]));
  }

  /**
   * Writes all documents, in place of those of an earlier run. Call it after `app.synth()`, which refuses a program
   * with problems before this line is reached.
   * @param folder @default - the app's output folder with `-documents` at its end
   */
  public write(folder = `${App.of(this.construct).outdir}-documents`): void {
    const staging = `${folder}.new`;
    fs.rmSync(staging, { recursive: true, force: true });
    for (const [file, text] of Object.entries(this.render())) {
      const target = path.join(staging, file);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, text);
    }
    fs.rmSync(folder, { recursive: true, force: true });
    if (fs.existsSync(staging)) fs.renameSync(staging, folder);
  }

  private all(): Map<string, SideDocument> {
    const root = this.construct.node.root;
    const all = DOCUMENTS.get(root) ?? new Map<string, SideDocument>();
    DOCUMENTS.set(root, all);
    return all;
  }
}

function outside(file: string): Problem {
  return { ...notWritten(file), message: `the side document ${show(file)} does not lie in the folder of side documents` };
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
