import fc from 'fast-check';
import { assignment, integer, lengths, notNegative, positive, range } from '../src/arguments.js';

const integers = fc.integer({ min: -1000, max: 1000 });

test('an integer is taken as it is written if it lies in the range, and refused with the range if not', () => {
  fc.assert(
    fc.property(integers, integers, integers, (value, a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const parse = () => integer(low, high)(String(value));
      if (value >= low && value <= high) expect(parse()).toBe(value);
      else expect(parse).toThrow(`must be an integer in [${low}, ${high}]`);
    }),
  );
});

test.each(['', ' ', 'x', '1x', '1.5', '0x10', 'NaN', 'Infinity', '1e400', '--', '1 2'])(
  '%j is no integer',
  (text) => expect(() => integer(0)(text)).toThrow('must be an integer >= 0'),
);

test('integers may be written with an exponent', () => expect(integer(0)('1e6')).toBe(1_000_000));

test.each([
  ['0.001', 0.001],
  ['3e-4', 3e-4],
  ['.5', 0.5],
  ['7', 7],
])('%s is a number > 0', (text, value) => expect(positive(text)).toBe(value));

test.each(['0', '-1', '', 'many', '1e999'])('%j is no number > 0', (text) =>
  expect(() => positive(text)).toThrow('must be a number > 0'),
);

test('a number >= 0 may be 0', () => expect(['0', '0.01'].map(notNegative)).toEqual([0, 0.01]));

test.each(['-1', '', 'many', '1e999'])('%j is no number >= 0', (text) =>
  expect(() => notNegative(text)).toThrow('must be a number >= 0'),
);

test('lengths are written with commas between', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), (values) => {
      expect(lengths(values.join(','))).toEqual(values);
      expect(lengths(values.join(', '))).toEqual(values);
    }),
  );
});

test.each(['', '1,', '1,,2', '1;2', '-1', '1.5', 'ten'])('%j are no lengths', (text) =>
  expect(() => lengths(text)).toThrow("such as '10,20,50'"),
);

test('a range is written with a hyphen; one length is a range too', () => {
  expect(range('1-20')).toEqual({ low: 1, high: 20 });
  expect(range('7')).toEqual({ low: 7, high: 7 });
});

test.each(['', '-', '3-1', '1-2-3', '1-', '-5', 'a-b', '1.5-2'])('%j is no range', (text) =>
  expect(() => range(text)).toThrow("such as '1-20'"),
);

test('assignments add up; their values are JSON where they can be', () => {
  const one = assignment('bits=6');
  expect(assignment('repeats={"low":1,"high":3}', one)).toEqual({ bits: 6, repeats: { low: 1, high: 3 } });
  expect(assignment('kind=a=b')).toEqual({ kind: 'a=b' });
});

test.each(['', 'bits', '=6', 'bits=', '6=bits'])('%j is no assignment', (text) =>
  expect(() => assignment(text)).toThrow('name=value'),
);
