import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Kernel } from '../../src/ir/kernel.js';
import { WeakKernelTable } from '../../src/plan/kernel-table.js';

interface Usage {
  readonly numTensors: number;
  readonly numDataBuffers: number;
  readonly numBytes: number;
  readonly rss: number;
  readonly outside: number;
}

const MEGABYTE = 2 ** 20;

describe('memory of the built package', () => {
  let usage: Record<'before' | 'afterCalls' | 'beforeDrops' | 'afterDrops', Usage>;

  beforeAll(() => {
    const parameters = ['--expose-gc', join(__dirname, 'memory.mjs')];
    usage = JSON.parse(execFileSync(process.execPath, parameters, { encoding: 'utf8', timeout: 170_000 }));
  });

  test('is flat over 10,000 calls', () => {
    const { before, afterCalls } = usage;
    expect(afterCalls).toMatchObject({
      numTensors: before.numTensors,
      numDataBuffers: before.numDataBuffers,
      numBytes: before.numBytes,
    });
    expect(afterCalls.outside - before.outside).toBeLessThan(MEGABYTE);
    // One tensor of four bytes and its books, leaked in every call, would be some megabytes.
    expect(afterCalls.rss - before.rss).toBeLessThan(16 * MEGABYTE);
  });

  test('is given back by functions that are dropped', () => {
    const { beforeDrops, afterDrops } = usage;
    expect(afterDrops.numTensors).toBe(beforeDrops.numTensors);
    // The constants of 80 functions are 32 megabytes.
    expect(afterDrops.outside - beforeDrops.outside).toBeLessThan(8 * MEGABYTE);
  });
});

test('a table of kernels knows equal kernels as one', () => {
  const table = new WeakKernelTable();
  const kernel: Kernel = { kind: 'row', outer: [1], inner: [], passes: [], buffers: 0 };
  table.set('a', kernel);
  expect(table.get('a')).toBe(kernel);
  expect(table.get('b')).toBeUndefined();
});
