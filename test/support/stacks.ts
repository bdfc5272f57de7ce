import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HookSetup } from '../../infra/sandbox/hook-setup.ts';
import { makeStack, type Stack, type StackResource } from '../../infra/sandbox/stack.ts';
import { temporaryBundle } from './temporary-folder.ts';

type Section = Readonly<Record<string, unknown>>;

/** A stack named `demo` of the given resources. */
export const stackOf = (Resources: Section, sections: Section = {}, parameters: Section = {}): Stack => {
  const template = { ...sections, Resources };
  return makeStack({ name: 'demo', text: JSON.stringify(template), template, parameters });
};

export const securityGroup = (properties: Section = {}, attributes: Section = {}) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: properties,
  ...attributes,
});

/** How `Fn::Sub` and `Fn::ForEach` write a variable. */
export const variable = (name: string): string => `\${${name}}`;

/** The first resource of a stack. */
export const firstOf = ({ resources: [first] }: Stack): StackResource => {
  if (first === undefined) throw new Error('The stack has no resource.');
  return first;
};

/** Each hook has a function of its own, in a folder of its own. */
const setup = async (source: string, changes: Partial<HookSetup>): Promise<HookSetup> => ({
  bundles: { resource: await temporaryBundle(source), template: await temporaryBundle(source) },
  resourceMode: 'FAIL',
  templateMode: 'FAIL',
  isCloudControl: false,
  isStringified: false,
  nextId: () => 'an-id',
  publish: (payload) => `https://payload.example/${JSON.stringify(payload)}`,
  ...changes,
});

/**
 * A hook that refuses a resource with `GroupDescription: bad` and a template that holds the word `hopeless`, and that
 * breaks down on `GroupDescription: broken`.
 */
const PICKY = `exports.handler = async ({ clientRequestToken, requestData: { targetModel, payload } }) => {
  const text = targetModel ? targetModel.resourceProperties.GroupDescription : /hopeless/.test(payload) ? 'bad' : 'good';
  if (text === 'broken') process.exit(7);
  return text === 'bad'
    ? { clientRequestToken, hookStatus: 'FAILED', errorCode: 'NonCompliant', message: 'It is bad.' }
    : { clientRequestToken, hookStatus: 'SUCCESS', message: 'It is good.' };
};`;

export const pickyHook = (changes: Partial<HookSetup> = {}): Promise<HookSetup> => setup(PICKY, changes);

/** A hook that lets everything pass, and leaves the event beside itself. */
const RECORDING = `exports.handler = async (event) => {
  require('node:fs').writeFileSync(__dirname + '/event.json', JSON.stringify(event));
  return { clientRequestToken: event.clientRequestToken, hookStatus: 'SUCCESS', message: 'Seen.' };
};`;

export const recordingHook = (changes: Partial<HookSetup> = {}): Promise<HookSetup> => setup(RECORDING, changes);

/** The event that the function of a recording hook got last. @throws where it got none */
export const recordedBy = async ({ bundles }: HookSetup, hook: keyof HookSetup['bundles']): Promise<unknown> =>
  JSON.parse(await readFile(join(dirname(bundles[hook]), 'event.json'), 'utf8'));

/** All that a generator gives. */
export const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};
