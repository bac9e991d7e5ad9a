import fc from 'fast-check';
import { compact } from '../../src/fuse/compact.js';
import { itemsOf } from '../../src/fuse/items.js';
import type { RowNode } from '../../src/graph/node.js';
import { readsOf } from '../../src/graph/walk.js';
import { binary, cast, float, unary } from '../../src/ir/build.js';
import type { Expression, Window } from '../../src/ir/expression.js';
import { interpret } from '../../src/ir/interpret.js';
import { nodesOf, sameWindow } from '../../src/ir/inspect.js';
import type { Pass } from '../../src/ir/kernel.js';

const OUTER = [2, 3];
const INNER = [4];
const SIZE = 24;
const BUFFERS = 8;
/** Buffers 0 to 2 hold data before, 3 to 5 are temporary, 6 and 7 are results. */
const isTemporary = (value: number): boolean => value >= 3 && value <= 5;

const whole = (buffer: number): Window => ({ buffer, offset: 0, strides: [12, 4, 1] });
const reversed = (buffer: number): Window => ({ buffer, offset: 3, strides: [12, 4, -1] });
const ofRow = (buffer: number): Window => ({ buffer, offset: 1, strides: [12, 4, 0] });

/** Choices that become a program when it is known what can be read so far. */
interface Choice {
  readonly what: 'sum' | 'max' | 'store' | 'store row';
  readonly target: number;
  readonly operator: 'add' | 'mul' | 'exp' | 'max';
  readonly a: number;
  readonly b: number;
  /** Whether it belongs to the pass before, if that can be. */
  readonly joins: boolean;
}

const choices = fc.array(
  fc.record<Choice>({
    what: fc.constantFrom('sum', 'max', 'store', 'store', 'store row'),
    target: fc.integer({ min: 2, max: BUFFERS - 1 }),
    operator: fc.constantFrom('add', 'mul', 'exp', 'max'),
    a: fc.nat(100),
    b: fc.nat(100),
    joins: fc.boolean(),
  }),
  { minLength: 1, maxLength: 10 },
);

const load = (window: Window): Expression => ({ kind: 'load', type: 'float32', window });

/** An element of the row, of which another buffer's element at the same point tells the place. */
const gather = (buffer: number, placeIn: number): Expression => ({
  kind: 'gather',
  type: 'float32',
  window: { buffer, offset: 0, strides: [12, 4, 0] },
  place: cast('int32', load(whole(placeIn))),
  stride: 1,
  bound: 4,
});

function nodeOf(list: readonly Choice[]): RowNode {
  const complete = new Set([0, 1, 2]);
  const rowsOnly = new Set<number>();
  const accumulators: number[] = [];
  const passes = list.map(({ what, target, operator, a, b }): Pass => {
    const perRow = what === 'store row';
    const readable: Expression[] = [float(0.5)];
    for (const buffer of complete) {
      readable.push(load(ofRow(buffer)));
      if (!perRow) {
        readable.push(load(whole(buffer)), load(whole(buffer)), load(reversed(buffer)));
        readable.push(gather(buffer, [...complete][b % complete.size]!));
      }
    }
    for (const buffer of rowsOnly) readable.push(load(ofRow(buffer)));
    for (const index of accumulators) readable.push({ kind: 'accumulator', type: 'float32', index });
    const x = readable[a % readable.length]!;
    const y = readable[b % readable.length]!;
    const value = operator === 'exp' ? unary('tanh', binary('add', x, y)) : binary(operator, x, y);
    if (perRow) {
      if (!complete.has(target)) rowsOnly.add(target);
      return { kind: 'store', over: 'outer', stores: [{ type: 'float32', window: ofRow(target), value }] };
    }
    if (what === 'store') {
      complete.add(target);
      // A pass may only store over what it loads through the same window.
      const same = {
        kind: 'store',
        over: 'all',
        stores: [{ type: 'float32', window: whole(target), value }],
      } as const;
      const crossing = [x, y].some(
        (e) =>
          (e.kind === 'load' || e.kind === 'gather') &&
          e.window.buffer === target &&
          e.window.strides[2] !== 1,
      );
      return crossing ? { ...same, stores: [{ ...same.stores[0], value: float(a) }] } : same;
    }
    accumulators.push(accumulators.length);
    return {
      kind: 'accumulate',
      first: accumulators.length - 1,
      accumulators: [{ reduction: what, value }],
    };
  });
  return { kind: 'row', outer: OUTER, inner: INNER, passes: joined(passes, list), sources: [] };
}

/** Puts neighbouring stores of different buffers into one pass, where none loads what another one writes elsewhere. */
function joined(passes: readonly Pass[], list: readonly Choice[]): Pass[] {
  const result: Pass[] = [];
  passes.forEach((pass, i) => {
    const last = result.at(-1);
    if (!list[i]!.joins || last?.kind !== 'store' || pass.kind !== 'store' || last.over !== pass.over) {
      result.push(pass);
      return;
    }
    const stores = [...last.stores, ...pass.stores];
    const written = stores.map(({ window }) => window);
    const clean =
      new Set(written.map(({ buffer }) => buffer)).size === stores.length &&
      [...nodesOf(stores.map(({ value }) => value))].every(
        (e) =>
          (e.kind !== 'load' && e.kind !== 'gather') ||
          written.every((w) => w.buffer !== e.window.buffer || sameWindow(w, e.window)),
      );
    if (clean) result[result.length - 1] = { ...last, stores };
    else result.push(pass);
  });
  return result;
}

function run(node: RowNode): Float32Array {
  const floats = Float32Array.from({ length: SIZE * BUFFERS }, (_, i) => Math.sin(i * 12.9898) * 2);
  const places = Array.from({ length: BUFFERS }, (_, i) => ({
    address: i * SIZE * 4,
    stride: 0,
    absolute: false,
  }));
  interpret(
    {
      kernels: [{ ...node, buffers: BUFFERS }],
      steps: [{ kind: 'call', kernel: 0, places }],
      arenaBytes: floats.byteLength,
    },
    floats.buffer,
  );
  return floats;
}

/** Compacts, and checks that buffers which are not temporary end up the same. */
function checked(node: RowNode): RowNode {
  const compacted = compact(node, isTemporary);
  const [before, after] = [run(node), run(compacted)];
  const differs = [0, 1, 2, 6, 7].find((buffer) => {
    for (let i = buffer * SIZE; i < (buffer + 1) * SIZE; i++)
      if (!Object.is(before[i], after[i])) return true;
    return false;
  });
  expect(differs).toBeUndefined();
  return compacted;
}

const accumulator = (index: number): Expression => ({ kind: 'accumulator', type: 'float32', index });
const store = (buffer: number, value: Expression): Pass => ({
  kind: 'store',
  over: 'all',
  stores: [{ type: 'float32', window: whole(buffer), value }],
});
const sum = (first: number, value: Expression): Pass => ({
  kind: 'accumulate',
  first,
  accumulators: [{ reduction: 'sum', value }],
});
const node = (...passes: Pass[]): RowNode => ({
  kind: 'row',
  outer: OUTER,
  inner: INNER,
  passes,
  sources: [],
});
const kinds = ({ passes }: RowNode): string[] =>
  passes.map((pass) => (pass.kind === 'store' ? `store ${pass.over}` : 'accumulate'));

test('what is stored and loaded at the same point goes through no memory', () => {
  const product = binary('mul', load(whole(0)), load(whole(1)));
  const done = checked(
    node(store(3, product), store(4, unary('neg', load(whole(3)))), store(6, load(whole(4)))),
  );
  expect(done).toEqual({ ...node(), outer: [2, 3, 4], inner: [], passes: [expect.anything()] });
  expect([...readsOf(done)]).toEqual([0, 1]);
});

test('a cheap value is computed again in a later sweep, a dear one is kept in its temporary', () => {
  const gradient = (value: Expression): RowNode =>
    node(
      store(3, value),
      sum(0, load(whole(3))),
      store(6, binary('sub', load(whole(3)), binary('mul', accumulator(0), load(whole(1))))),
    );
  const cheap = checked(gradient(binary('mul', load(whole(0)), load(whole(1)))));
  expect(kinds(cheap)).toEqual(['accumulate', 'store all']);
  const dear = checked(gradient(unary('tanh', load(whole(0)))));
  expect(kinds(dear)).toEqual(['accumulate', 'store all', 'store all']);
  expect(readsOf(dear)).toContain(3);
});

test('sweeps that do not wait for each other become one', () => {
  const done = checked(
    node(
      sum(0, load(whole(0))),
      store(6, accumulator(0)),
      sum(1, load(whole(1))),
      store(7, binary('add', accumulator(0), accumulator(1))),
      sum(2, load(whole(0))),
    ),
  );
  expect(done.passes).toHaveLength(2);
  expect(done.passes[0]).toMatchObject({ accumulators: [{}, {}] });
});

test('what another point stored is read in a later sweep', () => {
  const done = checked(
    node(store(3, unary('neg', load(whole(0)))), store(6, load(reversed(3))), store(0, load(whole(1)))),
  );
  expect(kinds(done)).toEqual(['store all', 'store all']);
});

test('what is gathered is stored, where the places are read again from memory as well', () => {
  const done = checked(
    node(
      store(7, unary('tanh', load(whole(0)))),
      store(3, unary('neg', load(whole(1)))),
      store(6, gather(3, 7)),
    ),
  );
  expect([...readsOf(done)]).toEqual(expect.arrayContaining([3, 7]));
});

test('what is overwritten is read before', () => {
  const done = checked(
    node(
      store(3, unary('neg', load(whole(0)))),
      store(0, load(whole(1))),
      sum(0, load(whole(0))),
      store(6, binary('add', accumulator(0), load(whole(3)))),
    ),
  );
  expect(itemsOf(done)).toHaveLength(4);
});

test('a compacted node does the same', () => {
  fc.assert(
    fc.property(choices, (list) => void checked(nodeOf(list))),
    { numRuns: 400 },
  );
});
