export { exemptions, exemptionsHelp } from './exemptions.ts';
