export { type AwsSession, type AwsValues, awsHelp, awsOptions, withAws, yesOption } from './aws-session.ts';
export { confirm } from './confirm.ts';
export { isStackName, readStackName } from './stack-name.ts';
export { withStackSession } from './stack-session.ts';
