// Prints how many milliseconds `require` of one module takes in a fresh process.
const name = process.argv[2];
const start = process.hrtime.bigint();
require(name);
console.log(JSON.stringify({ ms: Number(process.hrtime.bigint() - start) / 1e6 }));
