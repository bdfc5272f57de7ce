export { checkNames, namesByHand, refuseStray, refuseTwice } from './names.ts';
export { type Assignment, pathOf, readParameters, valuesOf } from './parameters.ts';
