import { PassThrough } from 'node:stream';
import { ProgressLines } from '../../src/output/progress-lines.js';

const linesOf = (steps: number, total: number | undefined): string[] => {
  const stream = new PassThrough();
  const lines = new ProgressLines(stream);
  for (let step = 1; step <= steps; step++) {
    lines.update({ step, share: total && step / total, facts: ['loss 1.000', '3s left'] });
  }
  lines.stop();
  return String(stream.read() ?? '')
    .split('\n')
    .slice(0, -1);
};

test('a run of a thousand steps gives twenty whole lines, the last of them at its end', () => {
  const lines = linesOf(1000, 1000);
  expect(lines).toHaveLength(20);
  expect(lines[0]).toBe('step 50: loss 1.000, 3s left');
  expect(lines.at(-1)).toBe('step 1,000: loss 1.000, 3s left');
});

test('what is counted may be epochs', () => {
  const stream = new PassThrough();
  new ProgressLines(stream).update({ step: 3, unit: 'epoch', share: 1, facts: ['0.0 % wrong'] });
  expect(String(stream.read())).toBe('epoch 3: 0.0 % wrong\n');
});

test('what has happened is told at once', () => {
  const stream = new PassThrough();
  new ProgressLines(stream).tell('step 3: something happened');
  expect(String(stream.read())).toBe('step 3: something happened\n');
});

test('the end is told once', () => {
  const stream = new PassThrough();
  const lines = new ProgressLines(stream);
  const end = { step: 10, share: 1, facts: [] };
  lines.update(end);
  lines.update(end);
  expect(String(stream.read())).toBe('step 10: \n');
});

test('where nothing says when the run ends, time alone brings lines', () => {
  expect(linesOf(1000, undefined)).toEqual([]);
  const now = jest.spyOn(performance, 'now');
  try {
    let time = 0;
    now.mockImplementation(() => (time += 20_000));
    expect(linesOf(7, undefined).map((line) => line.split(':')[0])).toEqual(['step 3', 'step 6']);
  } finally {
    now.mockRestore();
  }
});
