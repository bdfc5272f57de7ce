// Reads every file of a folder, which is the least that a check of them can cost.
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

for (const name of readdirSync(process.argv[2])) readFileSync(join(process.argv[2], name), 'utf8');
