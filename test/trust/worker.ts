import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { argv, env, exit } from 'node:process';
import { isObject } from '../../rule/index.ts';
import { templateEvent } from '../support/events.ts';
import { makeRandom } from '../support/random.ts';
import { EXEMPTED, gateEvent, templatePayload } from './events.ts';
import { expectedOf, makeSubject, type Stance } from './model.ts';
import type { Report } from './run.ts';

// One stance in one process, as the functions read their settings once. What the functions log goes nowhere.

const [stanceText = '{}', countText = '0', seedText = '0', everyText = '1'] = argv.slice(2);
const stance: Stance = JSON.parse(stanceText);
const [count, seed, every] = [Number(countText), Number(seedText), Number(everyText)];

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

const exemption = (id: string, logicalId: string, expires: string) => ({
  ...{ id, reason: 'a test', approvedBy: 'Network team', expires },
  match: { logicalId },
});

const document = JSON.stringify({
  version: 1,
  exemptions: [exemption('exempt', EXEMPTED, day(300)), exemption('lapsed', 'AppSg', day(-2))],
});

let payload = '';
const server = createServer((request, response) => {
  response.writeHead(200).end(request.url?.startsWith('/payload') === true ? payload : document);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const ids = {
  'all-protocols': 'security_group_egress_with_all_protocols',
  'all-ports': 'security_group_egress_with_all_ports',
  'without-egress': 'security_group_without_egress',
} as const;

Object.assign(env, {
  EGRESS_GUARD_RULES: stance.rules.map((rule) => ids[rule]).join(','),
  EGRESS_GUARD_ALLOW_LOOPBACK_ONLY_EGRESS: String(stance.allowsLoopback),
  EGRESS_GUARD_EXISTING_VIOLATIONS: stance.allowsExisting ? 'ALLOW' : 'BLOCK',
  EGRESS_GUARD_REQUIRE_INLINE_EGRESS: String(stance.requiresInline),
  EGRESS_GUARD_EXEMPTIONS_URI: 's3://config/exemptions.json',
  EGRESS_GUARD_PAYLOAD_ORIGIN: origin,
  AWS_ENDPOINT_URL_S3: origin,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'any',
  AWS_SECRET_ACCESS_KEY: 'any',
});

type Handler = (event: unknown, context: object) => Promise<unknown>;

const require = createRequire(import.meta.url);
const load = (name: string): Handler => require(`../../dist/handler/${name}.js`).handler;
const [gate, template] = [load('resource'), load('template')];

const statusOf = async (handler: Handler, event: unknown): Promise<string> => {
  const answer = await handler(event, { getRemainingTimeInMillis: () => 25_000 });
  return isObject(answer) ? String(answer['hookStatus']) : 'no answer';
};

const wrong: string[] = [];
const compare = (name: string, event: unknown, got: string, expected: string): void => {
  if (got !== expected && wrong.length < 20)
    wrong.push(`${name} answers ${got}, expected ${expected}: ${JSON.stringify(event)}`);
};

const random = makeRandom(seed);
let answered = 0;
const statuses: Record<string, number> = {};
for (let index = 0; index < count; index += 1) {
  const subject = makeSubject(random);
  const expected = expectedOf(subject, stance);
  const event = gateEvent(subject, random);
  const got = await statusOf(gate, event);
  answered += 1;
  statuses[`gate ${got}`] = (statuses[`gate ${got}`] ?? 0) + 1;
  compare('the gate', event, got, expected.gate);
  if (index % every !== 0) continue;
  const fetched = templatePayload(subject);
  payload = JSON.stringify(fetched);
  const told = await statusOf(template, templateEvent('STACK', `${origin}/payload`));
  answered += 1;
  statuses[`template ${told}`] = (statuses[`template ${told}`] ?? 0) + 1;
  compare('the template function', fetched, told, expected.template);
}
const report: Report = { answered, statuses, wrong };
process.send?.(report, () => exit(0));
