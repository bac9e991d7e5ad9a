import { kernels } from '../../benchmark/kernel-cases.js';
import { generateKernel } from '../../src/emit/kernel.js';
import type { RowKernel } from '../../src/ir/kernel.js';

test('code stays small whatever the extents', () => {
  for (const { name, kernel } of kernels) {
    const bytes = generateKernel(kernel, true).finish().length;
    expect({ name, isSmall: bytes < 8192 }).toEqual({ name, isSmall: true });
  }
});

test('a thousand times more points take about as much code', () => {
  const { kernel } = kernels.find(({ name }) => name === 'copy [4096]')!;
  const size = (extent: number): number =>
    generateKernel({ ...(kernel as RowKernel), outer: [extent] }, true).finish().length;
  // Loop bodies may differ a little, so that no points are left over.
  expect(size(4_096_000)).toBeLessThan(2 * size(4096));
});
