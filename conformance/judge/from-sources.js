// Loaded before a program (`node -r`): the library is found by its names in its sources, so that nothing has to be built.
const Module = require('node:module');
const path = require('node:path');

const lib = path.resolve(__dirname, '..', '..', 'lib');
const sources = new Map(['', 'eks', 'testing'].map((entry) => [path.posix.join('cdk8s-knative', entry), path.join(lib, entry, 'index.ts')]));
const resolve = Module._resolveFilename;
Module._resolveFilename = function resolveSource(name, ...rest) {
  return resolve.call(this, sources.get(name) ?? name, ...rest);
};
