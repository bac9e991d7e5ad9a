import { sequencePicture, toSVG } from '../src/index.js';
import type { SequenceRecord } from '../src/index.js';
import { illegible } from './support/boxes.js';
import { components, paint } from './support/paint.js';
import { read } from './support/svg.js';
import { lightness } from './support/vision.js';

const steps = (time: number, size: number, value: (step: number, place: number) => number) =>
  Array.from({ length: time }, (_, step) => Array.from({ length: size }, (_, place) => value(step, place)));

/** A copy of a few vectors, as a model would do it whose heads walk from place to place. */
function copied(length: number, heads: number, places: number): SequenceRecord {
  const time = 2 * length + 1;
  const counts = Array.from({ length: time }, (_, step) => step > length);
  const bit = (step: number, channel: number) => Number((step * 7 + channel * 3) % 5 < 2);
  const walk = (head: number) =>
    steps(time, places, (step, place) => Number(place === ((step % (length + 1)) + head) % places));
  const names = ['read', 'write'].flatMap((kind) =>
    Array.from({ length: heads }, (_, head) => [kind, head] as const),
  );
  return {
    task: 'copy',
    length,
    inputs: steps(time, 5, (step, channel) => (counts[step] ? 0 : bit(step, channel))),
    targets: steps(time, 4, (step, channel) => (counts[step] ? bit(step - length - 1, channel) : 0)),
    outputs: steps(time, 4, (step, channel) => (counts[step] ? 0.9 * bit(step - length - 1, channel) : 0.5)),
    counts,
    weightings: Object.fromEntries(
      names.map(([kind, head]) => [heads === 1 ? kind : `${kind} ${head + 1}`, walk(head)]),
    ),
  };
}

const draw = async (record: SequenceRecord) => read(await toSVG(sequencePicture(record)));

test('inputs, targets, outputs and a panel for each head, one below the other', async () => {
  const record = copied(3, 2, 8);
  const drawn = await draw({ ...record, subtitle: 'runs/copy' });
  const of = (role: string) => drawn.texts.filter((text) => text.role === role).map(({ text }) => text);
  expect(of('title-text')).toEqual([
    'Inputs',
    'Targets',
    'Outputs',
    'Weighting: read 1',
    'Weighting: read 2',
    'Weighting: write 1',
    'Weighting: write 2',
    'copy, length 3',
  ]);
  expect(of('title-subtitle')).toEqual([
    'runs/copy',
    'dashed line: from here on targets count',
    'grey: does not count',
  ]);
  expect(of('axis-title')).toEqual([...Array(3).fill('channel'), ...Array(3).fill('place'), 'step', 'place']);
  expect(of('legend-title')).toEqual(['value', 'weight']);
  expect(illegible(drawn)).toEqual([]);
});

test('two panels for each stack: what was done, and what it held', async () => {
  const actions = ['push', 'pop'];
  const stacks = ['stack 1', 'stack 2'].map((name) => ({
    name,
    actions,
    probabilities: steps(7, 2, (step, action) => Number(step % 2 === action)),
    contents: steps(7, 3, (step, place) => (step > place ? 1 : -1)),
  }));
  const drawn = await draw({ ...copied(3, 0, 8), stacks });
  const titles = drawn.texts.filter(({ role }) => role === 'title-text').map(({ text }) => text);
  expect(titles.slice(3, -1)).toEqual([
    ...['Actions: stack 1', 'Contents: stack 1'],
    ...['Actions: stack 2', 'Contents: stack 2'],
  ]);
  const isOne = (colour: string) => colour === 'rgb(253, 231, 37)';
  const pushes = paint(drawn, 3, 2, 7)[0];
  expect(pushes.map((colour) => Number(isOne(colour)))).toEqual([1, 0, 1, 0, 1, 0, 1]);
  expect(illegible(drawn)).toEqual([]);
});

test('a step is a column: what is 1 is lightest, what does not count is grey', async () => {
  const record = copied(3, 1, 6);
  const drawn = await draw(record);
  const shown = (panel: number, rows: number) => paint(drawn, panel, rows, 7);
  const [inputs, targets, outputs, read] = [shown(0, 5), shown(1, 4), shown(2, 4), shown(3, 6)];
  const isOne = (colour: string) => colour === 'rgb(253, 231, 37)';
  const inputValues = record.inputs as number[][];
  const targetValues = record.targets as number[][];
  const readValues = record.weightings.read as number[][];
  for (let step = 0; step < 7; step++) {
    expect(inputs.map((row) => Number(isOne(row[step])))).toEqual(inputValues[step]);
    expect(read.map((row) => Number(isOne(row[step])))).toEqual(readValues[step]);
    if (record.counts[step]) {
      expect(targets.map((row) => Number(isOne(row[step])))).toEqual(targetValues[step]);
      expect(outputs.map((row) => Number(lightness(components(row[step])) > 80))).toEqual(targetValues[step]);
    } else {
      expect([...targets, ...outputs].map((row) => row[step])).toEqual(Array(8).fill('#ececec'));
    }
  }
});

test('of the memory it shows how much each place holds', async () => {
  const record = copied(2, 1, 3);
  const memory = Array.from({ length: 5 }, (_, step) => [
    [3, -4],
    [0, 0],
    [step, step],
  ]);
  const drawn = await draw({ ...record, memory });
  const light = paint(drawn, 5, 3, 5).map((row) => row.map((colour) => lightness(components(colour))));
  const held = memory.map((step) =>
    step.map((row) => Math.sqrt(row.reduce((sum, part) => sum + part * part, 0) / 2)),
  );
  expect(held[4]).toEqual([Math.sqrt(12.5), 0, 4]);
  const cells = held.flatMap((places, step) =>
    places.map((value, place) => ({ value, light: light[place][step] })),
  );
  cells.sort((one, other) => one.value - other.value);
  cells.slice(1).forEach((cell, index) => {
    if (cell.value > cells[index].value) expect(cell.light).toBeGreaterThan(cells[index].light);
    else expect(cell.light).toBe(cells[index].light);
  });
  const legends = drawn.texts.filter(({ role }) => role.startsWith('legend')).map(({ text }) => text);
  expect(legends.slice(-4)).toEqual(['0', '2', '4', 'RMS']);
});

test('a dashed line where targets begin to count, unless that is all the time', async () => {
  const dashed = async (counts: readonly boolean[]) => {
    const time = counts.length;
    const one = steps(time, 1, () => 1);
    const drawn = await draw({
      task: 't',
      length: 1,
      inputs: one,
      targets: one,
      outputs: one,
      counts,
      weightings: {},
    });
    return drawn.lines
      .filter(({ dash, y }) => dash !== '' && y < drawn.frames[0].y + drawn.frames[0].height)
      .map(({ x }) => Math.round(((x - drawn.frames[0].x) / drawn.frames[0].width) * time));
  };
  expect(await dashed([false, false, true, true, false, true])).toEqual([2, 5]);
  expect(await dashed([true, true, false, false])).toEqual([]);
  expect(await dashed(Array.from({ length: 12 }, (_, step) => step % 2 === 1))).toEqual([]);
});

test('five heads over a long sequence are one picture of a sensible size', async () => {
  const svg = await toSVG(sequencePicture(copied(120, 5, 128)));
  const drawn = read(svg);
  expect(drawn.frames).toHaveLength(13);
  expect(drawn.width).toBeLessThan(700);
  expect(drawn.height).toBeLessThan(2500);
  expect(svg.length).toBeLessThan(1_000_000);
  expect(illegible(drawn)).toEqual([]);
});

const good = copied(2, 1, 3);
const call = (changes: object) => () => sequencePicture({ ...good, ...changes });

test.each<[string, () => unknown, string]>([
  ['another time', call({ inputs: [[1], [0]] }), 'inputs must have a row for each of 5 counts, got 2'],
  ['no steps', call({ counts: [] }), 'inputs must have a row for each of 0 counts, got 5'],
  [
    'ragged targets',
    call({ targets: [[1], [0], [], [1], [1]] }),
    'targets must have rows of one length, got 1 numbers in row 0 and 0 in row 2',
  ],
  [
    'outputs that are no probabilities',
    call({ outputs: steps(5, 4, () => 2) }),
    "panel 'Outputs': values must be in [0, 1] for the scale 'unit', got 2",
  ],
  [
    'a weighting of another time',
    call({ weightings: { read: [[1]] } }),
    "weightings['read'] must have a row for each of 5 counts, got 1",
  ],
  [
    'a memory of another time',
    call({ memory: [[[1, 2]]] }),
    'memory must have a row for each of 5 counts, got 1',
  ],
  [
    'a memory with other places',
    call({ memory: [[[1]], [[1]], [[1]], [[1], [2]], [[1]]] }),
    'memory must have rows of one length, got 1 numbers in row 0 and 2 in row 3',
  ],
  [
    'a memory that is infinite',
    call({ memory: steps(5, 1, () => Infinity).map((row) => [row]) }),
    'memory[0][0][0] must be finite or NaN, got Infinity',
  ],
])('%s', (_, bad, message) => {
  expect(bad).toThrow(RangeError);
  expect(bad).toThrow(new RangeError(message));
});
