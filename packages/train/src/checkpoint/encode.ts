/**
 * A checkpoint as files: weights and slots in tfjs's weights format, and a `state.json` that holds all else, the sizes
 * and SHA-256 of the other files, and a checksum of itself.
 */
import type { Checkpoint } from './checkpoint.js';
import { encodeElements } from './manifest.js';
import type { Manifest } from './manifest.js';
import { digest } from './digest.js';
import { FORMAT, VERSION } from './state-file.js';
import type { CheckpointFile, Fingerprint, StateFile } from './state-file.js';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

const fingerprint = async (bytes: Uint8Array): Promise<Fingerprint> => ({
  bytes: bytes.length,
  sha256: await digest(bytes),
});

/** The bytes of each file; the same checkpoint gives the same bytes. */
export async function encodeCheckpoint(
  checkpoint: Checkpoint,
): Promise<Readonly<Record<CheckpointFile, Uint8Array>>> {
  const weights = await encodeElements(checkpoint.weights);
  const slots = await encodeElements(checkpoint.slots);
  const manifest: Manifest = [
    { paths: ['weights.bin'], weights: weights.entries },
    { paths: ['slots.bin'], weights: slots.entries },
  ];
  const files = { 'manifest.json': json(manifest), 'weights.bin': weights.bytes, 'slots.bin': slots.bytes };
  const state: StateFile = {
    format: FORMAT,
    version: VERSION,
    files: {
      'manifest.json': await fingerprint(files['manifest.json']),
      'weights.bin': await fingerprint(files['weights.bin']),
      'slots.bin': await fingerprint(files['slots.bin']),
    },
    training: checkpoint.training,
    evaluations: checkpoint.evaluations,
  };
  return { ...files, 'state.json': json({ ...state, checksum: await digest(JSON.stringify(state)) }) };
}
