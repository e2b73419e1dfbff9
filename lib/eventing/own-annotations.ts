import { type ErrorCode, type Problem, type ResourceProps, show } from '../core';

/**
 * Refuses annotations that a construct writes from its properties: by hand they would miss the checks.
 * @param properties what to write instead, by annotation; a key that ends in a slash stands for all that begin so
 * @internal
 */
export function checkOwnAnnotations(
  metadata: ResourceProps['metadata'], properties: Readonly<Record<string, string>>, code: ErrorCode,
): Problem[] {
  if (metadata?.annotations === undefined) return [];
  return Object.keys(metadata.annotations).flatMap((annotation) => {
    const known = Object.keys(properties).find((key) => annotation === key
      || (key.endsWith('/') && annotation.startsWith(key)));
    if (known === undefined) return [];
    return [{
      code,
      message: `the annotation ${show(annotation)} is written by hand`,
      received: annotation,
      allowed: `the property ${show(properties[known] ?? '')}`,
      fix: `write \`${properties[known]}\` instead`,
    } satisfies Problem];
  });
}
