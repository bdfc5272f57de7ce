import { arnOf, type HookApi, own, unknown } from './hook-state.ts';
import type { Shape } from './hook-xml.ts';
import type { Call } from './stand-in.ts';

export const describeConfigurations = (api: HookApi, call: Call): Shape => {
  const name = own(call, 'TypeConfigurationIdentifiers.member.1.TypeName');
  const identifier = { Type: 'HOOK', TypeName: name };
  const Configuration = api.configurations.get(name);
  if (Configuration !== undefined) {
    const IsDefaultConfiguration = true;
    const details = { Arn: `${arnOf(name)}/default`, Alias: 'default', TypeArn: arnOf(name), TypeName: name };
    return { TypeConfigurations: [{ ...details, Configuration, LastUpdated: new Date(0), IsDefaultConfiguration }] };
  }
  const code = 'TypeConfigurationNotFoundException';
  if (api.missing === 'throws') throw unknown(code, name);
  if (api.missing === 'unprocessed') return { UnprocessedTypeConfigurations: [identifier] };
  const error = { ErrorCode: code, ErrorMessage: `${name} can not be found`, TypeConfigurationIdentifier: identifier };
  return { Errors: [error], TypeConfigurations: [] };
};

export const setConfiguration = (api: HookApi, call: Call): Shape => {
  const name = own(call, 'TypeName');
  if (!api.configurations.has(name)) throw unknown('TypeNotFoundException', name);
  api.configurations.set(name, own(call, 'Configuration'));
  return { ConfigurationArn: `${arnOf(name)}/default` };
};

export const describeType = (api: HookApi, call: Call): Shape => {
  const name = own(call, 'TypeName');
  if (!api.configurations.has(name)) throw unknown('TypeNotFoundException', name);
  return {
    Arn: `${arnOf(name)}/00000001`,
    Type: 'HOOK',
    TypeName: name,
    DefaultVersionId: '00000001',
    IsDefaultVersion: true,
    ExecutionRoleArn: 'arn:aws:iam::123456789012:role/egress-guard-ExecutionRole',
    Visibility: 'PRIVATE',
    TimeCreated: new Date('2026-10-01T08:00:00Z'),
    OriginalTypeName: 'AWS::Hooks::LambdaHook',
    PublicVersionNumber: '1.3.0',
    IsActivated: true,
  };
};
