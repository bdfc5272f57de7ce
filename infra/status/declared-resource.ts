import { own } from '../../rule/index.ts';
import type { Account } from '../aws/index.ts';
import { arnOf } from '../sandbox/index.ts';

/** A function or role of a stack, as its template declares it. */
export interface DeclaredResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Of a function, the SHA-256 of its code, in hexadecimal, which the build wrote into the template. */
  readonly codeSha256?: string;
}

export const FUNCTION_TYPE = 'AWS::Lambda::Function';

export const ROLE_TYPE = 'AWS::IAM::Role';

/** What became of the resources of a stack, by logical id. */
export type PhysicalIds = Readonly<Record<string, string>>;

/** Tells what `Ref` gives for a resource that is there, and `Arn` where that follows from its type. */
export function provisionOf(
  physicalIds: PhysicalIds,
  typeOf: (logicalId: string) => string,
  { id: account, region }: Pick<Account, 'id' | 'region'>,
) {
  return ({ name, attribute }: { readonly name: string; readonly attribute?: string }): string | undefined => {
    const id = own(physicalIds, name);
    if (typeof id !== 'string') return undefined;
    if (attribute === undefined) return id;
    return attribute === 'Arn' ? arnOf(typeOf(name), id, { account, region }) : undefined;
  };
}
