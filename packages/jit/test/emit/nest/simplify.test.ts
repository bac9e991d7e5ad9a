import { constant, unary } from '../../../src/ir/build.js';
import type { Expression, Window } from '../../../src/ir/expression.js';
import { fuseSweeps } from '../../../src/emit/nest/fuse-sweeps.js';
import type { Nest, Sweep } from '../../../src/emit/nest/nest.js';
import { schedule } from '../../../src/emit/nest/schedule.js';
import { simplify } from '../../../src/emit/nest/simplify.js';

const at = (buffer: number, strides: number[], offset = 0): Window => ({ buffer, offset, strides });
const load = (window: Window): Expression => ({ kind: 'load', type: 'float32', window });
const accumulator = (index: number): Expression => ({ kind: 'accumulator', type: 'float32', index });

function storing(window: Window, value: Expression, over: Sweep['over'] = 'all'): Sweep {
  return { over, accumulations: [], stores: [{ type: value.type, window, value }] };
}

function summing(index: number, value: Expression): Sweep {
  return { over: 'all', accumulations: [{ index, reduction: 'sum', value }], stores: [] };
}

const nest = (outer: number[], inner: number[], ...sweeps: Sweep[]): Nest => ({
  outer,
  inner,
  sweeps,
  given: undefined,
  buffers: 3,
});

describe('simplify', () => {
  test('dimensions of extent 1 fall away and those that join become one', () => {
    const simple = simplify(
      nest([2, 1, 3, 4], [], storing(at(1, [12, 7, 4, 1]), load(at(0, [24, 9, 8, 2])))),
    )!;
    expect(simple.outer).toEqual([24]);
    expect(simple.sweeps[0]!.stores[0]!.window.strides).toEqual([1]);
  });

  test('a broadcast operand keeps dimensions apart, from the largest strides inwards', () => {
    const simple = simplify(
      nest([4, 3, 2], [], storing(at(1, [1, 8, 4]), unary('neg', load(at(0, [1, 0, 0]))))),
    )!;
    expect(simple.outer).toEqual([6, 4]);
    expect(simple.sweeps[0]!.stores[0]!.window.strides).toEqual([4, 1]);
  });

  test('dimensions whose index is used stay, an index of extent 1 is 0', () => {
    const index = (dimension: number): Expression => ({ kind: 'index', type: 'int32', dimension });
    const used = simplify(nest([2, 3], [], storing(at(0, [3, 1]), index(1))))!;
    expect(used.outer).toEqual([2, 3]);
    const gone = simplify(nest([1, 3], [], storing(at(0, [3, 1]), index(0))))!;
    expect(gone.sweeps[0]!.stores[0]!.value).toEqual(constant('int32', 0));
  });

  test('outer and inner dimensions never join', () => {
    const simple = simplify(
      nest([4], [5], summing(0, load(at(0, [5, 1]))), storing(at(1, [1, 0]), accumulator(0), 'outer')),
    )!;
    expect([simple.outer, simple.inner]).toEqual([[4], [5]]);
  });

  test('without rows nothing is left; without inner points reductions keep their identity', () => {
    const sweeps = [summing(0, load(at(0, [1, 1]))), storing(at(1, [1, 0]), accumulator(0), 'outer')];
    expect(simplify(nest([0], [3], ...sweeps))).toBeUndefined();
    const empty = simplify(nest([3], [0], ...sweeps))!;
    expect(empty.inner).toEqual([]);
    expect(empty.sweeps).toHaveLength(1);
    expect(empty.sweeps[0]!.stores[0]!.value).toEqual(constant('float32', 0));
  });
});

describe('fuseSweeps', () => {
  const exponentials = storing(at(1, [8, 1]), unary('exp', load(at(0, [8, 1]))));

  test('what is stored is summed in the same sweep', () => {
    const { sweeps } = fuseSweeps(nest([2], [8], exponentials, summing(0, load(at(1, [8, 1])))));
    expect(sweeps).toHaveLength(1);
    expect(sweeps[0]!.accumulations[0]!.value).toBe(sweeps[0]!.stores[0]!.value);
  });

  test('a sweep that needs a sum waits for all of it', () => {
    const scaled = storing(at(2, [8, 1]), accumulator(0));
    expect(fuseSweeps(nest([2], [8], summing(0, load(at(0, [8, 1]))), scaled)).sweeps).toHaveLength(2);
  });

  test('a sweep that reads another place of what was stored, or overwrites what was read, waits', () => {
    const reversed = summing(0, load(at(1, [8, -1], 7)));
    expect(fuseSweeps(nest([2], [8], exponentials, reversed)).sweeps).toHaveLength(2);
    const first = storing(at(1, [8, 1]), load(at(0, [8, -1], 7)));
    const overwriting = storing(at(0, [8, 1]), constant('float32', 0));
    expect(fuseSweeps(nest([2], [8], first, overwriting)).sweeps).toHaveLength(2);
  });
});

describe('schedule', () => {
  const sum = (outer: number[], inner: number[], strides: number[]): Nest =>
    nest(
      outer,
      inner,
      summing(0, load(at(0, strides))),
      storing(
        at(1, [...outer.map((_, d) => (d === outer.length - 1 ? 1 : outer[1]!)), 0]),
        accumulator(0),
        'outer',
      ),
    );

  test('lanes run along the dimension that lies side by side in memory', () => {
    expect(schedule(sum([16], [128], [128, 1])).lane).toBe(1);
    expect(schedule(sum([400], [16], [1, 400])).lane).toBe(0);
    expect(schedule(nest([64, 64], [], storing(at(1, [64, 1]), load(at(0, [64, 1]))))).lane).toBe(1);
  });

  test('rows are taken together along the dimension that their results lie side by side in', () => {
    expect(schedule(sum([16, 128], [20], [2560, 20, 1]))).toEqual({ lane: 2, block: 1 });
  });

  test('of blocks that cost about the same, the one whose rows follow one another in memory', () => {
    const exponentials = (last: number): Nest =>
      nest(
        [16, last],
        [128],
        summing(0, unary('exp', load(at(0, [128 * last, 128, 1])))),
        storing(at(1, [last, 1, 0]), accumulator(0), 'outer'),
      );
    expect(schedule(exponentials(2)).block).toBe(1);
    // A row alone puts lanes together for no other one, which costs too much.
    expect(
      schedule(nest([16, 2], [4], summing(0, load(at(0, [8, 4, 1]))), summing(1, load(at(0, [8, 4, 1])))))
        .block,
    ).toBe(0);
  });

  test('a single row has no block, a single point no lanes', () => {
    expect(schedule(sum([], [128], [1]))).toEqual({ lane: 0, block: undefined });
    expect(schedule(nest([], [], storing(at(1, []), load(at(0, [])))))).toEqual({
      lane: undefined,
      block: undefined,
    });
  });
});
