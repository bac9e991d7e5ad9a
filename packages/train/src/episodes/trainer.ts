import { RandomStream } from '@loci/random';
import type { RandomState } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { release } from '../compile.js';
import { diagnose } from '../divergence.js';
import { RunFileError } from '../errors.js';
import type { DivergedEvent, StopReason } from '../events.js';
import { Optimizer } from '../optimizers/optimizer.js';
import { updateRule } from '../optimizers/table.js';
import { assignRun, readRun } from '../restore.js';
import type { Learning } from '../run.js';
import { rateAt } from '../schedule.js';
import type { Schedule, ScheduleState } from '../schedule.js';
import { stopAfterStep } from '../stop.js';
import type { Standing } from '../stop.js';
import { Stopwatch } from '../stopwatch.js';
import { Complexity, isComplexityState } from './complexity.js';
import { episodeStep, groupedVariables, playedGradients, remembering } from './episode-step.js';
import type { EpisodeStepInput, EpisodeStepResult } from './episode-step.js';
import type { EpisodeProgressEvent, EpisodeStepEvent } from './events.js';
import { episodeTensors, learnerVariables } from './learner.js';
import type { EpisodePlan } from './options.js';

/** Batches come in the shapes of few levels alone, so that few programs are compiled. */
const roomFor = (level: number, high: number): number => {
  let room = high;
  while (room > 4 && Math.ceil(room / 2) >= level) room = Math.ceil(room / 2);
  return room;
};

const falling = (from: number, to: number, steps: number): Schedule => ({
  rate: from,
  decay: { shape: 'linear', begin: { step: 0 }, steps, to },
});

const fromTheStart: ScheduleState = { decayFrom: 0 };

const tensorsOf = ({ episode, noise, entropyWeight }: EpisodeStepInput): tf.Tensor[] => [
  ...(Object.values(episode) as tf.Tensor[]),
  noise,
  entropyWeight,
];

/** The levels of the episodes of a batch. */
interface Batch {
  readonly levels: readonly number[];
}

/** The part of a run of episodes that learns: it draws levels, plays, and remembers all that the next update depends on. */
export class EpisodeTrainer implements Learning<EpisodeStepEvent, EpisodeProgressEvent> {
  private updates = 0;
  private random: RandomStream;
  private readonly complexity: Complexity;
  private readonly rate: Schedule;
  private readonly entropy: Schedule;
  private readonly stopwatch: Stopwatch;
  private readonly optimizer: Optimizer;
  private readonly healthy = tf.tidy(() => tf.variable(tf.scalar(true), false));
  private readonly takeStep: ReturnType<typeof episodeStep>;
  /** What the updates not read yet gave, and the random states that they began with. */
  private unread: (Batch & { readonly began: RandomState; readonly result: EpisodeStepResult })[] = [];
  private last = { loss: NaN, symbols: NaN };

  constructor(private readonly plan: EpisodePlan) {
    const { learner, settings, compile, clock } = plan;
    const { seed, rate, entropyWeight, updates } = settings;
    this.random = RandomStream.fromSeed(seed);
    this.complexity = new Complexity(settings.curriculum);
    this.rate = falling(rate, rate / 10, updates);
    this.entropy = falling(entropyWeight, 0, updates);
    this.stopwatch = new Stopwatch(clock);
    this.optimizer = new Optimizer(updateRule(settings.optimizer), groupedVariables(learner));
    this.takeStep = compile(episodeStep(learner, this.optimizer, this.healthy));
  }

  get standing(): Standing {
    return { step: this.updates, seconds: this.stopwatch.seconds };
  }

  step(): EpisodeStepEvent {
    return this.stopwatch.during(() => {
      const began = this.random.state;
      const { levels, input } = this.draw(this.updates, this.random);
      const rate = rateAt(this.rate, fromTheStart, this.updates);
      const rateTensor = tf.scalar(rate);
      this.unread.push({ began, levels, result: this.takeStep(input, rateTensor) });
      tf.dispose([tensorsOf(input), rateTensor]);
      this.updates++;
      return { type: 'step', step: this.updates, rate, levels };
    });
  }

  async read(): Promise<DivergedEvent | undefined> {
    const { unread } = this;
    const told = await this.stopwatch.duringAsync(() =>
      Promise.all(
        unread.map(async ({ result }) => {
          const [[loss], [symbols], solved] = await Promise.all([
            result.loss.data(),
            result.symbols.data(),
            result.solved.data(),
          ]);
          return { loss, symbols, solved };
        }),
      ),
    );
    this.drop();
    const wrong = told.findIndex(({ loss }) => !Number.isFinite(loss));
    if (wrong >= 0) return this.explain(unread[wrong].began, this.updates - unread.length + wrong);
    told.forEach(({ solved }, index) => this.complexity.observe(unread[index].levels, solved));
    const { loss, symbols } = told.at(-1) ?? this.last;
    this.last = { loss, symbols };
    return undefined;
  }

  progress(): { readonly event: Omit<EpisodeProgressEvent, 'secondsLeft'>; readonly speed: number } {
    const { batch } = this.plan.settings;
    const { level, mistakes } = this.complexity.state;
    const { laps, seconds } = this.stopwatch.lap();
    const speed = laps / seconds;
    return {
      speed,
      event: {
        type: 'episode-progress',
        step: this.updates,
        episodes: this.updates * batch,
        level,
        mistakes,
        ...this.last,
        rate: rateAt(this.rate, fromTheStart, this.updates - 1),
        seconds: this.stopwatch.seconds,
        episodesPerSecond: speed * batch,
      },
    };
  }

  reasonToStop(): StopReason | undefined {
    const { stop, settings } = this.plan;
    const { level, mistakes } = this.complexity.state;
    const few = stop.mistakes !== undefined && mistakes < stop.mistakes;
    // Looked at with every reading that progress tells of, and when a run that ended there is resumed.
    const isRead = this.unread.length === 0 && this.updates % settings.readEvery === 0;
    if (isRead && few && level === settings.curriculum.high) return 'target';
    return stopAfterStep({ steps: stop.steps, seconds: stop.seconds }, this.standing);
  }

  observe(): undefined {
    this.complexity.takeOver();
  }

  async snapshot(): Promise<Omit<Checkpoint, 'evaluations'>> {
    return {
      ...(await readRun(this.variables)),
      training: {
        ...this.standing,
        sequences: this.updates * this.plan.settings.batch,
        random: this.random.state,
        losses: [],
        schedule: fromTheStart,
        curriculum: this.complexity.state,
      },
    };
  }

  restore(snapshot: Omit<Checkpoint, 'evaluations'>, where: string): void {
    const { training } = snapshot;
    if (!isComplexityState(training.curriculum)) {
      throw new RunFileError(where, 'mismatch', 'holds the state of another curriculum');
    }
    assignRun(this.variables, snapshot, where);
    this.updates = training.step;
    this.random = RandomStream.fromState(training.random);
    this.complexity.state = training.curriculum;
    this.stopwatch.restore(training.seconds);
  }

  private get variables() {
    return { weights: learnerVariables(this.plan.learner), slots: { ...this.optimizer.variables } };
  }

  /** Frees everything but the learner. */
  dispose(): void {
    this.drop();
    release(this.takeStep);
    this.optimizer.dispose();
    this.healthy.dispose();
  }

  /** What the update after so many updates is made of; its tensors are the caller's to dispose. */
  private draw(update: number, random: RandomStream): Batch & { readonly input: EpisodeStepInput } {
    const { task, learner, settings } = this.plan;
    const { batch, curriculum } = settings;
    const levels = Array.from({ length: batch }, () => this.complexity.draw(random));
    const sample = task.sample(random, { levels, room: roomFor(Math.max(...levels), curriculum.high) });
    const noise = Float32Array.from({ length: sample.time * batch * learner.noiseSize }, () =>
      random.gumbel(),
    );
    return {
      levels,
      input: {
        episode: episodeTensors(sample),
        noise: tf.tensor3d(noise, [sample.time, batch, learner.noiseSize]),
        entropyWeight: tf.scalar(rateAt(this.entropy, fromTheStart, update)),
      },
    };
  }

  /** What went wrong in the update after so many updates. */
  private async explain(began: RandomState, update: number): Promise<DivergedEvent> {
    const { learner } = this.plan;
    const { input } = this.draw(update, RandomStream.fromState(began));
    try {
      const compute = () => {
        const takeBack = remembering(learner);
        const played = playedGradients(learner, input);
        takeBack();
        return played;
      };
      return await diagnose(learnerVariables(learner), compute, update + 1);
    } finally {
      tf.dispose(tensorsOf(input));
    }
  }

  private drop(): void {
    this.unread.forEach(({ result: { loss, symbols, solved } }) => tf.dispose([loss, symbols, solved]));
    this.unread = [];
  }
}
