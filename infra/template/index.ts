export { checkParameters, declaredParameters } from './template-parameters.ts';
