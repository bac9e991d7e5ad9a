import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { jit } from '../../src/api/jit.js';
import { HostReadError, UnstableTraceError, UnsupportedKernelError } from '../../src/errors.js';
import { refused } from '../../src/lower/refused.js';
import { loweringTable } from '../../src/lower/table.js';

beforeAll(() => tf.setBackend('cpu'));

/** The kernels of tfjs: it exports the name of each as a constant of that name. */
const kernels = Object.entries(tf)
  .filter(([name, value]) => value === name)
  .map(([name]) => name);

/** The rows of the README's table of kernels: in words what they are, and their names. */
function rows(): Map<string, readonly string[]> {
  const text = readFileSync(join(__dirname, '../../README.md'), 'utf8');
  const table = /^\| tfjs kernels +\|[^\n]*\n\|[^\n]*\n((?:\|[^\n]*\n)+)/m.exec(text)![1]!;
  return new Map(
    table
      .trim()
      .split('\n')
      .map((line) => {
        const [, title, names] = line.split('|').map((cell) => cell.trim());
        return [title!, [...names!.matchAll(/`(\w+)`/g)].map(([, name]) => name!)] as const;
      }),
  );
}

test('the README has every kernel of tfjs, once', () => {
  expect([...rows().values()].flat().sort()).toEqual([...kernels].sort());
});

test('the README says of each whether it is compiled', () => {
  const state = (title: string): 'compiled' | 'refused' | 'unsupported' =>
    title.startsWith('compiled') ? 'compiled' : title.startsWith('refused') ? 'refused' : 'unsupported';
  for (const [title, names] of rows()) {
    for (const name of names) {
      const actual = name in refused ? 'refused' : name in loweringTable ? 'compiled' : 'unsupported';
      expect(`${name} is ${actual}`).toBe(`${name} is ${state(title)}`);
    }
  }
});

type Refusal = typeof UnsupportedKernelError | typeof HostReadError | typeof UnstableTraceError;

const image = tf.randomUniform([1, 4, 4, 2], 0, 1, 'float32', 1) as tf.Tensor4D;

describe.each<[string, () => tf.Tensor, Refusal, RegExp]>([
  [
    'convolutions',
    () => tf.conv2d(image, tf.ones<tf.Rank.R4>([2, 2, 2, 3]), 1, 'same'),
    UnsupportedKernelError,
    /'Conv2D'/,
  ],
  ['pooling', () => tf.maxPool(image, 2, 2, 'same'), UnsupportedKernelError, /'MaxPool'/],
  ['images', () => tf.image.resizeBilinear(image, [2, 2]), UnsupportedKernelError, /'ResizeBilinear'/],
  ['complex numbers', () => tf.abs(tf.complex(image, image)), UnsupportedKernelError, /'Complex'/],
  ['strings', () => tf.string.stringToHashBucketFast(['a', 'b'], 10), UnsupportedKernelError, /string/],
  ['response normalization', () => tf.localResponseNormalization(image), UnsupportedKernelError, /'LRN'/],
  [
    'shapes from values',
    () => tf.unique(tf.reshape(image, [-1])).values,
    HostReadError,
    /'Unique'.*depends on values/,
  ],
  [
    'random numbers',
    () => tf.multinomial(tf.tensor2d([[0, 0, 0]]), 4, 7),
    UnstableTraceError,
    /draw outside/,
  ],
])('%s', (_, fn, type, message) => {
  test('are refused with what to do instead', () => {
    const compiled = jit(fn, { fallback: 'error' });
    expect(compiled).toThrow(type);
    expect(compiled).toThrow(message);
  });

  test('run as they are by default, with one warning', () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const compiled = jit(fn);
    for (let i = 0; i < 2; i++) expect(compiled().dataSync()).toEqual(fn().dataSync());
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]![0]).toMatch(message);
    warn.mockRestore();
  });
});
