// Serves what stands in the environment as a payload, from a process of its own, and tells where on descriptor 3.
const { readFileSync, writeSync } = require('node:fs');
const { createServer } = require('node:http');

const body = readFileSync(process.argv[2]);
const server = createServer((_request, response) => response.end(body));
server.listen(0, '127.0.0.1', () => writeSync(3, `http://127.0.0.1:${server.address().port}`));
