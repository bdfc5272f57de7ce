// A module of its own, so that the build leaves out what of this SDK, the largest of all, no command uses.
export { EC2Client } from '@aws-sdk/client-ec2';
