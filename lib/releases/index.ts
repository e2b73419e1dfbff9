/** Release files of upstream: their addresses, the lock file, reading what lies in the user's repository. */
export * from './lock-file';
export * from './manifest';
export * from './needed-releases';
export * from './release-objects';
export * from './release-table';
export * from './released-object';
export * from './vendored-releases';
