import { urlOf } from '../addresses';
import { type Problem, type Resource, show, showAll } from '../core';
import { AskedAddresses } from './asked-addresses';
import { addressedAs } from './public-hosts';

/**
 * Public addresses of a service or route of the program.
 * @param url its address in the cluster, which says what is wrong where there is no namespace
 * @param tags of its traffic
 */
export function addressesFor(
  object: Resource, url: () => string, isService: boolean, tags: readonly string[],
): AskedAddresses {
  return new AskedAddresses(object, (rules, tag, finished) => {
    if (tag !== undefined && !tags.includes(tag)) return { problem: unknownTag(object, tags, tag) };
    const service = addressedAs(object, isService, finished);
    // Without a namespace it is `url` that is handed out, and that says so.
    return service === undefined ? {} : urlOf(rules, service, tag);
  }, url);
}

function unknownTag(object: Resource, tags: readonly string[], tag: string): Problem {
  return {
    code: 'KN-ADR-010',
    message: `the address of the tag ${show(tag)} is asked for, which no traffic of ${show(object.name)} has`,
    received: tag,
    allowed: tags.length === 0 ? 'none: its traffic has no tags' : showAll(tags),
    fix: 'give a share of `traffic` that tag, or take `publicUrl`',
  };
}
