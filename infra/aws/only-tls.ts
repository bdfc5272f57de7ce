import { parseJson } from '../../rule/json.ts';
import { isObject } from '../../rule/place.ts';

const SID = 'OnlyTls';
const WITHOUT_TLS = { Bool: { 'aws:SecureTransport': 'false' } };

const statementsOf = (policy: string | undefined): readonly unknown[] => {
  const document = parseJson(policy ?? '');
  const statements = isObject(document) ? document['Statement'] : undefined;
  return [statements ?? []].flat();
};

/** Whether a bucket policy refuses what does not come by TLS, whoever wrote it and however they named it. */
export const isOnlyTls = (policy: string | undefined): boolean =>
  statementsOf(policy).some(
    (statement) =>
      isObject(statement) &&
      statement['Effect'] === 'Deny' &&
      JSON.stringify(statement['Condition']) === JSON.stringify(WITHOUT_TLS),
  );

/** The bucket policy with a statement that refuses it; all others stay. */
export const makeOnlyTls = (policy: string | undefined, bucketArn: string): string => {
  const others = statementsOf(policy).filter((statement) => !isObject(statement) || statement['Sid'] !== SID);
  const ours = {
    Sid: SID,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: WITHOUT_TLS,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [...others, ours] });
};
