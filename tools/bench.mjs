/**
 * `npm run bench`: how long things take here, beside other engines in the same run. Nothing is asserted.
 *
 *     npm run bench                        one training step of a Neural Turing Machine, engine beside engine
 *     npm run bench -- step --peers        with JAX and PyTorch
 *     npm run bench -- memn2n --peers      one training step of a Memory Network, with JAX
 *     npm run bench -- stack --peers       one training step of a Stack RNN, with JAX
 *     npm run bench -- rl --peers          one update of a Reinforce Neural Turing Machine, with JAX
 *     npm run bench -- compile             what the compiler takes, length after length
 *     npm run bench -- solve               from nothing to a copy task that is solved, ten seeds
 */
import { Command, InvalidArgumentError } from 'commander';
import { build, install } from './set-up.mjs';

if (!((await install()) && (await build(['build'])))) process.exit(1);
const { benchAtSizes } = await import('./bench/at-sizes.mjs');
const { benchCompile } = await import('./bench/compile.mjs');
const { benchSolve } = await import('./bench/solve.mjs');
const { benchStack } = await import('./bench/stack.mjs');
const { benchStep } = await import('./bench/step.mjs');

/** A list such as `1,16,64`. */
function integers(text) {
  const numbers = text.split(',').map(Number);
  if (!numbers.every((number) => Number.isInteger(number) && number >= 1)) {
    throw new InvalidArgumentError(`must be whole numbers >= 1, such as 1,16,64.`);
  }
  return numbers;
}

function integer(text) {
  const [number, ...more] = integers(text);
  if (more.length > 0) throw new InvalidArgumentError('must be one whole number >= 1.');
  return number;
}

/** The options of benches whose engines take turns. */
const inTurns = (command) =>
  command
    .option('--peers', 'also JAX, and PyTorch where it can, in a virtual environment made for them', false)
    .option('--rounds <n>', 'turns that each engine takes', integer, 5)
    .option('--limit <seconds>', 'an engine that needs longer for its first steps is left out', integer, 60)
    .option('--json', 'one line of JSON for each figure', false);

const program = new Command('npm run bench --').description('Times this toolkit beside other engines.');

inTurns(
  program
    .command('step', { isDefault: true })
    .description(
      'one training step (forward, backward, clipping, RMSProp) of a Neural Turing Machine on copy',
    )
    .option('--batch <list>', 'sequences in a batch', integers, [1, 16, 64])
    .option('--length <list>', 'vectors to copy; 2 * length + 2 time steps', integers, [10, 20, 50])
    .option('--places <list>', 'places of the memory, of 20 numbers each', integers, [128, 512, 2048])
    .option('--engines <list>', 'jit, wasm, cpu, tfjs-node', (text) => text.split(','), [
      'jit',
      'wasm',
      'cpu',
    ])
    .option('--grid', 'all combinations; else each list with the others at 16, 10, 128', false)
    .option('--threads <n>', 'also the compiler with so many threads', integer, 1),
).action(benchStep);

inTurns(
  program
    .command('stack')
    .description(
      'one training step (forward, backward, clipping, Adam) of a Stack RNN on next-symbol prediction',
    )
    .option('--engines <list>', 'jit, wasm, cpu, tfjs-node', (text) => text.split(','), [
      'jit',
      'wasm',
      'cpu',
    ]),
).action(benchStack);

inTurns(
  program
    .command('memn2n')
    .description(
      'one training step (forward, backward, clipping, SGD) of an End-to-End Memory Network, 3 hops, d 20',
    )
    .option('--batch <n>', 'questions in a batch', integer, 32)
    .option('--sentences <n>', 'sentences of a story', integer, 50)
    .option('--words <n>', 'words of a sentence', integer, 12)
    .option('--vocabulary <n>', 'words there are', integer, 180),
).action(benchAtSizes('memn2n', ['batch', 'sentences', 'words', 'vocabulary'], 'questions'));

inTurns(
  program
    .command('rl')
    .description(
      'one update (episodes, REINFORCE, backward, clipping, Adam) of a Reinforce Neural Turing Machine on reverse',
    )
    .option('--batch <n>', 'episodes in a batch', integer, 32)
    .option('--level <n>', 'letters to reverse', integer, 15)
    .option('--units <n>', 'units of the LSTM', integer, 32)
    .option('--width <n>', 'numbers in a cell of the memory', integer, 16),
).action(benchAtSizes('rl-ntm', ['batch', 'level', 'units', 'width'], 'episodes'));

program
  .command('compile')
  .description('what the compiler takes when `loci train copy` begins, length after length')
  .option('--batch <n>', 'sequences in a batch', integer, 16)
  .option('--low <n>', 'the shortest length trained on', integer, 1)
  .option('--high <n>', 'the longest length trained on', integer, 20)
  .option('--draw <seed>', 'the seed that the order of the lengths is drawn with', integer, 1)
  .option('--further <list>', 'lengths met later', integers, [21, 25, 37, 100, 200, 500])
  .option('--rounds <n>', 'processes that compile everything anew', integer, 3)
  .option('--json', 'one line of JSON for each figure', false)
  .action(benchCompile);

program
  .command('solve')
  .description("`loci train copy` at the paper's size, from nothing to no wrong bit")
  .option('--seeds <n>', 'how many seeds, drawn from --draw on', integer, 10)
  .option('--draw <seed>', 'the seed that the seeds are drawn with', integer, 1)
  .option('--json', 'one line of JSON for each figure', false)
  .action(benchSolve);

await program.parseAsync();
