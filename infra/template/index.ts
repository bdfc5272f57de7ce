export { checkArns } from './arn-parameters.ts';
export { checkParameters, declaredParameters } from './template-parameters.ts';
