import { raise } from '../core';
import { checkJsonata } from './jsonata-expression';

/** What becomes of the answer of the sink of an `EventTransform`, on its way back to the sender. */
export class TransformReply {
  /**
   * Answers with what the expression makes of the sink's answer.
   * @throws KnativeError `KN-ETR-001` for an empty expression, `KN-ETR-002` for one that cannot be parsed
   */
  public static jsonata(expression: string): TransformReply {
    raise(checkJsonata(expression));
    return new TransformReply({ jsonata: { expression } }, expression);
  }

  /** Answers with the status of the sink's answer, and no body. */
  public static discard(): TransformReply {
    return new TransformReply({ discard: true });
  }

  private constructor(
    private readonly fields: Readonly<Record<string, unknown>>,
    /** @internal */
    public readonly _expression?: string,
  ) {}

  /** @internal */
  public _render(): Record<string, unknown> {
    return { ...this.fields };
  }
}
