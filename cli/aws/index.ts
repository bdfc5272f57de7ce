export { type AwsSession, type AwsValues, awsHelp, awsOptions, withAws, yesOption } from './aws-session.ts';
export { isStackName, readStackName } from './stack-name.ts';
