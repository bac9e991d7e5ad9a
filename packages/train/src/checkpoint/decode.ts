import { RunFileError } from '../errors.js';
import { checkForm, checkHeader, parseJson, readingForm } from '../stored.js';
import type { Checkpoint, NamedElements } from './checkpoint.js';
import { digest } from './digest.js';
import { byteLength, decodeElements, manifestSchema } from './manifest.js';
import type { WeightEntry } from './manifest.js';
import { FORMAT, stateFileSchema, VERSION } from './state-file.js';
import type { CheckpointFile, StateFile, VouchedFile } from './state-file.js';

/** Where the files of a checkpoint come from. Both methods reject with a RunFileError. */
export interface CheckpointSource {
  /** Names a file in messages. */
  where(file: CheckpointFile): string;
  size(file: CheckpointFile): Promise<number>;
  read(file: CheckpointFile): Promise<Uint8Array>;
}

/** No honest `state.json` is larger; nothing larger is read into memory. */
const LARGEST_STATE = 2 ** 24;

async function readState(source: CheckpointSource): Promise<StateFile> {
  const where = source.where('state.json');
  if ((await source.size('state.json')) > LARGEST_STATE) {
    throw new RunFileError(where, 'foreign', `is not a ${FORMAT} file: it is too large`);
  }
  const value = parseJson(where, new TextDecoder().decode(await source.read('state.json')));
  checkHeader(where, value, FORMAT, VERSION);
  // Digested as it stands there, before anything is interpreted.
  const { checksum, ...content } = value as Record<string, unknown>;
  if ((await digest(JSON.stringify(content))) !== checksum) {
    throw new RunFileError(where, 'corrupt', 'is damaged: its content does not match its checksum');
  }
  return checkForm(where, stateFileSchema, content);
}

/** The bytes of a file, if they are those that `state.json` vouches for. */
async function readVouched(
  source: CheckpointSource,
  state: StateFile,
  file: VouchedFile,
): Promise<Uint8Array> {
  const { bytes, sha256 } = state.files[file];
  const size = await source.size(file);
  if (size !== bytes) {
    const what = size < bytes ? 'truncated' : 'too long';
    throw new RunFileError(source.where(file), 'corrupt', `is ${what}: it has ${size} of ${bytes} bytes`);
  }
  const content = await source.read(file);
  if ((await digest(content)) !== sha256) {
    throw new RunFileError(
      source.where(file),
      'corrupt',
      'is damaged: its content does not match its checksum',
    );
  }
  return content;
}

async function readElements(
  source: CheckpointSource,
  state: StateFile,
  file: VouchedFile,
  entries: readonly WeightEntry[],
): Promise<NamedElements> {
  const content = await readVouched(source, state, file);
  if (byteLength(entries) !== content.length) {
    const what = `names ${byteLength(entries)} bytes in ${file}, which has ${content.length}`;
    throw new RunFileError(source.where('manifest.json'), 'corrupt', what);
  }
  return decodeElements(content, entries);
}

/**
 * Reads a checkpoint back, trusting nothing: neither that the files are whole, nor that they belong together, nor
 * that they are a checkpoint at all. Takes no more memory than a few times what the files are found to hold.
 *
 * @throws RunFileError that names the file and what is wrong with it.
 */
export const decodeCheckpoint = (source: CheckpointSource): Promise<Checkpoint> =>
  readingForm(source.where('state.json'), () => decode(source));

async function decode(source: CheckpointSource): Promise<Checkpoint> {
  const state = await readState(source);
  const manifestText = new TextDecoder().decode(await readVouched(source, state, 'manifest.json'));
  const where = source.where('manifest.json');
  const [weights, slots] = checkForm(where, manifestSchema, parseJson(where, manifestText));
  return {
    training: state.training,
    evaluations: state.evaluations,
    weights: await readElements(source, state, 'weights.bin', weights.weights),
    slots: await readElements(source, state, 'slots.bin', slots.weights),
  };
}
