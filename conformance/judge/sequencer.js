const { default: Sequencer } = require('@jest/test-sequencer');

/** Runs suites in the order of their names; jest would begin with the longest. */
module.exports = class extends Sequencer {
  sort(tests) {
    return [...tests].sort((one, other) => one.path.localeCompare(other.path, 'en', { numeric: true }));
  }
};
