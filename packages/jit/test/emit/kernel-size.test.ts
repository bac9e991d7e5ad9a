import { kernels } from '../../benchmark/kernel-cases.js';
import { generateKernel } from '../../src/emit/kernel.js';
import type { RowKernel } from '../../src/ir/kernel.js';

test('code stays small whatever the extents', () => {
  for (const { name, kernel } of kernels) {
    const bytes = generateKernel(kernel, true).finish().length;
    expect({ name, isSmall: bytes < 8192 }).toEqual({ name, isSmall: true });
  }
});

test('a thousand times more points take no more code', () => {
  const { kernel } = kernels.find(({ name }) => name === 'copy [4096]')!;
  const size = (extent: number): number =>
    generateKernel({ ...(kernel as RowKernel), outer: [extent] }, true).finish().length;
  // The count itself may take some bytes more.
  expect(size(4_096_000)).toBeLessThanOrEqual(size(4096) + 4);
});
