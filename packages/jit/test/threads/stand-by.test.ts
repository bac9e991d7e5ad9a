import { begin, call, release, standBy } from '../../src/threads/stand-by.js';

/** The words of two workers, of which the second is looked at. */
const words = (): Int32Array => new Int32Array(new SharedArrayBuffer(8));

test('who attends to messages is not called', () => {
  expect(call(words(), 1)).toBe(false);
});

test('who is called while it runs a program runs the next one at once', () => {
  const shared = words();
  begin(shared, 1);
  expect(call(shared, 1)).toBe(true);
  expect(standBy(shared, 1)).toBe(true);
  // It is busy again.
  expect(call(shared, 1)).toBe(true);
  expect(shared[0]).toBe(0);
});

test('who is not called for a while attends to messages', () => {
  const shared = words();
  begin(shared, 1);
  expect(standBy(shared, 1)).toBe(false);
  expect(call(shared, 1)).toBe(false);
});

test('who has a message is not called until it attended to it', () => {
  const shared = words();
  begin(shared, 1);
  release(shared, 1);
  expect(call(shared, 1)).toBe(false);
  expect(standBy(shared, 1)).toBe(false);
});
