import { onOneCore } from './contender.mjs';

/** How long a turn should take, so that quick engines are timed over many steps. */
const TURN_MS = 1500;

/** One thread stays on one core. */
export function command(threads, words) {
  const [program, ...parameters] = [...(threads > 1 ? [] : onOneCore('0')), ...words];
  return [program, parameters];
}

/**
 * All engines on one configuration, in turns.
 *
 * @param makers each starts a contender of such sizes
 */
export async function measure(makers, sizes, { rounds, limit }) {
  const figures = new Map();
  const running = [];
  for (const make of makers) {
    const contender = make(sizes);
    const ready = await contender.next(limit);
    if (ready && (await contender.run(1, limit))) running.push(contender);
    else {
      contender.end();
      figures.set(contender.name, { slow: true });
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const contender of running) {
      const known = figures.get(contender.name);
      const steps = known ? Math.max(1, Math.min(200, Math.round(TURN_MS / known.minimum_ms))) : 3;
      const { minimum_ms, median_ms, compile_ms } = await contender.run(steps, 3600);
      figures.set(contender.name, {
        compile_ms,
        minimum_ms: Math.min(minimum_ms, known?.minimum_ms ?? Infinity),
        medians: [...(known?.medians ?? []), median_ms],
      });
    }
  }
  for (const contender of running) contender.end();
  return figures;
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

export const time = (ms) => (ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms.toFixed(2));
