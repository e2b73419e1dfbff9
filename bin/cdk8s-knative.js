#!/usr/bin/env node
'use strict';

const { main } = require('../build/cli/index.js');

main(process.argv).then((code) => {
  process.exitCode = code;
});
