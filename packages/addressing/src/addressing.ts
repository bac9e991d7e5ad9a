import * as tf from '@tensorflow/tfjs';
import { checkInput, checkResult, ownNoise, ownWeights } from './check-stage.js';
import { confine } from './mask.js';
import type { AddressInput, Scheme } from './scheme.js';
import type { Choice, Emission, Stage } from './stage.js';

/**
 * Composes stages into a scheme: each stage gets the weighting that the one before made, the first one the previous
 * weighting.
 *
 * @example
 * addressing(content(), interpolate(), shift({ range: 1 }), sharpen()); // the Neural Turing Machine
 *
 * @throws RangeError if there is no stage, or if two stages share a name or an emitted value.
 */
export function addressing(...stages: readonly Stage[]): Scheme {
  if (stages.length === 0) throw new RangeError('addressing(...stages) needs at least one stage, got none');
  const emittedNames = stages.map((stage) => Object.keys(stage.emits(1)));
  checkUnique(
    'two stages are named',
    stages.map(({ name }) => name),
  );
  checkUnique('two stages want the emitted value', emittedNames.flat());
  const sum = stages.reduce<Scheme['sum']>((before, stage) => stage.sum ?? before, 'one');

  function emits(width: number): Emission {
    return Object.assign({}, ...stages.map((stage) => stage.emits(width))) as Emission;
  }

  function run(input: AddressInput): {
    weighting: tf.Tensor3D;
    logProbabilities: tf.Tensor2D[];
    entropies: tf.Tensor2D[];
  } {
    const { memory, mask } = input;
    checkInput(input, emits);
    const previous = mask ? confine(input.previous, mask, sum) : input.previous;
    const logProbabilities: tf.Tensor2D[] = [];
    const entropies: tf.Tensor2D[] = [];
    let weighting = previous;
    stages.forEach((stage, index) => {
      const stageInput = {
        weighting,
        previous,
        memory,
        ...(mask && { mask }),
        ...ownNoise(stage, input),
        ...ownWeights(stage, input),
      };
      const emitted = Object.fromEntries(emittedNames[index]!.map((name) => [name, input.emitted[name]!]));
      const result = checkResult(stage, stage.apply(emitted, stageInput), previous);
      weighting = result.weighting;
      if (result.logProbability) logProbabilities.push(result.logProbability);
      if (result.entropy) entropies.push(result.entropy);
    });
    return { weighting, logProbabilities, entropies };
  }

  return {
    stages,
    sum,
    emits,
    weights: (width) =>
      Object.fromEntries(
        stages.flatMap((stage) => (stage.weights ? [[stage.name, stage.weights(width)]] : [])),
      ),
    noise: (places) =>
      Object.fromEntries(stages.flatMap((stage) => (stage.noise ? [[stage.name, stage.noise(places)]] : []))),
    address: (input) => tf.tidy(() => run(input).weighting),
    choose: (input) =>
      tf.tidy((): Required<Choice> & tf.TensorContainerObject => {
        const { weighting, logProbabilities, entropies } = run(input);
        const [batch, heads] = weighting.shape;
        const total = (parts: readonly tf.Tensor2D[]) =>
          parts.length === 0 ? tf.zeros<tf.Rank.R2>([batch, heads]) : tf.addN([...parts]);
        return { weighting, logProbability: total(logProbabilities), entropy: total(entropies) };
      }),
  };
}

function checkUnique(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new RangeError(`${what} '${twice}', and a scheme needs them apart`);
}
