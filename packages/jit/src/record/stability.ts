import { otherNumbers, UnstableTraceError } from '../errors.js';
import type { Value } from '../graph/value.js';
import type { Recording } from './record.js';
import type { Recorder } from './recorder.js';

/**
 * Whatever a function draws or reads from outside while it is recorded would be the same in all calls of its program.
 * So it is recorded twice, and both recordings must agree, constants included: then a seeded draw is a constant
 * rightly, and anything else that changes between calls is found.
 */
export function checkStability(first: Recording, second: Recording): void {
  const constants = [first, second].map(({ graph }) => graph.values.filter(isConstant));
  const [before, after] = constants as [Value[], Value[]];
  for (let i = 0; i < Math.min(before.length, after.length); i++) {
    if (sameElements(before[i]!, after[i]!)) continue;
    const writer = first.recorder.writers.get(before[i]!) ?? 'the function itself';
    throw new UnstableTraceError(otherNumbers(writer));
  }
  const [kernels, again] = [first.recorder.kernels, second.recorder.kernels];
  const different = kernels.findIndex((name, i) => again[i] !== name);
  if (different >= 0 || kernels.length !== again.length || before.length !== after.length) {
    const at = different >= 0 ? different : Math.min(kernels.length, again.length);
    throw new UnstableTraceError(
      `the function does something else each time it is called (its operation ${at + 1} is ` +
        `${kernels[at] ?? 'missing'}, then ${again[at] ?? 'missing'}); what decides must be an argument`,
    );
  }
}

const drawing: ReadonlySet<string> = new Set([
  'dropout',
  'randomGamma',
  'randomNormal',
  'randomStandardNormal',
  'randomUniform',
  'randomUniformInt',
  'truncatedNormal',
]);

/** Whether the function uses an operation of tfjs that draws numbers. */
export function drawsNumbers({ writers }: Recorder): boolean {
  return [...writers.values()].some((operation) => drawing.has(operation));
}

function isConstant({ origin }: Value): boolean {
  return origin.kind === 'constant' || origin.kind === 'uniform';
}

function sameElements({ origin: a }: Value, { origin: b }: Value): boolean {
  if (a.kind === 'uniform' && b.kind === 'uniform') return Object.is(a.value, b.value);
  if (a.kind !== 'constant' || b.kind !== 'constant' || a.data.length !== b.data.length) return false;
  return a.data.every((element, i) => Object.is(element, b.data[i]));
}
