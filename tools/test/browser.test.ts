/**
 * The built packages in a browser: a training step of a Neural Turing Machine on a page, in a worker, and in a worker
 * with threads that share memory. Chromium is looked for where Debian puts it and at CHROMIUM; elsewhere these tests are
 * skipped.
 */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { servePages } from './support/page-server.js';

const executablePath = [process.env.CHROMIUM ?? '', '/usr/bin/chromium'].find(existsSync);

/**
 * Five steps of Adam, compiled and kernel by kernel, from the same variables; the loss after each. Threads start while
 * nothing else is done, so there is some time between the steps until they have.
 */
const training = `
import * as tf from '@tensorflow/tfjs';
import { unroll } from '@loci/controllers';
import { jit } from '@loci/jit';
import { NTM } from '@loci/ntm';

await tf.setBackend('cpu');
const x = tf.randomUniform([6, 4, 3], 0, 1, 'float32', 2);
const y = tf.randomUniform([6, 4, 2], 0, 1, 'float32', 3);
function trainer() {
  const controller = { kind: 'lstm', units: 9 };
  const ntm = new NTM({ inputSize: 3, outputSize: 2, places: 12, width: 5, controller, seed: 1 });
  const optimizer = tf.train.adam(0.02);
  return () => optimizer.minimize(() => tf.losses.sigmoidCrossEntropy(y, unroll(ntm, x).outputs), true);
}
const losses = (step) => Array.from({ length: 5 }, () => step().dataSync()[0]);
async function result(threads) {
  const warm = jit((x) => tf.exp(x), { threads, fallback: 'error' });
  for (let i = 0; i < 200; i++) {
    warm(x).dispose();
    if (!crossOriginIsolated || warm.stats().programs[0].threads === threads) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const step = jit(trainer(), { threads, fallback: 'error' });
  return {
    losses: losses(step),
    eager: losses(trainer()),
    threads: step.stats().programs[0].threads,
    isIsolated: crossOriginIsolated,
  };
}
`;

const modules = {
  page: `${training} globalThis.result = await result(1);`,
  inWorker: `${training} self.onmessage = async ({ data }) => postMessage(await result(data)); postMessage('ready');`,
  worker: `
    const worker = new Worker('/inWorker.js', { type: 'module' });
    worker.onerror = ({ message }) => (globalThis.result = message);
    worker.onmessage = ({ data }) => {
      if (data === 'ready') worker.postMessage(Number(new URLSearchParams(location.search).get('threads')));
      else globalThis.result = data;
    };`,
};

interface Result {
  readonly losses: readonly number[];
  readonly eager: readonly number[];
  readonly threads: number;
  readonly isIsolated: boolean;
}

(executablePath ? describe : describe.skip)('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath: executablePath!, args: quiet });
  });
  afterAll(() => browser.close());

  async function resultOf(path: string, isIsolated: boolean): Promise<Result> {
    const { server, address } = await servePages(modules, isIsolated);
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    try {
      await page.goto(`${address}${path}`);
      const found = page.waitForFunction('globalThis.result', undefined, { timeout: 120_000 });
      const result = await Promise.race([
        found.then((handle) => handle.jsonValue() as Promise<Result>),
        page.waitForEvent('pageerror', { timeout: 120_000 }).then((error) => Promise.reject(error)),
      ]);
      expect(errors).toEqual([]);
      return result;
    } finally {
      await page.close();
      server.close();
    }
  }

  function expectTrained({ losses, eager }: Result): void {
    expect(losses).toHaveLength(5);
    losses.forEach((loss, i) => expect(loss).toBeCloseTo(eager[i]!, 4));
    expect(losses[4]).toBeLessThan(losses[0]!);
  }

  test('a page trains', async () => {
    const result = await resultOf('/page.html', false);
    expect(result.threads).toBe(1);
    expectTrained(result);
  });

  test('a worker trains, with one thread where memory cannot be shared', async () => {
    const result = await resultOf('/worker.html?threads=2', false);
    expect([result.isIsolated, result.threads]).toEqual([false, 1]);
    expectTrained(result);
  });

  test('threads share the work where memory can be shared, and each run gives the same', async () => {
    const result = await resultOf('/worker.html?threads=2', true);
    expect([result.isIsolated, result.threads]).toEqual([true, 2]);
    expectTrained(result);
    expect((await resultOf('/worker.html?threads=2', true)).losses).toEqual(result.losses);
  });
});
