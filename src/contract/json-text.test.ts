import { expect, test } from 'vitest';
import { flawOf, objectWithin, parseExactly } from './json-text';

const ACCOUNT = '653247040368672769';

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

test.each([
  ['a hundred thousand levels', nested(100_000)],
  ['one level too many', nested(33)],
  ['levels that are never closed', '{"a":'.repeat(33)],
  ['a number that is infinite', '{"a": 1e400}'],
  ['a negative one', '[-1E+999]'],
  ['a whole number that is infinite', '9'.repeat(400)],
  ['a key that is __proto__', '{"a": {"__proto__": {}}}'],
  ['that key with room around it', '{"__proto__" \n\r\t  : 1}'],
  ['that key in other letters', '{"\\u005f_proto__": 1}'],
])('%s is a flaw', (_name, text) => {
  expect(flawOf(text)).toEqual(expect.any(String));
});

test.each([
  ['as many levels as the toolserver takes', nested(32)],
  ['brackets in a string', JSON.stringify('['.repeat(100))],
  ['quotes and backslashes in a string', String.raw`{"a": "\\\"[[[", "b": "\\\\"}`],
  ['a number in a string', '{"a": "1e400"}'],
  ['__proto__ as a value', '{"a": "__proto__", "b": ["__proto__"]}'],
  ['a number beyond the safe ones', `{"a": ${ACCOUNT}, "b": -0.5e-7}`],
  ['a string that is never closed, which JSON.parse names', '{"a": "[['],
])('%s is none', (_name, text) => {
  expect(flawOf(text)).toBeNull();
});

test('a text of a million quotes is gone through once', () => {
  expect(flawOf('["' + '\\"'.repeat(500_000))).toBeNull();
});

test('a number that a float cannot hold stands as text, and every other value as it is', () => {
  const text = `{"a": ${ACCOUNT}, "b": [1, -2.50, 1e3, 9007199254740991, 9007199254740993], "c": "${ACCOUNT}", "d": null}`;

  expect(parseExactly(text)).toEqual({
    a: ACCOUNT,
    b: [1, -2.5, 1000, 9007199254740991, '9007199254740993'],
    c: ACCOUNT,
    d: null,
  });
  expect(parseExactly('[0.1234567890123456789, 0.1, 1e400]')).toEqual(['0.1234567890123456789', 0.1, '1e400']);
});

test('what is no JSON is still none', () => {
  expect(() => parseExactly('{"a": 1')).toThrow(SyntaxError);
});

test('the text of an object within another is found as it stands there', () => {
  const result = `{"say": "}{\\"", "account": ${ACCOUNT}, "result": {"n": 1.0}}`;

  expect(objectWithin(`{"a": {"result": {}}, "call_id": "result", "result" : ${result}, "b": 1}`, 'result')).toBe(
    result,
  );
  expect(objectWithin('{"result": null, "error": {"say": "no"}}', 'result')).toBeNull();
});
