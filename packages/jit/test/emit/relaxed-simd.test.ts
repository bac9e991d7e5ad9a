import { hasFusedMultiplyAdd } from '../../src/emit/relaxed-simd.js';

test('every version of Node that this runs on has fused products and sums', () => {
  expect(hasFusedMultiplyAdd()).toBe(true);
});

test('where there is no Node and no relaxed SIMD, the answer is no', async () => {
  const validate = jest.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  const node = globalThis.process;
  try {
    Object.defineProperty(globalThis, 'process', { value: undefined, configurable: true, writable: true });
    jest.resetModules();
    const fresh = await import('../../src/emit/relaxed-simd.js');
    expect(fresh.hasFusedMultiplyAdd()).toBe(false);
  } finally {
    Object.defineProperty(globalThis, 'process', { value: node, configurable: true, writable: true });
    validate.mockRestore();
  }
});
