/**
 * The columns of the paper's Table 1 (1,000 training questions a task) and of its Table 2 (10,000): arXiv 1503.08895,
 * section 4. Where the paper leaves something open the values are those of the authors' published code: the position
 * encoding, and after how many epochs a linear start ends.
 */
import type { MemN2NOptions } from '../options.js';
import type { Preset, PresetStage } from './preset.js';

/** How many questions a task is trained on. */
export type TrainingSize = '1k' | '10k';

/** Epochs of the softmax stage, and after how many of them the rate is halved. */
interface Length {
  readonly epochs: number;
  readonly halved: number;
  readonly linear: number;
}

const single: Length = { epochs: 100, halved: 25, linear: 20 };
const joint: Readonly<Record<TrainingSize, Length>> = {
  '1k': { epochs: 60, halved: 15, linear: 30 },
  '10k': { epochs: 20, halved: 5, linear: 30 },
};

/** Without the softmax first, at half the rate, which then stays. */
const stages = ({ epochs, halved, linear }: Length, linearStart: boolean): PresetStage[] => [
  ...(linearStart ? [{ name: 'linear', epochs: linear, rate: { start: 0.005 } } as const] : []),
  { name: 'softmax', epochs, rate: { start: linearStart ? 0.005 : 0.01, every: halved } },
];

interface Column {
  readonly title: string;
  readonly model?: MemN2NOptions;
  readonly joint?: boolean;
  readonly linearStart?: boolean;
  readonly noise?: boolean;
}

const columns = {
  bow: { title: 'BoW', model: { encoding: 'bag-of-words' } },
  pe: { title: 'PE' },
  'pe-ls': { title: 'PE LS', linearStart: true },
  'pe-ls-rn': { title: 'PE LS RN', linearStart: true, noise: true },
  'pe-ls-rn-relu': { title: 'PE LS RN*', model: { width: 100, relu: true }, linearStart: true, noise: true },
  'joint-1-hop': { title: '1 hop PE LS joint', model: { hops: 1 }, joint: true, linearStart: true },
  'joint-2-hops': { title: '2 hops PE LS joint', model: { hops: 2 }, joint: true, linearStart: true },
  'joint-3-hops': { title: '3 hops PE LS joint', joint: true, linearStart: true },
  'joint-pe-ls-rn': { title: 'PE LS RN joint', joint: true, linearStart: true, noise: true },
  'joint-pe-ls-lw': {
    title: 'PE LS LW joint',
    model: { tying: 'layer-wise' },
    joint: true,
    linearStart: true,
  },
} as const satisfies Readonly<Record<string, Column>>;

export type PresetName = keyof typeof columns;

export const presetNames = Object.keys(columns) as readonly PresetName[];

/** The preset of a column. */
export function preset(name: PresetName, size: TrainingSize = '1k'): Preset {
  const { title, model, joint: all = false, linearStart = false, noise = false }: Column = columns[name];
  const length = all ? joint[size] : single;
  return {
    source: `arXiv 1503.08895, ${size === '1k' ? 'Table 1' : 'Table 2'}, ${title}`,
    title,
    joint: all,
    model: { width: all ? 50 : 20, hops: 3, places: 50, encoding: 'position-of-code', ...model },
    training: {
      batch: 32,
      stages: stages(length, linearStart),
      noise: noise ? 0.1 : 0,
      clip: { variableNorm: 40 },
      validation: 0.1,
    },
  };
}

/**
 * The stages with a linear start that ends as the paper says: once the validation loss falls no more, instead of after the
 * number of epochs of the authors' code, with as many epochs as the other stage has at most.
 */
export const switchedByValidation = (given: readonly PresetStage[]): PresetStage[] =>
  given.map((stage) =>
    stage.name === 'linear'
      ? { ...stage, epochs: Math.max(...given.map(({ epochs }) => epochs)), untilStall: true }
      : stage,
  );
