import { episodeTasks } from '@loci/tasks';
import { configurePlayed } from '../../src/played/configuration.js';
import { playedPresets } from '../../src/played/presets.js';

test.each(Object.keys(episodeTasks))('%s has a preset that a run can be made of', (name) => {
  const { settings, task } = configurePlayed(`rl-${name}`, {});
  const { low, high } = settings.curriculum ?? task.train;
  expect(task.train).toEqual({ low, high });
});

test('a task is trained with what is particular to it, unless options say otherwise', () => {
  const walk = configurePlayed('rl-walk', { entropyWeight: 0.2, trainLengths: { low: 3, high: 5 } });
  expect(walk.model).toEqual({ ...playedPresets('copy')['practical'].model, inertia: 1, holding: 0 });
  expect(walk.settings).toMatchObject({
    entropyWeight: 0.2,
    curriculum: { low: 3, high: 5, from: undefined },
  });
  expect(configurePlayed('rl-duplicated-input', {}).settings.entropyWeight).toBe(0.1);
  expect(configurePlayed('rl-copy', {}).settings.entropyWeight).toBeUndefined();
  expect(configurePlayed('rl-forward-repeat-copy', {}).model.controller).toBe('paths');
});
