import { checkLabels, isQualifiedKey } from './names';
import { type Problem, show } from './problem';
import { checkChoice } from './value-checks';

/** How a label is compared. */
export enum LabelSelectorOperator {
  IN = 'In',
  NOT_IN = 'NotIn',
  EXISTS = 'Exists',
  DOES_NOT_EXIST = 'DoesNotExist',
}

/** One condition on a label. */
export interface LabelSelectorRequirement {
  /** Key of the label. */
  readonly key: string;
  /** How the label is compared. */
  readonly operator: LabelSelectorOperator;
  /**
   * What it is compared with: one value at least with `IN` and `NOT_IN`, none with the others.
   * @default - none
   */
  readonly values?: readonly string[];
}

/**
 * Conditions on labels, all of which must hold. One without conditions holds for every object.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export interface LabelSelector {
  /**
   * Labels that must have these values.
   * @default - none
   */
  readonly matchLabels?: { readonly [key: string]: string };
  /**
   * Further conditions.
   * @default - none
   */
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

/** Checks a selector; follows `ValidateLabelSelector` in apimachinery's validation.go. */
export function checkLabelSelector(selector: LabelSelector | undefined): Problem[] {
  return [
    ...checkLabels(selector?.matchLabels),
    ...(selector?.matchExpressions ?? []).flatMap(checkRequirement),
  ];
}

/** A selector as it stands in a manifest. */
export function renderLabelSelector(selector: LabelSelector | undefined): Record<string, unknown> | undefined {
  if (selector === undefined) return undefined;
  const { matchLabels, matchExpressions } = selector;
  return {
    matchLabels: matchLabels && { ...matchLabels },
    matchExpressions: matchExpressions?.map(({ key, operator, values }) =>
      ({ key, operator, values: values && [...values] })),
  };
}

function checkRequirement(requirement: LabelSelectorRequirement): Problem[] {
  const { key, operator, values = [] } = requirement;
  const wantsValues = operator === LabelSelectorOperator.IN || operator === LabelSelectorOperator.NOT_IN;
  const problems = values.flatMap((value) => checkLabels({ [key]: value }));
  if (!isQualifiedKey(key)) return checkLabels({ [key]: '' });
  const unknown = checkChoice('KN-POD-048', 'operator', operator, LabelSelectorOperator);
  if (unknown !== undefined) return [...problems, unknown];
  if (wantsValues === values.length > 0) return problems;
  return [...problems, {
    code: 'KN-POD-043',
    message: `the condition ${show(operator)} on the label ${show(key)} has ${values.length} values`,
    received: values,
    allowed: 'one value or several with `In` and `NotIn`, none with `Exists` and `DoesNotExist`',
    fix: wantsValues ? 'name the values' : 'leave `values` out',
  }];
}
