import type * as pulumi from '@pulumi/pulumi';
import { type Problem, raise, show } from '../core';
import { isOutput, markOf, OutputForm } from './output-registry';

/**
 * Stands for outputs of Pulumi, which only the deployment knows, wherever this library and cdk8s take a text, a number
 * or a list. `Charts` puts the outputs in their place when it registers the objects. What the program says about such a
 * value is checked as far as it is known; an app with one in it cannot be written to files (`KN-LAT-001`).
 *
 * ```ts
 * new KnativeService(chart, 'web', {
 *   image: PulumiOutput.asString(image.repoDigest),
 *   env: { UPLOADS: Env.value(`s3://${PulumiOutput.asString(bucket.id)}/uploads`) },
 * });
 * ```
 *
 * In a text it is put in as it is. Where the whole text is an object or a list in JSON, and it stands within one of the
 * texts there, it is put in with the escapes of JSON. What it holds as JSON is made in the deployment,
 * `pulumi.jsonStringify(value)`.
 *
 * Names, namespaces and kinds of objects, and keys of maps, have to be known to the program (`KN-LAT-002`). A secret
 * stands in a Secret only, see `OutputSecret` (`KN-PUL-040`). What has been cut, changed to small letters or encoded
 * since is refused (`KN-LAT-005`): do that to the output, with `apply`.
 * @see https://www.pulumi.com/docs/iac/concepts/inputs-outputs/
 */
export class PulumiOutput {
  /**
   * A text that stands for an output, alone or within another text. The same output gives the same text. A text that
   * is known already is returned as it is.
   * @throws KnativeError `KN-PUL-042` for what is neither an output nor a promise nor a text
   */
  public static asString(output: pulumi.Input<string>): string {
    if (typeof output === 'string') return output;
    raise(checkOutput(output, OutputForm.TEXT));
    return markOf(output, OutputForm.TEXT);
  }

  /**
   * A number that stands for an output; a very small one, which every check of a range lets pass until it is known. Do
   * not calculate with it: do that to the output, with `apply`.
   * @throws KnativeError `KN-PUL-042` for what is neither an output nor a promise nor a number
   */
  public static asNumber(output: pulumi.Input<number>): number {
    if (typeof output === 'number') return output;
    raise(checkOutput(output, OutputForm.NUMBER));
    return Number(markOf(output, OutputForm.NUMBER));
  }

  /**
   * A list that stands for an output, as the whole list of a field: beside other elements, or joined to a text, it is
   * refused (`KN-LAT-004`).
   * @throws KnativeError `KN-PUL-042` for what is neither an output nor a promise nor a list
   */
  public static asList(output: pulumi.Input<readonly string[]>): string[] {
    if (isKnownList(output)) return output.map((each) => PulumiOutput.asString(each));
    raise(checkOutput(output, OutputForm.LIST));
    return [markOf(output, OutputForm.LIST)];
  }

  private constructor() {}
}

/** `Array.isArray` tells nothing of a list that is read-only. */
function isKnownList(list: pulumi.Input<readonly string[]>): list is readonly string[] {
  return Array.isArray(list);
}

/**
 * Checks what a program passes as an output.
 * @internal
 */
export function checkOutput(output: unknown, form: OutputForm): Problem | undefined {
  if (isOutput(output) || output instanceof Promise) return undefined;
  return {
    code: 'KN-PUL-042',
    message: `what is to stand as a ${form} is no output of Pulumi: ${show(typeof output)}`,
    // It could be what a secret was unwrapped to.
    received: undefined,
    allowed: `outputs, promises, and a ${form} that is known already`,
    fix: 'pass the output of a resource, such as `bucket.id`; look whether the resource has an output of that name',
  };
}
