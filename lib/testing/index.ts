/** For those who review infrastructure by snapshots: readable YAML of an app, and the lines that refuse or warn. */
export * from './manifests';
export * from './messages';
export * from './readable-yaml';
export * from './snapshot-serializer';
