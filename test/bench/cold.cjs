// A cold start: loads the function named by the argument and lets it decide once.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { handler } = require(process.argv[2]);

handler(JSON.parse(readFileSync(join(__dirname, 'event.json'), 'utf8'))).then(({ hookStatus }) => {
  if (hookStatus !== 'SUCCESS') process.exit(2);
});
