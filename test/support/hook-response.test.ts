import { describe, expect, test } from 'vitest';
import { breachesOf } from './hook-response.ts';

const success = { hookStatus: 'SUCCESS', message: 'fine', clientRequestToken: 't' };
const failed = { hookStatus: 'FAILED', errorCode: 'NonCompliant', message: 'bad' };
const annotation = { annotationName: 'rule', status: 'FAILED', statusMessage: 'bad' };
const annotated = (...annotations: unknown[]) => ({ ...failed, annotations });

const sound: Record<string, unknown> = {
  'a success': success,
  'a failure without a token': failed,
  'a message of 1,000 characters': { ...success, message: 'x'.repeat(1000) },
  '50 annotations': annotated(...new Array(50).fill(annotation)),
  'a whole annotation': annotated({
    ...annotation,
    remediationMessage: 'fix',
    remediationLink: 'https://example.com/',
    severityLevel: 'MEDIUM',
  }),
};

const broken: Record<string, readonly [response: unknown, ...breaches: string[]]> = {
  'text instead of an object': [JSON.stringify(success), 'not an object'],
  'a list': [[success], 'not an object'],
  'a status of a custom hook': [{ ...success, hookStatus: 'IN_PROGRESS' }, 'wrong hookStatus'],
  'no status': [{ message: 'fine' }, 'missing hookStatus'],
  'no message': [{ hookStatus: 'SUCCESS' }, 'missing message'],
  'an empty message': [{ ...success, message: '' }, 'wrong message'],
  'a long message': [{ ...success, message: 'x'.repeat(1001) }, 'wrong message'],
  'a message of two lines': [{ ...success, message: 'a\nb' }, 'wrong message'],
  'half a character': [{ ...success, message: '\ud800' }, 'wrong message'],
  'an empty token': [{ ...success, clientRequestToken: '' }, 'wrong clientRequestToken'],
  'an undefined field': [{ ...success, clientRequestToken: undefined }, 'wrong clientRequestToken'],
  'an unknown field': [{ ...success, result: 'x' }, 'wrong result'],
  'a field of the language': [{ ...success, toString: 'x' }, 'wrong toString'],
  'a success with an error code': [{ ...failed, hookStatus: 'SUCCESS' }, 'SUCCESS with errorCode NonCompliant'],
  'a failure without an error code': [{ ...success, hookStatus: 'FAILED' }, 'FAILED with errorCode undefined'],
  'an unknown error code': [{ ...failed, errorCode: 'InvalidRequest' }, 'wrong errorCode'],
  'no annotations in the list': [annotated(), 'wrong annotations'],
  '51 annotations': [annotated(...new Array(51).fill(annotation)), 'wrong annotations'],
  'an annotation without a name': [annotated({ status: 'FAILED', statusMessage: 'bad' }), 'wrong annotations'],
  'an annotation with an empty text': [annotated({ ...annotation, remediationMessage: '' }), 'wrong annotations'],
  'an annotation with an endless text': [
    annotated({ ...annotation, statusMessage: 'x'.repeat(16_385) }),
    'wrong annotations',
  ],
  'an annotation with a link that is none': [
    annotated({ ...annotation, remediationLink: 'docs' }),
    'wrong annotations',
  ],
};

describe('finds nothing wrong with', () => {
  test.each(Object.entries(sound))('%s', (_name, response) => {
    expect(breachesOf(response)).toEqual([]);
  });
});

describe('finds what is wrong with', () => {
  test.each(Object.entries(broken))('%s', (_name, [response, ...breaches]) => {
    expect(breachesOf(response)).toEqual(breaches);
  });
});
