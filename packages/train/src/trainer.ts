import { RandomStream } from '@loci/random';
import type { RandomState } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { batchTensors, drawBatch, predictionsIn } from './batch.js';
import type { DrawnBatch } from './batch.js';
import type { Checkpoint } from './checkpoint/checkpoint.js';
import { release } from './compile.js';
import { fitsCurriculum, isComplete, observeLengths, startCurriculum } from './curricula/draw.js';
import type { CurriculumState } from './curricula/draw.js';
import { diagnose } from './divergence.js';
import { RunFileError } from './errors.js';
import type { DivergedEvent, ProgressEvent, RecoveryEvent, StepEvent, StopReason } from './events.js';
import { LossWindow, meanLoss } from './loss-window.js';
import { Optimizer } from './optimizers/optimizer.js';
import { updateRule } from './optimizers/table.js';
import type { Plan } from './options.js';
import { assignRun, readRun } from './restore.js';
import type { Learning } from './run.js';
import { Recovery } from './recovery/recovery.js';
import { observeSuccess, rateAt, startSchedule } from './schedule.js';
import type { ScheduleState } from './schedule.js';
import { lossAndGradients, trainedVariables, trainingStep } from './step.js';
import { stopAfterStep } from './stop.js';
import type { Standing } from './stop.js';
import { Stopwatch } from './stopwatch.js';

/** The part of a run that learns: it draws batches, takes steps and remembers all that the next step depends on. */
export class Trainer implements Learning<StepEvent, ProgressEvent> {
  private steps = 0;
  private sequences = 0;
  private curriculum: CurriculumState;
  private schedule: ScheduleState;
  private readonly window: LossWindow;
  private readonly stopwatch: Stopwatch;
  private readonly optimizer: Optimizer;
  private readonly recovery: Recovery;
  private readonly healthy = tf.tidy(() => tf.variable(tf.scalar(true), false));
  private readonly takeStep: ReturnType<typeof trainingStep>;
  /** The random states that the steps not read yet began with, to find out which of them went wrong, and why. */
  private unread: { readonly began: RandomState; readonly predictions: number }[] = [];

  constructor(
    private readonly plan: Plan,
    private random: RandomStream,
  ) {
    const { model, task, settings, compile, clock } = plan;
    this.curriculum = startCurriculum(settings.curriculum);
    this.schedule = startSchedule(settings.rate);
    this.window = new LossWindow(settings.window);
    this.stopwatch = new Stopwatch(clock);
    this.optimizer = new Optimizer(updateRule(settings.optimizer), trainedVariables(model));
    this.recovery = new Recovery(settings, model, this.optimizer);
    this.takeStep = compile(trainingStep(model, task.outputs, settings, this.optimizer, this.healthy));
  }

  get standing(): Standing {
    return { step: this.steps, seconds: this.stopwatch.seconds };
  }

  /** The average bits a sequence once the curriculum draws all its lengths and the window is full of such steps. */
  private get success(): number | undefined {
    const { curriculum, window } = this.plan.settings;
    const steps = this.steps - this.recovery.began - window;
    return isComplete(curriculum, this.curriculum, steps) ? this.window.average : undefined;
  }

  reasonToStop(read: boolean): StopReason | undefined {
    return stopAfterStep(this.plan.stop, { ...this.standing, success: read ? this.success : undefined });
  }

  step(): StepEvent {
    return this.stopwatch.during(() => {
      const rate = this.rateOf(this.steps);
      const began = this.random.state;
      const sample = this.draw(this.steps, this.random);
      this.unread.push({ began, predictions: predictionsIn(sample, this.plan.task) });
      const batch = batchTensors(sample);
      const rateTensor = tf.scalar(rate);
      this.window.push(this.takeStep(batch, rateTensor));
      tf.dispose([Object.values(batch), rateTensor]);
      this.steps++;
      this.sequences += sample.lengths.length;
      return { type: 'step', step: this.steps, rate, lengths: sample.lengths };
    });
  }

  async read(): Promise<DivergedEvent | undefined> {
    const { model, task, settings } = this.plan;
    const losses = await this.stopwatch.duringAsync(() => this.window.read());
    const wrong = losses.findIndex(({ loss, bits }) => !Number.isFinite(loss) || !Number.isFinite(bits));
    const { unread } = this;
    this.unread = [];
    if (wrong < 0) {
      losses.forEach(({ bits }, step) => this.recovery.add(bits * settings.batch, unread[step].predictions));
      return undefined;
    }
    const before = this.steps - losses.length + wrong;
    const sample = this.draw(before, RandomStream.fromState(unread[wrong].began));
    return diagnose(
      model.variables,
      () => lossAndGradients(model, task.outputs, settings.lossScale, batchTensors(sample)),
      before + 1,
    );
  }

  progress(): { readonly event: Omit<ProgressEvent, 'secondsLeft'>; readonly speed: number } {
    const { settings } = this.plan;
    const { losses } = this.window;
    const { laps, seconds } = this.stopwatch.lap();
    const speed = laps / seconds;
    return {
      speed,
      event: {
        type: 'progress',
        step: this.steps,
        sequences: this.sequences,
        ...meanLoss(losses.slice(-settings.readEvery)),
        averageBits: meanLoss(losses).bits,
        rate: this.rateOf(this.steps - 1),
        seconds: this.stopwatch.seconds,
        sequencesPerSecond: speed * settings.batch,
      },
    };
  }

  observe(): RecoveryEvent | undefined {
    const event = this.recovery.observe(this.steps, this.random);
    if (!event) {
      this.observeSuccess();
      return undefined;
    }
    // What was measured belongs to weights that are gone.
    this.window.clear();
    if (event.type === 'restarted') this.curriculum = startCurriculum(this.plan.settings.curriculum);
    return event;
  }

  private observeSuccess(): void {
    const { rate, curriculum } = this.plan.settings;
    const { success, window } = this;
    if (success !== undefined) {
      this.schedule = observeSuccess(rate, this.schedule, { step: this.steps, bits: success });
    }
    if (window.average === undefined) return;
    const next = observeLengths(curriculum, this.curriculum, window.average);
    if (next === this.curriculum) return;
    this.curriculum = next;
    window.clear();
  }

  async snapshot(): Promise<Omit<Checkpoint, 'evaluations'>> {
    return {
      ...(await readRun(this.variables)),
      training: {
        ...this.standing,
        sequences: this.sequences,
        random: this.random.state,
        losses: this.window.losses,
        schedule: this.schedule,
        curriculum: this.curriculum,
        recovery: this.recovery.state,
      },
    };
  }

  restore(snapshot: Omit<Checkpoint, 'evaluations'>, where: string): void {
    const { training } = snapshot;
    const { settings } = this.plan;
    if (!fitsCurriculum(settings.curriculum, training.curriculum)) {
      throw new RunFileError(where, 'mismatch', 'holds the state of another curriculum');
    }
    assignRun(this.variables, snapshot, where);
    this.steps = training.step;
    this.sequences = training.sequences;
    this.random = RandomStream.fromState(training.random);
    this.schedule = training.schedule;
    this.curriculum = training.curriculum;
    this.recovery.restore(training.recovery);
    this.window.restore(training.losses);
    this.stopwatch.restore(training.seconds);
  }

  private get variables() {
    const { optimizer, recovery } = this;
    return { weights: this.plan.model.variables, slots: { ...optimizer.variables, ...recovery.variables } };
  }

  /** Frees everything but the model. */
  dispose(): void {
    this.window.drop();
    release(this.takeStep);
    this.optimizer.dispose();
    this.recovery.dispose();
    this.healthy.dispose();
  }

  /** The learning rate of the step after so many steps. */
  private rateOf(step: number): number {
    const { began, slowdown } = this.recovery;
    return slowdown * rateAt(this.plan.settings.rate, this.schedule, step, began);
  }

  private draw(step: number, random: RandomStream): DrawnBatch {
    const { model, task, settings } = this.plan;
    return drawBatch(
      task,
      model.noiseSize ?? 0,
      settings,
      this.curriculum,
      step - this.recovery.began,
      random,
    );
  }
}
