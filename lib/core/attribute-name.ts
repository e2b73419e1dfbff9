import { type Problem, show } from './problem';

/**
 * Checks the name of an attribute that a filter looks at. Follows Go: pkg/apis/eventing/v1/trigger_validation.go.
 * @internal
 */
export function checkAttributeName(name: string): Problem | undefined {
  if (typeof name === 'string' && /^[a-z][a-z0-9]*$/.test(name) && name !== 'data') return undefined;
  const proposal = typeof name === 'string' ? nameMeant(name) : '';
  if (proposal === 'data') {
    return {
      code: 'KN-FLT-003',
      message: `${show(name)} is no attribute: filters see the attributes of an event, never its data`,
      received: name,
      allowed: 'context attributes and extensions of CloudEvents',
      fix: 'have the source set an extension, and compare that',
    };
  }
  return {
    code: 'KN-FLT-003',
    message: `${show(name)} is no CloudEvents attribute name`,
    received: name,
    allowed: 'lower-case letters and digits, a letter first',
    fix: `write ${show(proposal === '' ? 'type' : proposal)}, for example`,
  };
}

/** The name without what other places write before it: a header has `ce-type`, and a path `data.amount`. */
function nameMeant(name: string): string {
  const bare = name.toLowerCase().replace(/^(?:ce[-_]|\$\.|(?:event|attributes|extensions)\.)+/, '');
  if (/^data[./[]/.test(bare)) return 'data';
  return bare.replace(/[^a-z0-9]+/g, '').replace(/^[0-9]+/, '');
}
