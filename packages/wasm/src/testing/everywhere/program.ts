import { runSuite } from './suite.ts';

/** Prints what the suite finds where this runs. */
console.log(JSON.stringify(await runSuite(Number(process.argv[2]))));
