/**
 * A message takes a thread tens of microseconds to notice, as long as a small program runs. So a worker that has run a
 * program stands by for a while: it watches its word of shared memory, and is called through that.
 *
 * The word says `away` while the worker attends to messages, `busy` while it runs a program, `ready` while it stands by,
 * and `called` when it is to run the program that shared memory names, at once or after the one it runs.
 */
const [away, busy, ready, called] = [0, 1, 2, 3];

/** How long a worker watches, in milliseconds. */
const WATCH = 0.2;
/** Looks between two looks at the clock. */
const LOOKS = 256;

/** Says that the worker runs a program of which a message told it. */
export function begin(words: Int32Array, index: number): void {
  Atomics.store(words, index, busy);
}

/** Stands by after a program. True if another one is to be run now; else the worker is `away`. */
export function standBy(words: Int32Array, index: number): boolean {
  if (exchange(words, index, busy, ready)) {
    const until = performance.now() + WATCH;
    const isReady = (): boolean => Atomics.load(words, index) === ready;
    for (let i = 1; isReady(); i++) if (i % LOOKS === 0 && performance.now() > until) break;
    exchange(words, index, ready, away);
  }
  return exchange(words, index, called, busy);
}

/** Calls a worker; false if it attends to messages and must be sent one. */
export function call(words: Int32Array, index: number): boolean {
  return leave(words, index, called);
}

/** Sends a worker to its messages as soon as it has run its program. */
export function release(words: Int32Array, index: number): void {
  leave(words, index, away);
}

function leave(words: Int32Array, index: number, next: number): boolean {
  for (;;) {
    const now = Atomics.load(words, index);
    if (now === away) return false;
    if (exchange(words, index, now, next)) return true;
  }
}

/** Whether the word said one thing, and now says another. */
const exchange = (words: Int32Array, index: number, from: number, to: number): boolean =>
  Atomics.compareExchange(words, index, from, to) === from;
