/** Every stage, and the schemes of the models, under the laws that users' own must obey. */
import {
  closedGate,
  fullSharpening,
  fullStrength,
  noSharpening,
  openGate,
  schemeLaws,
  type SchemeLawOptions,
  shiftedBy,
  stageLaws,
  type StageLawOptions,
} from '@loci/laws';
import * as tf from '@tensorflow/tfjs';
import {
  addressing,
  argmax,
  content,
  interpolate,
  sample,
  type Scheme,
  sharpen,
  shift,
  type Stage,
  topK,
} from '../src/index.js';

beforeAll(() => tf.setBackend('cpu'));

const anywhere = { symmetry: 'permutation' } as const;
const ring = { symmetry: 'rotation', masks: false } as const;

/** The weighting that came in, scaled to one: what a sample of it is in the mean. */
const itself: Stage = {
  name: 'itself',
  emits: () => ({}),
  apply: (_emitted, { weighting }) => tf.div(weighting, tf.maximum(tf.sum(weighting, -1, true), 1e-20)),
};

const stages: Record<string, [Stage, StageLawOptions]> = {
  'content by cosine': [content(), { ...anywhere, limits: [fullStrength] }],
  'content by cosine of a free key': [content({ squash: 'none', epsilon: 0.1 }), anywhere],
  'content by dot product': [content({ similarity: 'dot' }), anywhere],
  'content by dot product with a strength': [
    content({ similarity: 'dot', strength: true }),
    { ...anywhere, limits: [fullStrength] },
  ],
  'content by an additive comparison': [content({ similarity: 'additive', units: 3 }), anywhere],
  interpolate: [interpolate(), { ...anywhere, limits: [closedGate, openGate] }],
  'shift in a ring': [shift(), { ...ring, limits: shiftedBy(1, 'circular') }],
  'shift far in a ring': [shift({ range: 4 }), { ...ring, limits: shiftedBy(4, 'circular') }],
  'shift by nothing': [shift({ range: 0 }), ring],
  'shift between ends': [shift({ boundary: 'bounded', range: 2 }), { limits: shiftedBy(2, 'bounded') }],
  'shift by a drawn offset': [shift({ taps: 'sample' }), { ...ring, soft: shift() }],
  'shift by the likeliest offset': [shift({ taps: 'argmax' }), { ...ring, limits: shiftedBy(1, 'circular') }],
  sharpen: [sharpen(), { ...anywhere, limits: [noSharpening, fullSharpening] }],
  'top 1': [topK({ k: 1 }), anywhere],
  'top 3': [topK({ k: 3 }), anywhere],
  sample: [sample(), { ...anywhere, soft: itself }],
  argmax: [argmax(), anywhere],
};

describe.each(Object.entries(stages))('%s', (_name, [stage, options]) => {
  test.each(stageLaws(stage, options))('$name', ({ check }) => check());
});

const schemes: Record<string, [Scheme, SchemeLawOptions]> = {
  'Neural Turing Machine': [addressing(content(), interpolate(), shift(), sharpen()), { masks: false }],
  'Neural Turing Machine between ends': [
    addressing(content(), interpolate(), shift({ boundary: 'bounded' }), sharpen()),
    {},
  ],
  'sparse memory': [addressing(content(), topK({ k: 2 }), interpolate()), anywhere],
  'soft alignment': [addressing(content({ similarity: 'additive', units: 2 })), anywhere],
  'hard alignment': [
    addressing(content({ similarity: 'dot' }), sample()),
    { ...anywhere, soft: addressing(content({ similarity: 'dot' })) },
  ],
  'head moves between ends': [
    addressing(shift({ boundary: 'bounded', taps: 'sample' })),
    { soft: addressing(shift({ boundary: 'bounded' })) },
  ],
};

describe.each(Object.entries(schemes))('%s', (_name, [scheme, options]) => {
  test.each(schemeLaws(scheme, options))('$name', ({ check }) => check());
});
