import { chomsky } from '../../src/suite/chomsky.js';
import { stackPaper } from '../../src/suite/stack-paper.js';

const perCent = (all: number) => ({ trained: 100, all });
const counted = (seed: number, restarts: number, soft: number) => ({
  ...{ task: 'anbncn', model: 'stack-rnn', seed },
  result: { restarts, soft: perCent(soft), rounded: perCent(100) },
});

/** The cells of a line of a table. */
const cells = (line: string) => line.trim().split(/ {2,}/);

test('the table of the counting languages has ours beside the paper, and the restarts', () => {
  const lines = stackPaper.report([counted(1, 0, 50), counted(2, 3, 100)]);
  const at = lines.findIndex((line) => cells(line)[0] === 'stack-rnn');
  expect(lines.slice(at, at + 7).map(cells)).toEqual([
    ['stack-rnn', 'mean', '-', '75.0', '-', '-', '-'],
    ['best', '-', '100.0', '-', '-', '-'],
    ['paper', '100.0', '100.0', '100.0', '100.0', '43.3'],
    ['restarts', '-', '3', '-', '-', '-'],
    ['stack-rnn, rounded', 'mean', '-', '100.0', '-', '-', '-'],
    ['best', '-', '100.0', '-', '-', '-'],
    ['paper', '100.0', '100.0', '100.0', '100.0', '100.0'],
  ]);
  expect(lines.join('\n')).toContain('mean and best of seeds 1, 2.');
});

test('the table of the formal languages has ours beside the paper, and what is solved', () => {
  const scored = (seed: number, restarts: number, accuracy: number) => ({
    ...{ task: 'parity-check', model: 'rnn', seed },
    result: { restarts, trained: 100, accuracy, lengths: {} },
  });
  const lines = chomsky.report([scored(1, 2, 50), scored(2, 1, 100)]);
  expect(lines.slice(0, 4).map(cells)).toEqual([
    ['task', 'rnn'],
    ['mean', 'best', 'paper'],
    ['parity-check', '75.0', '100.0*', '100.0*'],
    [''],
  ]);
  expect(lines.join('\n')).toContain('mean and best of seeds 1, 2; * solved: 90 or more.');
  expect(lines.join('\n')).toContain('had not learned the lengths trained on: 3.');
});
