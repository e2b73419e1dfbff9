import { LineProgram } from '../judge/line-program';
import { programPath } from '../judge/programs';

type Pairs = Readonly<Record<string, string>>;

/** What the Go program `addresses` is asked; see its `question`. */
export interface AddressQuestion {
  readonly network: Pairs;
  readonly domain: Pairs;
  readonly service?: {
    readonly name: string; readonly namespace: string; readonly labels: Pairs; readonly annotations: Pairs;
  };
  readonly route?: boolean;
  readonly tag?: string;
  readonly wildcard?: { readonly namespace: string; readonly domain: string };
}

export interface AddressAnswer {
  readonly refused?: string;
  readonly error?: string;
  readonly local?: boolean;
  readonly host?: string;
  readonly url?: string;
  readonly name?: string;
}

/** Knative's own code for addresses. */
export class GoAddresses {
  private readonly program = new LineProgram(programPath('addresses'));

  /** Asks one thing after the other, without waiting in between. */
  public ask(questions: readonly AddressQuestion[]): Promise<AddressAnswer[]> {
    return this.program.askAll(questions);
  }

  public close(): void {
    this.program.end();
  }
}
