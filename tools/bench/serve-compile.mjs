/**
 * `node serve-compile.mjs <batch> <length,length,...>`: trains a Neural Turing Machine as `loci train copy` does, one step
 * of each length, and prints a line of JSON for each: milliseconds that the compiler traced, went over what it traced,
 * and made of that a program, and the processor's time for all of the step.
 */
import { unroll } from '@loci/controllers';
import { jit } from '@loci/jit';
import { createModel, presets } from '@loci/ntm';
import { copy } from '@loci/tasks';
import { train } from '@loci/train';

const [batch, list] = process.argv.slice(2);
const lengths = list.split(',').map(Number);
const { model: options, training } = presets.copy.practical;
const task = copy();
const model = createModel(options, { inputSize: task.inputSize, outputSize: task.outputSize, seed: 1 });

/** The task, whose batches have the given lengths, one after the other. @type {import('@loci/tasks').Task} */
const inOrder = {
  ...task,
  sample: (random, { batch }) => task.sample(random, { batch, length: lengths[taken] ?? 1 }),
};
let taken = 0;

const timed = (fn) => {
  const step = jit(fn, { fallback: 'error', cacheSize: lengths.length });
  const call = (...args) => {
    const before = process.cpuUsage();
    const result = step(...args);
    const { user, system } = process.cpuUsage(before);
    const { compiled, programs } = step.stats();
    if (compiled !== taken + 1) throw new Error(`length ${lengths[taken]} was compiled before`);
    const [{ traceMs, passesMs, compileMs, uniqueKernels }] = programs.slice(-1);
    console.log(
      JSON.stringify({
        length: lengths[taken++],
        trace_ms: traceMs,
        passes_ms: passesMs,
        emit_ms: compileMs - passesMs,
        step_cpu_ms: (user + system) / 1000,
        kernels: uniqueKernels,
      }),
    );
    return result;
  };
  return Object.assign(call, { dispose: step.dispose });
};

const run = train({
  ...training,
  curriculum: undefined,
  restart: undefined,
  batch: Number(batch),
  seed: 1,
  model: { variables: model.variables, forward: (inputs) => unroll(model, inputs).outputs },
  task: inOrder,
  compile: timed,
  stop: { steps: lengths.length },
});
for await (const event of run) if (event.type === 'diverged') throw new Error('the training diverged');
