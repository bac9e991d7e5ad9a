/** Stages with one planted fault each, and which laws find it: the faults that the tests of the laws plant. */
import { join } from 'node:path';
import { LawBroken, stageLaws } from '@loci/laws';
import { lines } from '@loci/plot';
import { faults } from '../../packages/laws/test/support/faults.ts';
import { sound } from '../../packages/laws/test/support/stages.ts';
import { save } from './support/save.mjs';

/** Inputs drawn for each law, and their seed. */
const drawn = { runs: 40, seed: 1 };

const shown = [
  'weights that are not normalised',
  'weights below 0',
  'a softmax that overflows',
  'a norm without a floor',
  'a gradient 2 % too large',
  'a gradient that is cut off',
  'a small leak across the batch',
  'a leak across the heads',
  'randomness without a seed',
  'tensors that are kept',
];

const found = '✕';

/** Whether each law holds. */
const verdicts = (fault, stage) =>
  stageLaws(stage, drawn).map(({ name: law, check }) => {
    try {
      check();
      return { fault, law, verdict: 'holds' };
    } catch (error) {
      if (!(error instanceof LawBroken)) throw error;
      return { fault, law, verdict: 'broken' };
    }
  });

/** @param {string} folder */
export async function draw(folder) {
  const planted = faults.filter(({ fault }) => shown.includes(fault));
  const values = [
    ...verdicts('none', sound),
    ...planted.flatMap(({ fault, stage }) => verdicts(fault, stage)),
  ];
  const names = (field) => [...new Set(values.map((each) => each[field]))];
  const { config } = lines([{ name: '-', x: [0], y: [0] }], { xLabel: '-', yLabel: '-' }).specification;
  const axis = { grid: false, labelLimit: 0, ticks: false, domain: false };
  const specification = {
    // Text is taken to be wider than it is, which would leave much room around the labels.
    padding: { top: -40, left: -40, right: 12, bottom: 12 },
    width: { step: 24 },
    height: { step: 18 },
    data: { values },
    encoding: {
      x: {
        field: 'law',
        type: 'nominal',
        sort: names('law'),
        title: null,
        axis: { ...axis, orient: 'top', labelAngle: -40 },
      },
      y: { field: 'fault', type: 'nominal', sort: names('fault'), title: null, axis },
    },
    layer: [
      {
        mark: { type: 'rect', stroke: 'white' },
        encoding: {
          color: {
            field: 'verdict',
            type: 'nominal',
            title: null,
            scale: { domain: ['holds', 'broken'], range: ['#dceaf4', '#d55e00'] },
          },
        },
      },
      {
        transform: [{ filter: "datum.verdict === 'broken'" }],
        mark: { type: 'text', text: found, color: 'white', fontWeight: 'bold', fontSize: 12 },
      },
    ],
    config,
  };
  await save(join(folder, 'faults.png'), /** @type {any} */ ({ specification }));
}
