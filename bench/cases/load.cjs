// Prints how many milliseconds a fresh process needs to load a module: `load.cjs <module> [names]`. With names, with a
// comma between, until these are there: a module may load its parts when they are first used.
const [, , name, names = ''] = process.argv;
const start = process.hrtime.bigint();
const loaded = require(name);
const used = names.split(',').filter((each) => each !== '').map((each) => loaded[each]);
const ms = Number(process.hrtime.bigint() - start) / 1e6;
if (used.includes(undefined)) throw new Error(`${name} lacks one of ${names}`);
console.log(JSON.stringify({ ms }));
