import { createInterface } from 'node:readline';

/**
 * Compiles and warms up a training step, says so, and times it on request (see contender.mjs); then the process ends.
 *
 * @param about what every line of figures says of the sizes
 * @param step gives the loss, a tensor
 */
export async function answerRequests(about, step) {
  /** Milliseconds of one step, the loss read, as users read it now and then. */
  async function time() {
    const start = performance.now();
    const loss = step();
    await loss.data();
    loss.dispose();
    return performance.now() - start;
  }

  const first = await time();
  // WebAssembly and JavaScript are compiled again, better, once they have run for a while.
  for (let left = Math.min(20, Math.ceil(3000 / first)); left > 0; left--) await time();
  const compile_ms = Math.max(0, first - (await time()));
  console.log(JSON.stringify({ ...about, ready: true, compile_ms }));

  for await (const line of createInterface({ input: process.stdin })) {
    const repeats = Number(/^run (\d+)$/.exec(line)?.[1]);
    const times = [];
    for (let i = 0; i < repeats; i++) times.push(await time());
    times.sort((a, b) => a - b);
    const median_ms = (times[(repeats - 1) >> 1] + times[repeats >> 1]) / 2;
    console.log(JSON.stringify({ ...about, minimum_ms: times[0], median_ms, compile_ms, repeats }));
  }
  process.exit(0);
}
