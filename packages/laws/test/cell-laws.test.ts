import { constant, createVariables, normal } from '@loci/addressing';
import { type Cell, disposeVariables, type State, type Step, type Variables } from '@loci/controllers';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { cellLaws, type CellLawOptions, type Compile, type MakeCell } from '../src/index.js';
import { namesOfBroken } from './support/broken-laws.js';
import { withGradient } from './support/stages.js';

beforeAll(useTestBackend);

const RUNS = 30;
const [INPUTS, UNITS] = [2, 3];

/** A simple recurrent network (Elman 1990) with an affine output: h <- tanh(x U + h W + b), y = h V. */
class Elman implements Cell {
  readonly inputSize = INPUTS;
  readonly outputSize = INPUTS;
  readonly stateShapes: Cell['stateShapes'] = { hidden: [UNITS] };
  readonly variables: Variables;

  constructor(seed: number) {
    const kernel = (rows: number, columns: number) => ({
      shape: [rows, columns],
      initializer: normal(0, 0.5),
    });
    this.variables = createVariables(
      {
        input: kernel(INPUTS, UNITS),
        recurrent: kernel(UNITS, UNITS),
        bias: { shape: [UNITS], initializer: constant(0) },
        output: kernel(UNITS, INPUTS),
      },
      RandomStream.fromSeed(seed),
    );
  }

  initialState(batch: number): State {
    return { hidden: tf.zeros([batch, UNITS]) };
  }

  /** x U + h W + b */
  protected sum(x: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
    const { input, recurrent, bias } = this.variables;
    return tf.add(tf.add(tf.matMul(x, input as tf.Tensor2D), tf.matMul(h, recurrent as tf.Tensor2D)), bias);
  }

  step(x: tf.Tensor2D, { hidden }: State): Step {
    const next = tf.tanh(this.sum(x, hidden as tf.Tensor2D));
    return {
      output: tf.matMul(next, this.variables.output as tf.Tensor2D),
      state: { hidden: next },
      trace: {},
    };
  }

  dispose(): void {
    disposeVariables(this.variables);
  }
}

/** The sound cell with its step done in another way. */
const stepping = (change: (cell: Elman, x: tf.Tensor2D, state: State) => Step): MakeCell => {
  class Changed extends Elman {
    override step(x: tf.Tensor2D, state: State): Step {
      return change(this, x, state);
    }
  }
  return (seed) => new Changed(seed);
};

const sound = (cell: Elman, x: tf.Tensor2D, state: State): Step => Elman.prototype.step.call(cell, x, state);

/** The sound step with something done to its output. */
const putting = (change: (output: tf.Tensor2D, x: tf.Tensor2D) => tf.Tensor2D): MakeCell =>
  stepping((cell, x, state) => {
    const step = sound(cell, x, state);
    return { ...step, output: change(step.output, x) };
  });

const eager: Compile = (fn) => fn;

/** Computes with the variables as they were the first time. */
const bakesIn: Compile = (fn) => {
  let result: ReturnType<typeof fn> | undefined;
  return (...args) => (result ??= fn(...args));
};

it('a sound cell breaks no law', () => {
  const laws = cellLaws((seed) => new Elman(seed), { runs: RUNS, compile: eager });
  expect(namesOfBroken(laws)).toEqual([]);
});

/** What the faulty cells keep outside of themselves. */
const outside: { foreign?: tf.Variable; seed: number; calls: number } = { seed: 0, calls: 0 };

afterAll(() => outside.foreign?.dispose());

interface Fault {
  readonly fault: string;
  readonly make: MakeCell;
  readonly breaks: readonly string[];
  readonly options?: CellLawOptions;
}

const faults: readonly Fault[] = [
  {
    fault: 'a part of the state that is not declared',
    make: stepping((cell, x, state) => {
      const step = sound(cell, x, state);
      return { ...step, state: { ...step.state, extra: step.output } };
    }),
    breaks: ['the state has the parts declared'],
  },
  {
    fault: 'randomness without a seed',
    make: putting((output) => tf.add(output, tf.randomNormal<tf.Rank.R2>([1, INPUTS]))),
    breaks: ['a step depends on its input and state alone'],
  },
  {
    fault: 'state that is kept outside',
    make: stepping((cell, x, state) => sound(cell, tf.mul(x, 1 + (outside.calls++ % 7)), state)),
    breaks: ['a step depends on its input and state alone'],
  },
  {
    fault: 'weights that are not drawn from the seed',
    make: () => new Elman(outside.seed++),
    breaks: ['the same seed gives the same variables'],
  },
  {
    fault: 'a variable that is not named',
    make: (seed) => {
      outside.foreign ??= tf.variable(tf.ones([INPUTS]));
      return putting((output) => tf.mul(output, outside.foreign!))(seed);
    },
    breaks: ['it is trained in no variables but those it names'],
  },
  {
    fault: 'a variable that nothing depends on',
    make: (seed) => {
      const cell = new Elman(seed);
      Object.assign(cell.variables, { idle: tf.tidy(() => tf.variable(tf.ones([2]))) });
      return cell;
    },
    breaks: ['every trained variable has an effect'],
  },
  {
    fault: 'a variable that is not freed',
    make: (seed) => {
      const cell = new Elman(seed);
      cell.dispose = () =>
        disposeVariables({ ...cell.variables, output: tf.tidy(() => tf.variable(tf.zeros([1]))) });
      return cell;
    },
    breaks: ['dispose frees its variables'],
  },
  {
    fault: 'an output that overflows',
    make: putting((output, x) => tf.add(output, tf.log(tf.exp(x)))),
    breaks: ['results are finite for every finite input'],
  },
  {
    fault: 'a root without a floor',
    make: putting((output, x) => tf.add(output, tf.sqrt(tf.square(x)))),
    breaks: ['gradients are finite for every finite input'],
  },
  {
    fault: 'a gradient through time that is half as large',
    make: stepping((cell, x, { hidden }) => {
      const half = withGradient(tf.expandDims(hidden, 0) as tf.Tensor3D, (dy) => tf.div(dy, 2));
      return sound(cell, x, { hidden: tf.squeeze(half, [0]) });
    }),
    breaks: ['gradients match finite differences'],
  },
  {
    fault: 'a leak across the batch',
    make: putting((output, x) => tf.add(output, tf.mean(x, 0, true))),
    breaks: ['batch rows are independent'],
  },
  {
    fault: 'tensors that are kept',
    make: putting((output) => tf.keep(tf.clone(output))),
    breaks: ['no tensor is left behind and no argument touched'],
  },
  {
    fault: 'an engine that bakes numbers in',
    make: (seed) => new Elman(seed),
    options: { compile: bakesIn },
    breaks: ['the compiled form equals the eager form'],
  },
];

describe('each fault is caught by the law that names it and by no other', () => {
  test.each(faults)('$fault', ({ make, options, breaks }) => {
    expect(namesOfBroken(cellLaws(make, { runs: RUNS, ...options }))).toEqual(breaks);
  });
});

describe('a fault so coarse that hardly anything else can be judged is among those caught', () => {
  test.each<[fault: string, law: string, make: MakeCell]>([
    [
      'an output of another size',
      'shapes are as declared',
      putting((output) => tf.concat([output, output], 1)),
    ],
    [
      'a state that is disposed',
      'a step depends on its input and state alone',
      stepping((cell, x, state) => {
        const step = sound(cell, x, state);
        state.hidden.dispose();
        return step;
      }),
    ],
    [
      'a part of the state that is missing',
      'the state has the parts declared',
      stepping((cell, x, state) => ({ ...sound(cell, x, state), state: {} })),
    ],
  ])('%s', (_fault, law, make) => {
    expect(namesOfBroken(cellLaws(make, { runs: RUNS }))).toContain(law);
  });
});
