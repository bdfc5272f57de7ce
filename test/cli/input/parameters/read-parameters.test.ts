import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readParameters, valuesOf } from '../../../../cli/input/parameters/parameters.ts';
import { UsageError } from '../../../../cli/usage-error.ts';
import { makePipe } from '../../../support/pipe.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

const skeleton = {
  StackName: '',
  TemplateBody: '',
  Parameters: [{ ParameterKey: 'Env', ParameterValue: 'prod', UsePreviousValue: false, ResolvedValue: '' }],
  RollbackConfiguration: { RollbackTriggers: [{ Arn: '', Type: '' }] },
  Capabilities: ['CAPABILITY_IAM'],
  Tags: [{ Key: '', Value: '' }],
  RetainExceptOnCreate: true,
};

const files = {
  'list.json': '[{"ParameterKey": "Env", "ParameterValue": "prod"}]',
  'mark.json': '\uFEFF{"Env": "prod"}',
  'utf16.json': utf16('{"Env": "prod"}'),
  'utf16be.json': utf16('{"Env": "prod"}').swap16(),
  'skeleton.json': JSON.stringify(skeleton),
  'pipeline.json': '{"Parameters": {"Env": "prod"}, "Tags": {"a": "b"}, "StackPolicy": {"Statement": []}}',
  'value.txt': '  a, b\n',
  'a=b.json': '{"Env": "prod"}',
};

const read = async (values: readonly string[], input: string | Uint8Array = '') => {
  const folder = await temporaryFolder(files);
  await makePipe(join(folder, 'pipe'));
  const given = values.map((value) => value.replace(/@(?=\/|$)/, folder));
  return readParameters(given, { input: async () => Buffer.from(input) } as never).catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.message.replaceAll(folder, '@'));
  });
};

const PROD = { Env: 'prod' };

const forms: Record<string, readonly [given: string | readonly string[], values: Readonly<Record<string, string>>]> = {
  'Name=Value': ['Env=prod', PROD],
  'an empty value': ['Env=', { Env: '' }],
  'a value with all that is special elsewhere': ['Env=a=b,c\\,"d" \n', { Env: 'a=b,c\\,"d" \n' }],
  'a value that looks like a file': ['Env=file://x', { Env: 'file://x' }],
  'names that objects have already': [
    '{"__proto__": "a", "constructor": "b"}',
    JSON.parse('{"__proto__": "a", "constructor": "b"}'),
  ],
  'the last of several': [['Env=a', '@/list.json', 'Other=b', 'Env=c'], { Env: 'c', Other: 'b' }],
  'a file after a value': [['Env=a', '@/list.json'], PROD],
  'the last of several in one document': ['[{"ParameterKey":"Env","ParameterValue":"a"},"Env=prod"]', PROD],
  'no value, the last of several': [['Env=a', 'ParameterKey=Env,UsePreviousValue=true'], {}],

  shorthand: ['ParameterKey=Env,ParameterValue=prod', PROD],
  'shorthand in the other order': ['ParameterValue=prod,ParameterKey=Env', PROD],
  'shorthand with UsePreviousValue=false': ['UsePreviousValue=false,ParameterKey=Env,ParameterValue=prod', PROD],
  'shorthand with UsePreviousValue=true': ['ParameterKey=Env,UsePreviousValue=true', {}],
  'shorthand with UsePreviousValue=true, and an empty value': [
    'ParameterKey=Env,UsePreviousValue=True,ParameterValue=',
    {},
  ],
  'shorthand with a ResolvedValue': ['ParameterKey=Env,ParameterValue=prod,ResolvedValue=x', PROD],
  'shorthand with an empty value': ['ParameterKey=Env,ParameterValue=', { Env: '' }],
  'shorthand with an empty value in between': ['ParameterValue=,ParameterKey=Env', { Env: '' }],
  'shorthand with an escaped comma': ['ParameterKey=Env,ParameterValue=a\\,b\\,c', { Env: 'a,b,c' }],
  'shorthand with double quotes': ['ParameterValue="a,b",ParameterKey=Env', { Env: 'a,b' }],
  'shorthand with single quotes': ["ParameterKey='Env',ParameterValue='a,\"b'", { Env: 'a,"b' }],
  'shorthand with quotes in quotes': ['ParameterKey=Env,ParameterValue="a\\"b\\\\c\\d"', { Env: 'a"b\\c\\d' }],
  'shorthand with single quotes in single quotes': ["ParameterKey=Env,ParameterValue='it\\'s'", { Env: "it's" }],
  'shorthand with an empty text in quotes': ['ParameterKey=Env,ParameterValue=""', { Env: '' }],
  'shorthand with spaces around its fields': ['ParameterKey = Env , ParameterValue = a b ', { Env: 'a b' }],
  'shorthand with an equals sign in a value': ['ParameterKey=Env,ParameterValue=a=b==', { Env: 'a=b==' }],
  'shorthand with lines in a value': ['ParameterKey=Env,ParameterValue="a\nb"', { Env: 'a\nb' }],
  'shorthand with brackets in quotes': ['ParameterKey=Env,ParameterValue="[a]"', { Env: '[a]' }],
  'shorthand with a value from a file': ['ParameterKey=Env,ParameterValue@=file://@/value.txt', { Env: '  a, b\n' }],
  'shorthand with a value that is no file': ['ParameterKey=Env,ParameterValue@=prod', PROD],

  'JSON given by hand, a list': ['[{"ParameterKey": "Env", "ParameterValue": "prod"}]', PROD],
  'JSON given by hand, an object': [' {"Env": "prod"}', PROD],
  'JSON given by hand, texts': [
    '["Env=prod", "ParameterKey=Other,ParameterValue=\\"a,b\\""]',
    { ...PROD, Other: 'a,b' },
  ],
  'JSON given by hand, nothing': ['[]', {}],
  'numbers as they are written': [
    '{"A": -1, "B": 1.50, "C": 123456789012345678901, "D": 1e3}',
    { A: '-1', B: '1.50', C: '123456789012345678901', D: '1e3' },
  ],
  booleans: ['{"A": true, "B": false}', { A: 'true', B: 'false' }],
  'lists, with commas between their items': [
    '{"A": ["x", 2, true], "B": [], "C": ["x"]}',
    { A: 'x,2,true', B: '', C: 'x' },
  ],
  'a list in an entry': ['[{"ParameterKey": "A", "ParameterValue": ["x", "y"]}]', { A: 'x,y' }],
  'an entry that leaves its parameter as it is': ['[{"ParameterKey": "A", "UsePreviousValue": true}]', {}],
  'a parameter that is called Parameters': ['{"Parameters": "x", "Tags": "y"}', { Parameters: 'x', Tags: 'y' }],

  'a file': ['@/list.json', PROD],
  'file://': ['file://@/list.json', PROD],
  'a file with a byte-order mark': ['@/mark.json', PROD],
  'a file in UTF-16': ['@/utf16.json', PROD],
  'a file in UTF-16, big end first': ['@/utf16be.json', PROD],
  'the file of --generate-cli-skeleton': ['@/skeleton.json', PROD],
  'the template configuration of CodePipeline': ['@/pipeline.json', PROD],
  'a file with an equals sign in its name': ['@/a=b.json', PROD],
};

describe('the parameters are read of', () => {
  test.each(Object.entries(forms))('%s', async (_name, [given, values]) => {
    expect(valuesOf(await read([given].flat()))).toEqual(values);
  });

  test.each([['{"Env": "prod"}'], [utf16('{"Env": "prod"}')]])('standard input', async (input) => {
    expect(valuesOf(await read(['-'], input))).toEqual(PROD);
  });

  test('a file below the home folder, as the AWS CLI names it', async () => {
    const missing = join(homedir(), 'egress-guard', 'none.json');
    await expect(read(['file://~/egress-guard/none.json'])).rejects.toThrow('it does not exist');
    await expect(read([`file://${missing}`])).rejects.toThrow('it does not exist');
  });
});

test('an assignment tells the file that it comes from', async () => {
  expect(await read(['Env=a', '{"B": "b"}', '-'], '{"C": "c"}')).toEqual([
    { name: 'Env', value: 'a', file: undefined },
    { name: 'B', value: 'b', file: undefined },
    { name: 'C', value: 'c', file: '-' },
  ]);
});

const GIVE = 'Give Name=Value, or the name of a JSON file.';
const FORMS = 'JSON like [{"ParameterKey": "Env", "ParameterValue": "prod"}] or {"Env": "prod"}.';
const VALUES = 'expected a text, a number, true, false, or a list of those';
const COMMA = 'a comma ends a value. Write \\, for a comma in it, or put quotes around it.';
const KEYS = 'ParameterKey, ParameterValue, UsePreviousValue, ResolvedValue';

const wrong: Record<string, readonly [given: string, message: string]> = {
  'an empty text': ['', `--parameters: it is empty. ${GIVE}`],
  'no name': ['=secret', `--parameters =...: a name is letters and digits, and as a file it does not exist. ${GIVE}`],
  'a name that no parameter has': [
    'My-Env=secret',
    `--parameters My-Env=...: a name is letters and digits, and as a file it does not exist. ${GIVE}`,
  ],
  'no value': ['Env', `--parameters Env: it does not exist. ${GIVE}`],
  'a folder': ['@', `--parameters @: it is a directory. ${GIVE}`],
  'a pipe': [
    '@/pipe',
    `--parameters @/pipe: it is a pipe or a device; name - and pipe the text to standard input. ${GIVE}`,
  ],
  'a missing file': ['file://@/none.json', `--parameters file://@/none.json: it does not exist. ${GIVE}`],
  'an address': ['https://example.com/p.json', `--parameters https://example.com/p.json: it does not exist. ${GIVE}`],
  'a missing file for a value': [
    'ParameterKey=Env,ParameterValue@=file://@/none',
    `--parameters file://@/none: it does not exist. ${GIVE}`,
  ],

  'a misspelt key': [
    '[{"ParameterKey": "Env", "ParameterVaule": "secret"}]',
    '--parameters /0/ParameterVaule: unknown key; did you mean ParameterValue?',
  ],
  'a key that is far from all': [
    '[{"Name": "Env", "ParameterValue": "secret"}]',
    `--parameters /0/Name: unknown key; expected only ${KEYS}`,
  ],
  'a misspelt key in shorthand': [
    'ParameterKey=Env,ParameterVaule=secret',
    '--parameters /ParameterVaule: unknown key; did you mean ParameterValue?',
  ],
  'a misspelt first key in shorthand': [
    'ParameterKye=Env,ParameterValue=secret',
    '--parameters /ParameterKye: unknown key; did you mean ParameterKey?',
  ],
  'a misspelt key beside Parameters': [
    '{"Parameters": [], "StackNaem": "x"}',
    '--parameters /StackNaem: unknown key; did you mean StackName?',
  ],
  'a misspelt key in a list below Parameters': [
    '{"Parameters": [{"ParamterKey": "Env"}]}',
    '--parameters /Parameters/0/ParamterKey: unknown key; did you mean ParameterKey?',
  ],
  'an entry without a value': [
    '[{"ParameterKey": "Env"}]',
    '--parameters /0: Env has no ParameterValue. Give it one, or UsePreviousValue=true to leave it as it is.',
  ],
  'shorthand without a value': [
    'ParameterKey=Env',
    '--parameters: Env has no ParameterValue. Give it one, or UsePreviousValue=true to leave it as it is.',
  ],
  'an entry without a value, that is not to stay either': [
    'ParameterKey=Env,UsePreviousValue=false',
    '--parameters: Env has no ParameterValue. Give it one, or UsePreviousValue=true to leave it as it is.',
  ],
  'an entry with two': [
    'ParameterKey=Env,ParameterValue=secret,UsePreviousValue=true',
    '--parameters: Env has a ParameterValue, which contradicts UsePreviousValue=true. Leave one out.',
  ],
  'an entry without a name': [
    '[{"ParameterValue": "secret"}]',
    "--parameters /0/ParameterKey: missing; expected a parameter's name, letters and digits",
  ],
  'an entry with an empty name': [
    'ParameterKey=,ParameterValue=secret',
    "--parameters /ParameterKey: expected a parameter's name, letters and digits",
  ],
  'fields without a comma between them': [
    'ParameterKey=Env ParameterValue=secret',
    "--parameters /ParameterKey: expected a parameter's name, letters and digits",
  ],
  'a flag without a comma behind it': [
    'ParameterKey=Env,UsePreviousValue=true ParameterValue=secret',
    '--parameters /UsePreviousValue: expected true or false',
  ],
  'a flag that is none': [
    'ParameterKey=Env,UsePreviousValue=yes',
    '--parameters /UsePreviousValue: expected true or false',
  ],

  'a comma that is not escaped': [
    'ParameterKey=Env,ParameterValue=a,b',
    `--parameters: expected ParameterKey=...,ParameterValue=...; ${COMMA}`,
  ],
  'a comma in the end': [
    'ParameterKey=Env,ParameterValue=a,',
    `--parameters: expected ParameterKey=...,ParameterValue=...; ${COMMA}`,
  ],
  'quotes that do not end': [
    'ParameterKey=Env,ParameterValue="secret',
    '--parameters: ParameterValue is no single value, or its quotes do not end. Put the whole value in quotes.',
  ],
  'a list in shorthand': [
    'ParameterKey=Env,ParameterValue=[a]',
    '--parameters: ParameterValue is no single value, or its quotes do not end. Put the whole value in quotes.',
  ],
  'something after quotes': [
    'ParameterKey=Env,ParameterValue="a"b',
    '--parameters: something follows the quotes of a value.',
  ],
  'a field twice': [
    'ParameterKey=Env,ParameterValue=a,ParameterValue=b',
    '--parameters: ParameterValue is given twice.',
  ],

  'JSON that breaks off': [
    '[{"ParameterKey": "Env"',
    `--parameters: Expected ',' or '}' after property value at line 1, column 24. Expected ${FORMS}`,
  ],
  'JSON that is nested without end': [
    `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
    `--parameters: it is nested too deeply. Expected ${FORMS}`,
  ],
  'an item that is no parameter': ['["Env=prod", 1]', `--parameters /1: expected ${FORMS}`],
  'an item without a name': ['["=secret"]', `--parameters /0: expected ${FORMS}`],
  'a value that is nothing': ['{"Env": null}', `--parameters /Env: ${VALUES}`],
  'a value that is an object': ['{"Env": {"a": "secret"}}', `--parameters /Env: ${VALUES}`],
  'a list that holds more than texts': [
    '{"Parameters": {"Env": ["a", ["secret"]]}}',
    `--parameters /Parameters/Env: ${VALUES}`,
  ],
  'a list that holds nothing': [
    '[{"ParameterKey": "Env", "ParameterValue": [null]}]',
    `--parameters /0/ParameterValue: ${VALUES}`,
  ],
};

describe('wrong use is', () => {
  test.each(Object.entries(wrong))('%s', async (_name, [given, message]) => {
    await expect(read([given])).rejects.toThrow(new UsageError(message));
  });

  test.each([
    ['Env: prod\n', `--parameters <stdin>: Unexpected token 'E' at line 1, column 1. Expected ${FORMS}`],
    ['', `--parameters <stdin>: Unexpected end of JSON input at line 1, column 1. Expected ${FORMS}`],
    ['1', `--parameters <stdin>: expected ${FORMS}`],
  ])('standard input that holds %j', async (input, message) => {
    await expect(read(['-'], input)).rejects.toThrow(new UsageError(message));
  });

  test('told without a secret', async () => {
    for (const [given] of Object.values(wrong).filter(([text]) => text.includes('secret')))
      await expect(read([given])).rejects.toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('secret') }),
      );
  });
});
