/**
 * The settings of the paper: A. Graves, G. Wayne, I. Danihelka (2014), arXiv 1410.5401, section 4.6 and tables 1 to 3.
 *
 * A head of the tables is a read head and a write head. Of the range of the shift and of how memory, weightings and
 * state begin the paper says nothing: they are this package's defaults. Nor does it give the size of a batch: one
 * sequence here, since it counts progress in sequences.
 */
import type { ControllerChoice } from '../options.js';
import type { Preset, TrainingPreset } from './preset.js';

/** RMSProp in the form of Graves 2013 (arXiv 1308.0850, equations 38 to 45) with the paper's momentum and clipping. */
const training = (rate: number): TrainingPreset => ({
  batch: 1,
  optimizer: { name: 'rmsprop', centered: true, decay: 0.95, momentum: 0.9, epsilon: 1e-4 },
  rate,
  clip: { value: 10 },
  lossScale: 'sequence',
});

const source = (table: number): string => `arXiv 1410.5401, section 4.6 and table ${table}`;

const ntm = (table: number, controller: ControllerChoice, heads: number, rate: number): Preset => ({
  source: source(table),
  model: {
    model: 'ntm',
    places: 128,
    width: 20,
    controller,
    readHeads: heads,
    writeHeads: heads,
  },
  training: training(rate),
});

/** Table 1. */
export const paperFeedForward = (heads: number, units: number, rate: number): Preset =>
  ntm(1, { kind: 'feed-forward', units }, heads, rate);

/** Table 2. */
export const paperLSTM = (heads: number, units: number, layers: number, rate: number): Preset =>
  ntm(2, { kind: 'lstm', units, layers }, heads, rate);

/** Table 3. */
export const paperBaseline = (units: number, rate: number): Preset => ({
  source: source(3),
  model: { model: 'lstm', units, layers: 3 },
  training: training(rate),
});
