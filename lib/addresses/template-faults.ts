/** A template that Go refuses: when it reads it, or when it works it out for a service. */
export class TemplateFailure extends Error {}

/** Something that Go may well take, and that is not worked out here: what comes of it is not known. */
export class BeyondSubset extends Error {}

/** Says that Go refuses a template. */
export function fail(why: string): never {
  throw new TemplateFailure(why);
}

/** Says that a template needs more of Go than there is here. */
export function beyond(what: string): never {
  throw new BeyondSubset(what);
}
