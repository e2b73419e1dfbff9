// Prints how many pairs of filter and event are decided in a millisecond, or how many expressions are read:
// `filters.cjs exact|nested|cesql|parsing <milliseconds>`, and how many of one round passed.
const { Filter } = require('cdk8s-knative');
const { events, filters, expressions } = require('./filter-sets.cjs');

const [, , set, time] = process.argv;
const milliseconds = Number(time);

const made = ([[dialect, value]]) => {
  if (dialect === 'all' || dialect === 'any') return Filter[dialect](...value.map((inner) => made(Object.entries(inner))));
  return Filter[dialect](dialect === 'not' ? made(Object.entries(value)) : value);
};

const evaluating = (ready) => () => {
  let passed = 0;
  for (const filter of ready) {
    for (const event of events) if (filter.matches(event)) passed += 1;
  }
  return { count: ready.length * events.length, passed };
};

const parsing = () => {
  for (const text of expressions) Filter.cesql(text);
  return { count: expressions.length, passed: expressions.length };
};

const round = set === 'parsing' ? parsing : evaluating(filters[set].map((filter) => made(Object.entries(filter))));
const elapsed = (since) => Number(process.hrtime.bigint() - since) / 1e6;

// Compilers and caches get as much time, on both sides: filters run for days.
for (const start = process.hrtime.bigint(); elapsed(start) < milliseconds;) round();
let count = 0;
let passed = 0;
const start = process.hrtime.bigint();
while (elapsed(start) < milliseconds) {
  const done = round();
  count += done.count;
  passed = done.passed;
}
console.log(JSON.stringify({ perMs: count / elapsed(start), passed }));
