import type { RandomStream } from '@loci/random';
import { grade } from './grade.js';
import type { Grade } from './grade.js';
import type { MemN2N } from './memn2n.js';
import { drawBatches, inOrderOfSize } from './stories/batches.js';
import type { Batch, Cut } from './stories/batches.js';
import type { NumberedQuestion } from './stories/story-question.js';
import { storyTensors } from './stories/story-tensors.js';
import type { StoryTensorOptions, StoryTensors } from './stories/story-tensors.js';

/** A batch on the engine; its tensors are those of whoever takes it. */
export interface QuestionBatch {
  readonly tensors: StoryTensors;
  /** Questions that count. */
  readonly examples: number;
}

export interface QuestionAnsweringOptions {
  readonly network: MemN2N;
  readonly training: readonly NumberedQuestion[];
  /** @defaultValue none */
  readonly validation?: readonly NumberedQuestion[];
  /** Questions in a step, >= 1. @defaultValue 32 */
  readonly batch?: number;
  /** The largest share of empty sentences inserted in training, >= 0; 0 for none. @defaultValue 0 */
  readonly noise?: number;
}

/** A network and its questions as `fit` of `@loci/train` takes them. Its stages are 'linear' and 'softmax'. */
export function questionAnswering(options: QuestionAnsweringOptions) {
  const { network, training, validation = [], batch = 32, noise = 0 } = options;
  const cut: Cut<NumberedQuestion> = {
    batch,
    places: network.places,
    sizeOf: ({ facts }) => facts.length,
  };
  const bring = ({ items, places }: Batch<NumberedQuestion>, more: StoryTensorOptions): QuestionBatch => ({
    tensors: storyTensors(network, items, { places, ...more }),
    examples: items.length,
  });
  return {
    variables: network.variables,
    grade: (stories: StoryTensors, stage: string): Grade =>
      grade(network.answer(stories, { linear: stage === 'linear' }), stories),
    *training(random: RandomStream): Generator<QuestionBatch> {
      const blanks = noise > 0 ? { blanks: { share: noise, random } } : {};
      for (const drawn of drawBatches(training, cut, random)) yield bring(drawn, blanks);
    },
    /** Questions to be tested on; by default those of the validation. */
    *testing(questions: readonly NumberedQuestion[] = validation): Generator<QuestionBatch> {
      for (const sorted of inOrderOfSize(questions, cut)) yield bring(sorted, { batch });
    },
  };
}
