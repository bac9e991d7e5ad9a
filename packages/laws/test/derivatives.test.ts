import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { confirmed, derivative } from '../src/derivatives/derivative.js';
import { agrees, directionalDerivatives } from '../src/index.js';
import { isMeasured } from '../src/derivatives/directional-derivatives.js';
import { withGradient } from './support/stages.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const point = fc.double({ min: -2, max: 2, noNaN: true });

/** f in float32, as a backend computes it. */
const measured = (f: (x: number) => number, at: number) =>
  derivative((step) => Math.fround(f(Math.fround(at + step))) - Math.fround(f(Math.fround(at - step))));

describe('derivative', () => {
  it.each<[string, (x: number) => number, (x: number) => number]>([
    ['exp', Math.exp, Math.exp],
    ['sin 3x', (x) => Math.sin(3 * x), (x) => 3 * Math.cos(3 * x)],
    ['tanh', Math.tanh, (x) => 1 - Math.tanh(x) ** 2],
    ['a sigmoid', (x) => 1 / (1 + Math.exp(-4 * x)), (x) => 4 / (Math.exp(2 * x) + Math.exp(-2 * x)) ** 2],
    ['a cubic', (x) => x ** 3 - 2 * x, (x) => 3 * x * x - 2],
  ])('of %s has four digits in float32, and knows how many it has', (_name, f, slope) => {
    fc.assert(
      fc.property(point, (at) => {
        const { value, error } = measured(f, at);
        const off = Math.abs(value - slope(Math.fround(at)));
        expect(off).toBeLessThan(1e-4 * (1 + Math.abs(slope(at))));
        expect(off).toBeLessThan(3 * error + 2e-5);
      }),
    );
  });

  it('is not confirmed where jumps look like a slope at the steps that were tried', () => {
    const stairs = (step: number): number => 2 * 2 ** Math.floor(Math.log2(step));
    const fooled = derivative(stairs);
    expect(fooled).toEqual({ value: 1, error: 0 });
    expect(confirmed(fooled, stairs).error).toBeGreaterThan(0.2);
    const smooth = (step: number): number => Math.exp(step) - Math.exp(-step);
    expect(confirmed(derivative(smooth), smooth).error).toBeLessThan(1e-4);
  });

  it('is better than a plain difference', () => {
    // At a step of 1/16 the curvature of sin 3x is off by a percent.
    const plain = (Math.sin(3 / 16) - Math.sin(-3 / 16)) / (2 / 16);
    expect(Math.abs(plain - 3)).toBeGreaterThan(0.01);
    expect(Math.abs(measured((x) => Math.sin(3 * x), 0).value - 3)).toBeLessThan(1e-4);
  });

  it('takes a smaller step where a jump is near', () => {
    const { value, error } = measured((x) => x + (x > 0.02 ? 5 : 0), 0);
    expect(Math.abs(value - 1)).toBeLessThan(1e-4);
    expect(error).toBeLessThan(1e-3);
  });

  it('is unsure at a jump', () => {
    const { value, error } = measured((x) => x + (x > 1e-7 ? 5 : 0), 0);
    expect(error).toBeGreaterThan(0.1 * Math.abs(value));
  });
});

describe('directionalDerivatives', () => {
  const variables = () => ({
    a: tf.variable(tf.tensor2d([[1, -2, 0.5], [0.3, 0.1, -1]])), // prettier-ignore
    zero: tf.variable(tf.zeros([3])),
    kept: tf.variable(tf.ones([3]), false),
  });
  const loss = ({ a, zero, kept }: ReturnType<typeof variables>): tf.Tensor =>
    tf.mul(tf.tanh(tf.add(a, zero)), tf.exp(tf.mul(zero, kept)));

  it('agree for what tfjs differentiates, in every trained variable', () => {
    const its = variables();
    for (let seed = 0; seed < 20; seed++) {
      const found = directionalDerivatives(its, () => loss(its), RandomStream.fromSeed(seed));
      expect(Object.keys(found)).toEqual(['a', 'zero']);
      for (const one of Object.values(found)) {
        expect([isMeasured(one), agrees(one)]).toEqual([true, true]);
        expect(Math.abs(one.analytic - one.numeric)).toBeLessThan(2e-3 * (0.1 + Math.abs(one.numeric)));
      }
    }
  });

  it('are those of the direction, by hand', () => {
    // The sum of x^2 along v is 2 x . v; both numbers of the variable are 3, so v is 3 times a normal draw.
    const x = tf.variable(tf.tensor1d([3, 3]));
    const { analytic, numeric } = directionalDerivatives(
      { x },
      () => tf.square(x),
      RandomStream.fromSeed(1),
    ).x;
    const random = RandomStream.fromSeed(1);
    const expected = 2 * 3 * (random.normal(0, 3) + random.normal(0, 3));
    expect(analytic).toBeCloseTo(expected, 4);
    expect(numeric).toBeCloseTo(expected, 2);
  });

  it('disagree where a gradient is 1 % off, and where one is missing', () => {
    for (const wrong of [(dy: tf.Tensor) => tf.mul(dy, 1.01), tf.zerosLike]) {
      const its = variables();
      const bent = () => withGradient(tf.expandDims(loss(its), 0), wrong);
      const found = Object.values(directionalDerivatives(its, bent, RandomStream.fromSeed(3)));
      expect(found.some((one) => isMeasured(one) && !agrees(one))).toBe(true);
    }
  });

  it('put the variables back and leave nothing behind', () => {
    const its = variables();
    const before = Object.values(its).map((variable) => variable.arraySync());
    const { numTensors } = tf.memory();
    directionalDerivatives(its, () => loss(its), RandomStream.fromSeed(1));
    expect(Object.values(its).map((variable) => variable.arraySync())).toEqual(before);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it('are 0 in a variable without effect', () => {
    const [x, idle] = [tf.variable(tf.ones([2])), tf.variable(tf.ones([2]))];
    const { analytic, numeric } = directionalDerivatives(
      { idle },
      () => tf.square(x),
      RandomStream.fromSeed(1),
    ).idle;
    expect([analytic, numeric]).toEqual([0, 0]);
  });
});
