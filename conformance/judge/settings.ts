/** A number that the environment may set. A size that is none would judge nothing, and be content. */
export function wholeNumber(variable: string, otherwise: number): number {
  const value = Number(process.env[variable] ?? otherwise);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`${variable} is no whole number above zero: ${process.env[variable] ?? ''}`);
}

/** The same programs, filters and expressions every time, unless another seed is asked for. */
export const SEED = wholeNumber('CONFORMANCE_SEED', 20261121);
