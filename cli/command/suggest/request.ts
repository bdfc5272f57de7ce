import { readFormat } from '../../../flow/index.ts';
import { readTableName } from '../../../infra/suggest/index.ts';
import { parseOptions, readChoice, readCount, readSince } from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';
import { suggestOptions } from './options.ts';

export type SuggestOptions = ReturnType<typeof readOptions>;

/** Reads what `suggest` is asked for; `now` is in milliseconds. @throws {UsageError} */
export function readOptions(args: readonly string[], now: number) {
  const { values, positionals } = parseOptions('suggest', args, suggestOptions);
  if (positionals.length > 0)
    throw new UsageError('suggest takes options only: name the logs by --flow-logs FILE or FOLDER.');
  const { 'log-format': format } = values;
  return {
    values,
    target: readTarget(values),
    source: readSource(values),
    logFormat: format === undefined ? undefined : readFormat(format),
    since: readSince(values.since, now) / 1000,
    maxScan: readSize(values['max-scan']),
    limits: {
      maxEntries: readCount('max-entries', values['max-entries'], 60),
      maxUnseen: readPercent(values['max-unseen']),
    },
    format: readFormatName(values),
    template: readTemplateOption(values),
  };
}

/** @throws {UsageError} */
const readTemplateOption = ({ template, resource, stack, from }: Values) => {
  if (template !== undefined && from !== undefined)
    throw new UsageError('--template is for one group, and --from names all of an audit: name the group by --stack.');
  if (template !== undefined) return { path: template, logicalId: resource };
  if (resource === undefined || stack !== undefined) return undefined;
  throw new UsageError('--resource goes with --stack or --template: it names a group in one of them.');
};

/** @throws {UsageError} */
const readFormatName = ({ format, template, from }: Values): (typeof formatNames)[number] => {
  const name = readChoice('format', format, formatNames);
  if (name === 'template-json' && from !== undefined)
    throw new UsageError(
      '--format template-json is for one group, and --from names all of an audit: take json or yaml.',
    );
  if (name === 'diff' && template === undefined) throw new UsageError('--format diff goes with --template FILE.');
  return name;
};

export const formatNames = ['text', 'yaml', 'template-json', 'cdk', 'diff', 'json'] as const;

type Values = ReturnType<typeof parseOptions<typeof suggestOptions>>['values'];

/** @throws {UsageError} */
const readTarget = (values: Values) => {
  const given = (['group', 'stack', 'from', 'interface'] as const).filter((name) => values[name] !== undefined);
  if (given.length > 1)
    throw new UsageError(
      `${given.map((name) => `--${name}`).join(' and ')} ask about different things: give one of them.`,
    );
  const { group, stack, resource, from, interface: interfaces } = values;
  if (stack !== undefined && resource === undefined)
    throw new UsageError('--stack and --resource go together: --stack shop --resource AppSg.');
  if (group !== undefined) return { kind: 'group', id: expectId('group', 'sg', group) } as const;
  if (stack !== undefined && resource !== undefined) return { kind: 'stack', stack, logicalId: resource } as const;
  if (from !== undefined) return { kind: 'audit', path: from } as const;
  if (interfaces === undefined) return { kind: 'all' } as const;
  return { kind: 'interfaces', ids: interfaces.map((id) => expectId('interface', 'eni', id)) } as const;
};

/** @throws {UsageError} */
const readSource = (values: Values) => {
  const { 'flow-logs': paths, 'log-group': logGroup, athena, interfaces, 'prefix-lists': prefixLists, vpcs } = values;
  const { 'security-groups': securityGroups } = values;
  const given = [paths && '--flow-logs', logGroup && '--log-group', athena && '--athena'].filter(Boolean);
  if (given.length !== 1)
    throw new UsageError(
      'give the logs by one of --flow-logs FILE or FOLDER, --log-group NAME, --athena DATABASE.TABLE.',
    );
  if (paths !== undefined) return { kind: 'files', paths, interfaces, prefixLists, vpcs, securityGroups } as const;
  if ((interfaces ?? prefixLists ?? vpcs ?? securityGroups) !== undefined)
    throw new UsageError(
      '--interfaces, --security-groups, --prefix-lists and --vpcs are for --flow-logs: of an account, EC2 tells them.',
    );
  if (logGroup !== undefined) return { kind: 'logGroup', logGroup } as const;
  const table = readTableName(athena ?? '');
  if (table === undefined)
    throw new UsageError(`--athena takes DATABASE.TABLE, such as logs.vpc_flows, not ${JSON.stringify(athena)}.`);
  return { kind: 'athena', table, workgroup: values.workgroup, outputLocation: values['output-location'] } as const;
};

const expectId = (name: string, prefix: string, id: string): string => {
  if (new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(id)) return id;
  throw new UsageError(`--${name} takes an id such as ${prefix}-0123456789abcdef0, not ${JSON.stringify(id)}.`);
};

/** As a share, 0 to 1. */
const readPercent = (text: string): number => {
  const percent = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (!(percent <= 100))
    throw new UsageError(`--max-unseen takes a number from 0 to 100, not ${JSON.stringify(text)}.`);
  return percent / 100;
};

/** In bytes. */
const readSize = (text: string): number => {
  const [, count, unit = ''] = /^(\d{1,6}) ?([MGT])B?$/i.exec(text) ?? [];
  if (count === undefined)
    throw new UsageError(`--max-scan takes a size such as 500MB, 10GB or 1TB, not ${JSON.stringify(text)}.`);
  return Number(count) * 1024 ** ('MGT'.indexOf(unit.toUpperCase()) + 2);
};
