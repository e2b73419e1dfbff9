import type { Expression } from './expression';
import { isStandard } from './known-attributes';
import type { CesqlType } from './possible';
import { signatureOf } from './signatures';

/**
 * The type of an expression; `Any` for an extension, which is a text in the headers of an event, and a text, a number
 * or a boolean in its JSON. The operator at the top decides.
 * @internal
 */
export function typeOf(expression: Expression): CesqlType | 'Any' {
  switch (expression.kind) {
    case 'literal':
      return LITERALS[typeof expression.value as keyof typeof LITERALS];
    case 'attribute':
      return isStandard(expression.name) ? 'String' : 'Any';
    case 'unary':
      return expression.operator === 'NOT' ? 'Boolean' : 'Integer';
    case 'binary':
      return '*/%+-'.includes(expression.operator) ? 'Integer' : 'Boolean';
    case 'call':
      return signatureOf(expression.name, expression.args.length)?.gives ?? 'Any';
    default:
      return 'Boolean';
  }
}

const LITERALS = { string: 'String', number: 'Integer', boolean: 'Boolean' } as const;
