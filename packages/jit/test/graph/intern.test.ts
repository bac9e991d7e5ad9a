import { Interner } from '../../src/graph/intern.js';
import { binary, float } from '../../src/ir/build.js';
import type { Expression } from '../../src/ir/expression.js';

const accumulator = (type: 'float32' | 'int32', index: number): Expression => ({
  kind: 'accumulator',
  type,
  index,
});

test('equal expressions become one object', () => {
  const interner = new Interner();
  const half = (): Expression => binary('mul', accumulator('float32', 0), float(0.5));
  expect(interner.intern(half())).toBe(interner.intern(half()));
});

test('accumulators of the same number stay apart if one counts and the other one sums up floats', () => {
  const interner = new Interner();
  interner.intern(accumulator('int32', 0));
  expect(interner.intern(accumulator('float32', 0)).type).toBe('float32');
  expect(interner.intern(accumulator('int32', 0)).type).toBe('int32');
});
