import fc from 'fast-check';
import { Schedule, type Task } from '../../src/fuse/schedule.js';
import type { RowNode } from '../../src/graph/node.js';
import type { Value } from '../../src/graph/value.js';
import { float } from '../../src/ir/build.js';

const VALUES = 5;
const values: Value[] = Array.from({ length: VALUES }, (_, id) => ({
  id,
  type: 'float32',
  size: 1,
  origin: { kind: 'computed' },
}));

/** A node that writes a value, and the values it reads, as its name. */
function nodeOf({ writes, reads }: { writes: number; reads: readonly number[] }, name: string): RowNode {
  const value = reads.map((buffer) => ({
    kind: 'load' as const,
    type: 'float32' as const,
    window: { buffer, offset: 0, strides: [] },
  }));
  return {
    kind: 'row',
    outer: [],
    inner: [],
    passes: [
      {
        kind: 'store',
        over: 'all',
        stores: [
          {
            type: 'float32',
            window: { buffer: writes, offset: 0, strides: [] },
            value: value.reduce<RowNodeValue>(
              (a, b) => ({ kind: 'binary', type: 'float32', operator: 'add', a, b }),
              float(0),
            ),
          },
        ],
      },
    ],
    sources: [name],
  };
}

type RowNodeValue = Parameters<typeof Object.is>[0];

interface Access {
  readonly writes: number;
  readonly reads: readonly number[];
}

const programs = fc.array(
  fc.record<Access>({
    writes: fc.nat(VALUES - 1),
    reads: fc.array(fc.nat(VALUES - 1), { maxLength: 2 }),
  }),
  { minLength: 2, maxLength: 9 },
);

const conflict = (a: Access, b: Access): boolean =>
  a.writes === b.writes || a.reads.includes(b.writes) || b.reads.includes(a.writes);

test('tasks that join keep every order that memory demands', () => {
  fc.assert(
    fc.property(programs, fc.infiniteStream(fc.nat(1000)), (list, choices) => {
      const schedule = new Schedule(
        values,
        list.map((access, i) => nodeOf(access, `${i}`)),
      );
      const next = (): number => choices.next().value as number;
      for (let i = 0; i < 6; i++) {
        const tasks = schedule.tasks();
        if (tasks.length < 2) break;
        const at = next() % (tasks.length - 1);
        const first = tasks[at]!;
        const second = tasks[at + 1 + (next() % (tasks.length - at - 1))]!;
        if (!schedule.canJoin(first, second)) continue;
        const names = (task: Task): readonly string[] => (task.node as RowNode).sources;
        const node = { ...(second.node as RowNode), sources: [...names(first), ...names(second)] };
        schedule.join(first, second, node);
      }
      const order = schedule.nodes().flatMap((node) => (node as RowNode).sources.map(Number));
      expect([...order].sort((a, b) => a - b)).toEqual(list.map((_, i) => i));
      for (let i = 0; i < list.length; i++) {
        for (let j = i + 1; j < list.length; j++) {
          if (conflict(list[i]!, list[j]!)) expect(order.indexOf(i)).toBeLessThan(order.indexOf(j));
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('tasks between which another one must run do not join', () => {
  const chain = [
    { writes: 0, reads: [] },
    { writes: 1, reads: [0] },
    { writes: 2, reads: [0, 1] },
  ];
  const schedule = new Schedule(
    values,
    chain.map((access, i) => nodeOf(access, `${i}`)),
  );
  const [a, b, c] = schedule.tasks() as [Task, Task, Task];
  expect(schedule.canJoin(a, c)).toBe(false);
  expect(schedule.canJoin(a, b)).toBe(true);
  expect(schedule.canJoin(b, c)).toBe(true);
});
