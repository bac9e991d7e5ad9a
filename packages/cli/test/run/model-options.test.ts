import { presets } from '@loci/ntm';
import type { ModelOptions } from '@loci/ntm';
import { createTask } from '@loci/tasks';
import { modelFor } from '../../src/run/model.js';
import { withModelFlags } from '../../src/run/model-options.js';

const practical: ModelOptions = presets.copy.practical.model;
const paper: ModelOptions = presets.copy.paperLSTM.model;
const baseline: ModelOptions = presets.copy.paperBaseline.model;

test('without flags every preset stays what it is', () => {
  for (const ofTask of Object.values(presets)) {
    for (const { model } of Object.values(ofTask)) expect(withModelFlags(model, {})).toEqual(model);
  }
});

test('flags change what they name and nothing else', () => {
  const flags = { places: 16, width: 8, readHeads: 2, shiftRange: 2, writeRule: 'interpolating' } as const;
  expect(withModelFlags(paper, flags)).toEqual({ ...paper, ...flags });
  expect(withModelFlags(paper, { headSource: 'cell' })).toEqual({ ...paper, headSource: 'cell' });
  expect(withModelFlags(practical, { entropyPenalty: 0 })).toEqual({ ...practical, entropyPenalty: 0 });
  expect(withModelFlags(paper, { memory: 'learned' })).toEqual({ ...paper, memory: { init: 'learned' } });
});

test('the sizes of the controller are changed in it', () => {
  expect(withModelFlags(presets.copy.collierBeel.model, { units: 50 })).toMatchObject({
    controller: { kind: 'lstm', units: 50, forgetBias: 1 },
  });
  expect(withModelFlags(paper, { layers: 3 })).toMatchObject({
    controller: { kind: 'lstm', units: 100, layers: 3 },
  });
});

test('another kind of controller keeps the sizes and no option of its predecessor', () => {
  const { controller } = withModelFlags(presets.copy.collierBeel.model, { controller: 'gru' }) as {
    controller: unknown;
  };
  expect(controller).toEqual({ kind: 'gru', units: 100 });
});

test('the controller that an NTM has by itself is the one that is changed', () => {
  const task = createTask('copy');
  const itself = modelFor(practical, task, 1);
  const changed = modelFor(withModelFlags(practical, { controller: 'lstm' }), task, 1);
  expect(changed.parameters).toBe(itself.parameters);
  expect(Object.keys(changed.trainable.variables)).toEqual(Object.keys(itself.trainable.variables));
  itself.cell.dispose();
  changed.cell.dispose();
});

test('another model starts from its own defaults', () => {
  expect(withModelFlags(practical, { model: 'lstm', units: 32, layers: 1 })).toEqual({
    model: 'lstm',
    units: 32,
    layers: 1,
  });
  expect(withModelFlags(baseline, { model: 'ntm', places: 8 })).toEqual({ model: 'ntm', places: 8 });
});

test('what a model does not have is refused by the name of the flag', () => {
  expect(() => withModelFlags(baseline, { readHeads: 2 })).toThrow(
    "--read-heads is an option of the model 'ntm'",
  );
  expect(() => withModelFlags(practical, { model: 'lstm', headSource: 'cell' })).toThrow('--head-source');
});
