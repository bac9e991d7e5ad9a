import { longestSentence, MemN2N, numberQuestions, questionAnswering, Vocabulary } from '@loci/memn2n';
import { RandomStream } from '@loci/random';
import { babiExamples } from '@loci/tasks';
import { readBabiFolder } from '@loci/tasks/node';
import { fit, scorer } from '@loci/train';
import { engines } from '../engines/table.js';
import { storedNetwork } from './network-file.js';
import type { StoredNetwork } from './network-file.js';
import { presetOf, seedOf } from './settings.js';
import type { BabiJob, BabiResult, BabiSettings } from './settings.js';

/** Where the published files are. */
export interface BabiSource {
  readonly folder: string;
  readonly size?: 'en' | 'en-10k';
}

/** What a restart is given; plain data, so that it can be sent to a worker. */
export interface RestartCall {
  readonly source: BabiSource;
  readonly settings: BabiSettings;
  readonly job: BabiJob;
}

/** Where a restart stands. */
export interface RestartProgress {
  /** Epochs done, of so many at most. */
  readonly epoch: number;
  readonly epochs: number;
  /** The share of wrong answers in the last epoch. */
  readonly error: number;
}

/** What a restart came to, and its network. */
export interface Restarted {
  readonly result: BabiResult;
  readonly network: StoredNetwork;
}

/** Trains one network and tests it. @returns undefined if the signal came first */
export async function restart(
  { source, settings, job }: RestartCall,
  tell: (progress: RestartProgress) => void,
  signal?: AbortSignal,
): Promise<Restarted | undefined> {
  const started = performance.now();
  const compile = await engines.jit.start();
  const { folder, ...size } = source;
  const tasks = (await readBabiFolder(folder, { tasks: job.tasks, ...size })).map((task) => ({
    number: task.number,
    train: babiExamples(task.train),
    test: babiExamples(task.test),
  }));
  const all = tasks.flatMap(({ train }) => train);
  const vocabulary = Vocabulary.of(all);
  const { model, training } = presetOf(settings);
  const { words } = vocabulary;
  const sentenceWords = longestSentence(all);
  const random = RandomStream.fromSeed(seedOf(settings, job));
  const [weightSeed, fitSeed] = [random.integer(0, 2 ** 31), random.integer(0, 2 ** 31)];
  const questions = random.shuffle(numberQuestions(all, vocabulary));
  const held = Math.floor(training.validation * questions.length);

  const network = new MemN2N({ ...model, words: words.length, sentenceWords, seed: weightSeed });
  const learner = questionAnswering({
    network,
    training: questions.slice(held),
    validation: questions.slice(0, held),
    batch: training.batch,
    noise: training.noise,
  });
  const grader = scorer(learner, compile);
  try {
    const { stages, clip } = training;
    const epochs = stages.reduce((sum, stage) => sum + stage.epochs, 0);
    let [epoch, diverged] = [0, false];
    for await (const event of fit({
      learner,
      stages,
      clip,
      seed: fitSeed,
      compile,
      ...(signal && { signal }),
    })) {
      if (event.type === 'interrupted') return undefined;
      if (event.type === 'diverged') diverged = true;
      epoch = event.epoch;
      if (event.type === 'epoch') tell({ epoch, epochs, error: event.training.error });
    }
    const trained = await grader.score(learner.testing(questions.slice(held)), 'softmax');
    const tests = [];
    for (const { number, test } of tasks) {
      const asked = numberQuestions(test, vocabulary);
      const { error } = await grader.score(learner.testing(asked), 'softmax');
      const unknownAnswers = asked.filter(({ answer }) => answer < 0).length;
      tests.push({ task: number, questions: asked.length, error, unknownAnswers });
    }
    return {
      result: {
        ...job,
        diverged,
        epochs: epoch,
        seconds: (performance.now() - started) / 1000,
        trainingError: trained.error,
        trainingLoss: trained.loss,
        tests,
      },
      network: await storedNetwork(network, { tasks: job.tasks, model, words, sentenceWords }),
    };
  } finally {
    grader.dispose();
    network.dispose();
  }
}
