import * as pulumi from '@pulumi/pulumi';
import { isOutput } from './output-registry';

/** By the promise: the same promise is the same output. */
const OUTPUTS = new WeakMap<object, pulumi.Output<unknown>>();

/** What a program passed, as an output: itself where it is one, so that what stands for it is the same text. */
export function outputOf<T>(input: pulumi.Input<T>): pulumi.Output<unknown> {
  if (isOutput(input)) return input;
  if (typeof input !== 'object' || input === null) return pulumi.output(input);
  const known = OUTPUTS.get(input) ?? pulumi.output(input);
  OUTPUTS.set(input, known);
  return known;
}
