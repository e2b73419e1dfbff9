export {
  checkLabelSelector, type LabelSelector, LabelSelectorOperator, type LabelSelectorRequirement, renderLabelSelector,
} from '../core';
