import { counting, countingModels, createModel, deciding, presets } from '@loci/stack-rnn';

const sizes = { inputSize: 2, outputSize: 2, seed: 1 };

/** Names and shapes of what a model trains. */
function shapesOf(model: Parameters<typeof createModel>[0]): Record<string, readonly number[]> {
  const cell = createModel(model, sizes);
  const shapes = Object.fromEntries(
    Object.entries(cell.variables).map(([name, { shape }]) => [name, shape] as const),
  );
  cell.dispose();
  return shapes;
}

test.each(countingModels)('each stage of %s can take over the weights of the one before', (name) => {
  for (const language of ['anbn', 'anb2n'] as const) {
    const [first, ...others] = counting(name, language);
    expect(others).toHaveLength(name === 'list-rnn' || name === 'stack-rnn' ? 1 : 0);
    for (const { model } of others) expect(shapesOf(model)).toEqual(shapesOf(first.model));
  }
});

test('in the stage that decides the same network is trained on the same batches, and doubt costs', () => {
  const first = presets['memorisation']!['practical']!;
  const { model, training, steps } = deciding(first, 700);
  expect(model).toEqual({ ...first.model, entropyPenalty: 1e-3 });
  expect(training).toMatchObject({ batch: first.training.batch, clip: first.training.clip });
  // All lengths from the first step on.
  expect(training).not.toHaveProperty('curriculum');
  expect(training.rate.decay.begin.step + training.rate.decay.steps).toBe(700);
  expect(steps).toBe(700);
});

test('a network without actions has nothing to decide', () => {
  const [lstm] = counting('lstm', 'anbn');
  expect(() => deciding(lstm, 100)).toThrow(
    new RangeError('a network without a memory has no actions to decide'),
  );
});

test('brackets have networks whose symbols decide about the actions, which at first leave the stack alone', () => {
  for (const task of ['modular-arithmetic-brackets', 'solve-equation']) {
    const { model, training } = presets[task]!['brackets']!;
    expect(model).toMatchObject({ visible: true, controller: { kind: 'second-order' }, memories: 1 });
    expect(training.curriculum).toMatchObject({ kind: 'gated', low: task === 'solve-equation' ? 3 : 1 });
    const cell = createModel(model, { inputSize: 12, outputSize: 5, seed: 1 });
    const kernel = cell.variables['actions/kernel']!;
    expect(kernel.shape).toEqual([12, 3]);
    for (const [push, pop, noOp] of kernel.arraySync() as number[][]) {
      expect(noOp).toBeGreaterThanOrEqual(Math.max(push!, pop!));
    }
    cell.dispose();
  }
  expect(presets['reverse-string']).not.toHaveProperty('brackets');
});
