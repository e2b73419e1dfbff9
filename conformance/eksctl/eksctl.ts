import { App } from 'cdk8s';
import { type ClusterSpec, EksctlCluster, type EksctlClusterProps, KnativeError, SideDocuments } from '../../lib';
import { LineProgram } from '../judge/line-program';
import { programPath } from '../judge/programs';

/** A command of eksctl that is given a configuration. */
export type EksctlCommand = 'create cluster' | 'create nodegroup' | 'create iamserviceaccount' | 'create podidentityassociation';

/** A configuration, and what it is given to. */
export interface EksctlQuestion {
  readonly command: EksctlCommand;
  readonly document: string;
}

/** A resource of CloudFormation. */
export interface RoleResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** A template of CloudFormation, of which nobody here knows more. */
export interface RoleTemplate {
  readonly Resources: Readonly<Record<string, RoleResource>>;
}

/** What eksctl says, before it asks AWS anything. */
export interface EksctlAnswer {
  /** Why it refuses; absent where it goes on. */
  readonly refusal?: string;
  /** What it prints with `[!]`. */
  readonly warnings?: readonly string[];
  /** What its JSON Schema has against the document. */
  readonly schema?: readonly string[];
  /** The configuration with its defaults. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The templates of the roles that it makes. */
  readonly policies?: Readonly<Record<string, RoleTemplate>>;
}

/** eksctl's own code, up to the first call of AWS. */
export class Eksctl {
  private readonly program = new LineProgram(programPath('eksctl'));

  /** Asks about many configurations. */
  public async askAll(questions: readonly EksctlQuestion[]): Promise<EksctlAnswer[]> {
    const answers = await this.program.askAll<EksctlAnswer & { readonly failure?: string }>(questions);
    const failed = answers.find(({ failure }) => failure !== undefined);
    if (failed !== undefined) throw new Error(failed.failure);
    return answers;
  }

  /** Asks about one. */
  public async ask(question: EksctlQuestion): Promise<EksctlAnswer> {
    const [answer] = await this.askAll([question]);
    return answer ?? {};
  }

  /** Ends it. */
  public close(): void {
    this.program.end();
  }
}

/** What the library makes of a specification: the document, and what it has against it. */
export interface Written {
  /** Absent where a factory refused a value, so that there is no specification. */
  readonly document?: string;
  /** What was refused, with its code in front. */
  readonly problems: readonly string[];
}

/** Writes a specification for eksctl, right or wrong. */
export function write(spec: () => ClusterSpec, props: Omit<EksctlClusterProps, 'spec'> = {}): Written {
  const app = new App();
  try {
    const cluster = new EksctlCluster(app, 'cluster', { ...props, spec: spec() });
    const problems = cluster.node.validate();
    return { document: SideDocuments.of(app).render()[cluster.file], problems };
  } catch (error) {
    if (error instanceof KnativeError) return { problems: [error.message] };
    throw error;
  }
}

/** Codes of refusals. */
export function codesOf(problems: readonly string[]): string[] {
  return [...new Set(problems.map((problem) => /^KN-[A-Z]+-\d+/.exec(problem)?.[0] ?? problem))].sort();
}
