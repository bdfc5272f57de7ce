export { type AwsSession, type AwsValues, awsOptions, withAws, yesOption } from './aws-session.ts';
export { confirm } from './confirm.ts';
export { isStackName, readStackName, stackNameOption } from './stack-name.ts';
export { withStackSession } from './stack-session.ts';
