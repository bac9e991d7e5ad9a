/** Longest time between two turns of the event loop, in milliseconds: a frame of a screen. */
const LONGEST = 16;

/**
 * Lets the event loop turn now and then: signals, timers, input and other requests would otherwise wait for the end of
 * training, as steps are synchronous.
 */
export class Turns {
  private last = performance.now();

  async give(): Promise<void> {
    if (performance.now() - this.last < LONGEST) return;
    await new Promise<void>((resolve) => {
      // setTimeout waits 4 ms in browsers, which have no setImmediate.
      if (typeof setImmediate === 'function') setImmediate(resolve);
      else setTimeout(resolve, 0);
    });
    this.last = performance.now();
  }
}
