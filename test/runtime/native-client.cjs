/**
 * Loaded before AWS's runtime interface client: takes the place of its one native file, which speaks HTTP to the Runtime
 * API, so that nothing has to be compiled.
 */
const { Agent, request } = require('node:http');
const Module = require('node:module');

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const send = (method, path, body) =>
  new Promise((resolve, reject) => {
    const call = request(
      { agent, hostname, port, method, path: `/2018-06-01/runtime/invocation/${path}` },
      (response) => {
        let bodyJson = '';
        response.setEncoding('utf8').on('data', (part) => {
          bodyJson += part;
        });
        response.on('end', () => resolve({ bodyJson, headers: response.headers }));
      },
    );
    call.on('error', reject).end(body);
  });

// One connection: what is asked next comes after what was answered.
const client = {
  initializeClient: () => undefined,
  next: () => send('GET', 'next'),
  done: (id, body) => void send('POST', `${id}/response`, body),
  error: (id, body) => void send('POST', `${id}/error`, body),
};

const load = Module._load;
Module._load = function (name, ...rest) {
  return name === './rapid-client.node' ? client : load.call(this, name, ...rest);
};
