/** How KEDA scales the consumers of a source, as the source writes it; `KedaScaling` is one. */
export interface IKedaScaling {
  /** Whether KEDA scales the consumers. */
  readonly enabled: boolean;
  /** The annotations of the source. */
  toAnnotations(): Record<string, string>;
}
