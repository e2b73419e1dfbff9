/** Contracts, the base of every construct, names, durations, refusals and warnings. Imports no other folder. */
export * from './app-checks';
export * from './cluster-chart';
export * from './codes';
export * from './durations';
export * from './features';
export * from './identity';
export * from './kinds';
export * from './names';
export * from './namespace';
export * from './problem';
export * from './problems';
export * from './reference';
export * from './resource';
export * from './side-documents';
export * from './sink';
export * from './source-line';
export * from './warnings';
