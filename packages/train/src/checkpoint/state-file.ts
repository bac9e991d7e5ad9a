import type { RandomState } from '@loci/random';
import { z } from 'zod';
import { curriculumStateSchema } from '../curricula/draw.js';
import { complexityStateSchema } from '../episodes/complexity.js';
import { evaluationStateSchema } from '../evaluations.js';
import { recoveryStateSchema } from '../recovery/judge.js';
import { scheduleStateSchema } from '../schedule.js';
import type { Checkpoint, TrainingState } from './checkpoint.js';

/** The files of a checkpoint that `state.json` vouches for. */
export type VouchedFile = 'manifest.json' | 'weights.bin' | 'slots.bin';
export type CheckpointFile = VouchedFile | 'state.json';

/** The size and the SHA-256 of a file, in hexadecimal. */
export interface Fingerprint {
  readonly bytes: number;
  readonly sha256: string;
}

export const FORMAT = 'loci-checkpoint';
export const VERSION = 1;

/** What `state.json` holds beside the checksum of all this. */
export interface StateFile extends Pick<Checkpoint, 'training' | 'evaluations'> {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly files: Readonly<Record<VouchedFile, Fingerprint>>;
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const fingerprint: z.ZodType<Fingerprint> = z.strictObject({ bytes: z.int().min(0), sha256 });

const trainingSchema: z.ZodType<TrainingState> = z.strictObject({
  step: z.int().min(0),
  sequences: z.int().min(0),
  seconds: z.number().min(0),
  random: z.array(z.int32()).length(4) as z.ZodType<RandomState>,
  losses: z.array(z.strictObject({ loss: z.number(), bits: z.number() })),
  schedule: scheduleStateSchema,
  curriculum: z.union([curriculumStateSchema, complexityStateSchema]),
  recovery: recoveryStateSchema.optional(),
});

export const stateFileSchema: z.ZodType<StateFile> = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  files: z.strictObject({
    'manifest.json': fingerprint,
    'weights.bin': fingerprint,
    'slots.bin': fingerprint,
  }),
  training: trainingSchema,
  evaluations: evaluationStateSchema,
});
