/** Filters: which events a trigger passes on, as YAML and as an answer. */
export { AttributesFilter } from './attributes-filter';
export { Filter } from './filter';
export type { FilterEvent } from './filter-event';
export type { MatchOptions } from './match-options';
