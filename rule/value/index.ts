export { addressText, type Cidr, readCidr } from './cidr.ts';
export { parseJson } from './json.ts';
export { nearest } from './nearest.ts';
export {
  absent,
  childPlace,
  escapePointer,
  holdsNoFunction,
  intrinsicName,
  isFunctionName,
  isObject,
  type JsonObject,
  own,
  type Place,
  type Possibility,
  pointerKeys,
  present,
  type Resolve,
  resolveNothing,
  resolveWith,
  unresolved,
  unresolvedReason,
} from './place.ts';
export { holdsReference, standsForOther } from './reference.ts';
export { boundedJson, boundedValue, cut, printable, printableValue, UNPRINTABLE_LINE } from './text.ts';
export { windowAround } from './window.ts';
