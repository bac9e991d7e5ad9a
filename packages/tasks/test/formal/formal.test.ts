import fc from 'fast-check';
import { createTask } from '../../src/index.js';
import type { ConfiguredTask, FormalTask, TaskName } from '../../src/index.js';
import { batchesOf } from '../support/arbitraries.js';
import { valueModulo5 } from '../support/evaluate.js';
import { spelled } from '../support/symbols.js';

jest.setTimeout(120_000);

const reversed = (text: string) => [...text].reverse().join('');
/** A number whose lowest bit is written first. */
const littleEndian = (bits: string) => BigInt(`0b${reversed(bits)}`);
const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;

/** What is done on a stack, in words that the task's own code does not use. */
function finalStack(commands: string): string {
  let stack = '';
  for (const command of commands) {
    if (command === '-') stack = stack.slice(1);
    else stack = (command === 'o' ? '0' : command === 'i' ? '1' : command) + stack;
  }
  return `${stack}.`;
}

interface Oracle {
  readonly symbols: string;
  readonly classes: string;
  /** Every input of the task is of this form. */
  readonly form: RegExp;
  /** Whether an output is right for an input. */
  readonly isRight: (input: string, output: string) => boolean;
}

const bits = { symbols: '01', classes: '01', form: /^[01]+$/ };

const oracles: Readonly<Partial<Record<TaskName, Oracle>>> = {
  'even-pairs': {
    ...bits,
    isRight: (input, output) => Number(output) === (count(input, /(?=01|10)/g) + 1) % 2,
  },
  'parity-check': { ...bits, isRight: (input, output) => Number(output) === count(input, /1/g) % 2 },
  'cycle-navigation': {
    symbols: '=+-',
    classes: '01234',
    form: /^[=+-]+$/,
    isRight: (input, output) => Number(output) === (count(input, /\+/g) + 4 * count(input, /-/g)) % 5,
  },
  'modular-arithmetic': {
    symbols: '01234+-*_',
    classes: '01234',
    form: /^[0-4]([+*-][0-4])*$/,
    isRight: (input, output) => Number(output) === valueModulo5(input),
  },
  'stack-manipulation': {
    symbols: '01-oi',
    classes: '01.',
    form: /^[01]+[-oi]*$/,
    isRight: (input, output) => output === finalStack(input),
  },
  'reverse-string': { ...bits, isRight: (input, output) => output === reversed(input) },
  'modular-arithmetic-brackets': {
    symbols: '01234+-*()x',
    classes: '01234',
    form: /^[0-4+*()-]+$/,
    isRight: (input, output) => Number(output) === valueModulo5(input),
  },
  'solve-equation': {
    symbols: '01234+-()x=',
    classes: '01234',
    form: /^[0-4+()-]*x[0-4+()-]*=[0-4]$/,
    isRight(input, output) {
      const [left, right] = input.replace('x', output).split('=');
      return valueModulo5(left!) === Number(right);
    },
  },
  'duplicate-string': { ...bits, isRight: (input, output) => output === input + input },
  'missing-duplicate': {
    symbols: '01?_',
    classes: '01',
    form: /^[01]*\?[01]*_?$/,
    isRight: (input, output) => /^([01]+)\1_?$/.test(input.replace('?', output)),
  },
  'odds-first': {
    ...bits,
    isRight: (input, output) =>
      [...input].every((bit, index) => {
        const odds = Math.ceil(input.length / 2);
        return bit === output[index % 2 === 0 ? index / 2 : odds + (index - 1) / 2];
      }),
  },
  'binary-addition': {
    symbols: '01+',
    classes: '01.',
    form: /^[01]*1[01]*\+[01]*1[01]*$/,
    isRight(input, output) {
      const [left, right] = input.split('+');
      return (
        /^[01]*1\.$/.test(output) &&
        littleEndian(left!) + littleEndian(right!) === littleEndian(output.slice(0, -1))
      );
    },
  },
  'binary-multiplication': {
    symbols: '01*',
    classes: '01.',
    form: /^[01]*1[01]*\*[01]*1[01]*$/,
    isRight(input, output) {
      const [left, right] = input.split('*');
      return (
        /^[01]*1\.$/.test(output) &&
        littleEndian(left!) * littleEndian(right!) === littleEndian(output.slice(0, -1))
      );
    },
  },
  'compute-sqrt': {
    ...bits,
    isRight(input, output) {
      const [square, root] = [BigInt(`0b${input}`), BigInt(`0b${output}`)];
      return root * root <= square && square < (root + 1n) * (root + 1n);
    },
  },
  'bucket-sort': {
    symbols: '01234',
    classes: '01234',
    form: /^[0-4]+$/,
    isRight: (input, output) =>
      /^0*1*2*3*4*$/.test(output) &&
      ['0', '1', '2', '3', '4'].every((digit) => input.split(digit).length === output.split(digit).length),
  },
};

/** Symbols of the output, for an input of a length; those behind an end mark do not count. */
const outputSteps: Readonly<Partial<Record<TaskName, (length: number) => number>>> = {
  'stack-manipulation': (length) => length + 1,
  'reverse-string': (length) => length,
  'duplicate-string': (length) => 2 * length,
  'odds-first': (length) => length,
  'binary-addition': (length) => length + 1,
  'binary-multiplication': (length) => length,
  'compute-sqrt': (length) => Math.ceil(length / 2),
  'bucket-sort': (length) => length,
};

describe.each(Object.entries(oracles) as [TaskName, Oracle][])('%s', (name, oracle) => {
  const { symbols, classes, form, isRight } = oracle;

  it.each([0, 2])(
    'wants what is right for the input, after %i steps of computation a symbol',
    (computation) => {
      const task = createTask(name, { computation }) as FormalTask & ConfiguredTask<object>;
      const channels = `${symbols}${computation > 0 ? 'c' : ''}?`;
      expect([task.inputSize, task.outputSize]).toEqual([channels.length, classes.length]);
      fc.assert(
        fc.property(batchesOf(task), (batch) => {
          for (const { length, input: shown, target } of spelled(
            batch,
            symbols + channels.slice(symbols.length).replace('?', '!'),
            classes,
          )) {
            // An even length of a sum without brackets stands for the odd one before.
            const size = name === 'modular-arithmetic' && length % 2 === 0 ? length - 1 : length;
            const steps = outputSteps[name]?.(size) ?? 1;
            const input = shown.slice(0, size);
            expect(input).toMatch(form);
            expect(shown.slice(size)).toBe('c'.repeat(computation * size) + '!'.repeat(steps));
            expect(target.slice(0, size * (1 + computation)).trim()).toBe('');
            const output = target.slice(size * (1 + computation)).trimEnd();
            expect(output).not.toContain(' ');
            expect([input, output, isRight(input, output)]).toEqual([input, output, true]);
            expect(task.inputLength!(shown.length)).toBe(size);
          }
        }),
        { numRuns: 40, seed: 6 },
      );
    },
  );

  it('is trained on lengths up to 40 and tested on lengths up to 500', () => {
    const { train, test } = createTask(name);
    expect([train.high, Math.max(...test)]).toEqual([40, 500]);
  });
});

it('every length of an equation hides digits at all places', () => {
  const task = createTask('solve-equation');
  const places = new Set<number>();
  fc.assert(
    fc.property(batchesOf({ ...task, lengths: { low: 14, high: 14 } }), (batch) => {
      for (const { input } of spelled(batch, '01234+-()x=!', '01234')) places.add(input.indexOf('x'));
    }),
    { numRuns: 200, seed: 6 },
  );
  expect(places.size).toBeGreaterThan(8);
});

it('no sequence of odd steps reverses a string', () => {
  const task = createTask('reverse-string');
  expect(() => task.inputLength!(7)).toThrow(new RangeError('no sequence of reverse-string has 7 steps'));
});

it.each([-1, 11, 0.5])('computation %f is refused', (computation) => {
  expect(() => createTask('parity-check', { computation })).toThrow(
    new RangeError(`computation must be an integer in [0, 10], got ${computation}`),
  );
});
