import * as fc from 'fast-check';
import { Bytes } from '../../../src/emit/wasm/bytes.js';

function written(write: (bytes: Bytes) => void): number[] {
  const bytes = new Bytes();
  write(bytes);
  return [...bytes.finish()];
}

/** Reads LEB128 as the WebAssembly specification defines it. */
function decode(bytes: readonly number[], signed: boolean): bigint {
  let value = 0n;
  bytes.forEach((byte, i) => (value |= BigInt(byte & 0x7f) << BigInt(7 * i)));
  const last = bytes.at(-1)!;
  return signed && (last & 0x40) !== 0 ? value - (1n << BigInt(7 * bytes.length)) : value;
}

// From the examples of the DWARF standard, figures 22 and 23.
test.each([
  [2, [2]],
  [127, [127]],
  [128, [0x80, 1]],
  [129, [0x81, 1]],
  [12857, [0xb9, 0x64]],
])('%i unsigned', (value, expected) => {
  expect(written((bytes) => bytes.unsigned(value))).toEqual(expected);
});

test.each([
  [2, [2]],
  [-2, [0x7e]],
  [127, [0xff, 0]],
  [-127, [0x81, 0x7f]],
  [128, [0x80, 1]],
  [-128, [0x80, 0x7f]],
  [-129, [0xff, 0x7e]],
])('%i signed', (value, expected) => {
  expect(written((bytes) => bytes.signed(value))).toEqual(expected);
});

test('every 32-bit integer is written so that it reads the same', () => {
  fc.assert(
    fc.property(fc.integer(), (value) => {
      expect(
        decode(
          written((bytes) => bytes.signed(value)),
          true,
        ),
      ).toBe(BigInt(value));
      const positive = value >>> 0;
      expect(
        decode(
          written((bytes) => bytes.unsigned(positive)),
          false,
        ),
      ).toBe(BigInt(positive));
    }),
  );
});

test('integers that do not fit are our own mistake', () => {
  expect(() => written((bytes) => bytes.unsigned(-1))).toThrow('internal: -1');
  expect(() => written((bytes) => bytes.unsigned(2 ** 32))).toThrow('internal');
  expect(() => written((bytes) => bytes.signed(2 ** 31))).toThrow('internal');
  expect(() => written((bytes) => bytes.signed(0.5))).toThrow('internal');
});

test('the buffer grows and keeps what was written', () => {
  const bytes = new Bytes();
  for (let i = 0; i < 1000; i++) bytes.byte(i & 0xff);
  bytes.append(Uint8Array.from({ length: 5000 }, (_, i) => i & 0x7f));
  bytes.float64(1.5);
  bytes.name('né');
  const all = bytes.finish();
  expect(bytes.length).toBe(all.length);
  expect([...all.slice(0, 1000)]).toEqual(Array.from({ length: 1000 }, (_, i) => i & 0xff));
  expect(all[1000 + 4999]).toBe(4999 & 0x7f);
  expect(new DataView(all.buffer).getFloat64(6000, true)).toBe(1.5);
  expect([...all.slice(6008)]).toEqual([3, 0x6e, 0xc3, 0xa9]);
});
