export type { Checkpoint, Elements, NamedElements, TrainingState } from './checkpoint/checkpoint.js';
export { decodeCheckpoint } from './checkpoint/decode.js';
export type { CheckpointSource } from './checkpoint/decode.js';
export { encodeCheckpoint } from './checkpoint/encode.js';
export type { CheckpointFile } from './checkpoint/state-file.js';
export { clip, globalNorm } from './clip.js';
export type { ClipOptions } from './clip.js';
export { eager, release } from './compile.js';
export type { Compile } from './compile.js';
export type {
  Curriculum,
  GatedCurriculum,
  GrowingCurriculum,
  MixtureCurriculum,
  UniformCurriculum,
} from './curricula/curriculum.js';
export { lengthsOf } from './curricula/draw.js';
export type { CurriculumState } from './curricula/draw.js';
export type { ComplexityCurriculum, ComplexityState } from './episodes/complexity.js';
export { evaluateEpisodes } from './episodes/evaluate-episodes.js';
export type { EvaluateEpisodesOptions, LevelScore } from './episodes/evaluate-episodes.js';
export type {
  EpisodeEvent,
  EpisodeProgressEvent,
  EpisodeStepEvent,
  LevelEvaluationEvent,
} from './episodes/events.js';
export { episodeTensors, learnerVariables } from './episodes/learner.js';
export type { EpisodeLearner, EpisodeTensors, LearnerGroup, Outcome } from './episodes/learner.js';
export type {
  EpisodeSettings,
  EpisodeStopRules,
  LevelEvaluationOptions,
  TrainEpisodesOptions,
} from './episodes/options.js';
export { trainEpisodes } from './episodes/train-episodes.js';
export { RunFileError } from './errors.js';
export type { RunFileProblem } from './errors.js';
export { evaluate } from './evaluate.js';
export type { EvaluateOptions, LengthScore } from './evaluate.js';
export type { EvaluationState } from './evaluations.js';
export type {
  CheckpointEvent,
  Culprit,
  DivergedEvent,
  EvaluationEvent,
  FinishedEvent,
  InterruptedEvent,
  ProgressEvent,
  RecoveryEvent,
  RestartedEvent,
  RunEvent,
  StartedEvent,
  StepEvent,
  StopReason,
  TakenBackEvent,
  TrainEvent,
} from './events.js';
export type { Json } from './json.js';
export { bitsPerNat, crossEntropy, lossWeight } from './losses.js';
export type { BatchTensors, LossScale } from './losses.js';
export type { MetricsLine } from './metrics.js';
export type { AdadeltaOptions } from './optimizers/adadelta.js';
export type { AdagradOptions } from './optimizers/adagrad.js';
export type { AdamOptions } from './optimizers/adam.js';
export type { AdamaxOptions } from './optimizers/adamax.js';
export type { MomentumOptions } from './optimizers/momentum.js';
export { gravesRMSProp } from './optimizers/rmsprop.js';
export type { RMSPropOptions } from './optimizers/rmsprop.js';
export type { Update, UpdateInput, UpdateRule } from './optimizers/rule.js';
export type { SGDOptions } from './optimizers/sgd.js';
export { Optimizer } from './optimizers/optimizer.js';
export { optimizerNames, updateRule } from './optimizers/table.js';
export type { OptimizerOptions } from './optimizers/table.js';
export type { CheckpointOptions, EvaluationOptions, TrainOptions } from './options.js';
export type { About, EpisodeRunRecord, RunRecord, SequenceRunRecord } from './record.js';
export type { RecoveryState } from './recovery/judge.js';
export type { RecoverySettings, Restart, TakeBack } from './recovery/options.js';
export { restoreWeights } from './restore.js';
export type { Decay, Schedule, ScheduleState } from './schedule.js';
export type { TrainSettings, TrainSettingsInput } from './settings.js';
export type { ScoreTarget, StopRules, Target } from './stop.js';
export { MemoryStore } from './store/memory-store.js';
export type { RunStore } from './store/run-store.js';
export { train } from './train.js';
export type { Trainable } from './trainable.js';
export { fit } from './fit/fit.js';
export type { EpochEvent, FitEvent, FitOptions } from './fit/fit.js';
export { scorer } from './fit/grades.js';
export type { Scorer } from './fit/grades.js';
export type { BatchGrade, ExampleBatch, FitScore, Learner } from './fit/learner.js';
export type { FitStage, StageRate } from './fit/stages.js';
