import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { digest } from '../../src/checkpoint/digest.js';
import { decodeCheckpoint, encodeCheckpoint, RunFileError } from '../../src/index.js';
import type { Checkpoint, CheckpointFile } from '../../src/index.js';
import { sampleCheckpoint } from '../support/checkpoints.js';

type Files = Readonly<Record<CheckpointFile, Uint8Array>>;

let files: Files;
beforeAll(async () => {
  await tf.setBackend('cpu');
  files = await encodeCheckpoint(sampleCheckpoint);
});

const decode = (changed: Partial<Files>): Promise<Checkpoint> => {
  const all = { ...files, ...changed };
  return decodeCheckpoint({
    where: (file) => `here/${file}`,
    size: async (file) => all[file].length,
    read: async (file) => all[file],
  });
};

const problemWith = async (changed: Partial<Files>): Promise<RunFileError> => {
  const result: unknown = await decode(changed).catch((error: unknown) => error);
  expect(result).toBeInstanceOf(RunFileError);
  return result as RunFileError;
};

const bytes = (text: string) => new TextEncoder().encode(text);
const file = fc.constantFrom<CheckpointFile[]>('state.json', 'manifest.json', 'weights.bin', 'slots.bin');

/** `state.json` with other content, and a checksum to match: what a bug or a malicious hand could write. */
async function stateWith(change: (state: Record<string, unknown>) => unknown): Promise<Partial<Files>> {
  const state = JSON.parse(new TextDecoder().decode(files['state.json'])) as Record<string, unknown>;
  delete state['checksum'];
  const content = change(state) as object;
  return {
    'state.json': bytes(JSON.stringify({ ...content, checksum: await digest(JSON.stringify(content)) })),
  };
}

/** Another manifest, vouched for. */
async function withManifest(manifest: unknown): Promise<Partial<Files>> {
  const content = bytes(JSON.stringify(manifest));
  const fingerprint = { bytes: content.length, sha256: await digest(content) };
  const state = await stateWith((old) => ({
    ...old,
    files: { ...(old['files'] as object), 'manifest.json': fingerprint },
  }));
  return { ...state, 'manifest.json': content };
}

const manifestNow = () => JSON.parse(new TextDecoder().decode(files['manifest.json']));

test('what is intact is read', async () => expect(await decode({})).toEqual(sampleCheckpoint));

test('random bytes in place of any file are refused', async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.uint8Array({ maxLength: 2000 }), async (name, random) => {
      expect((await problemWith({ [name]: random })).file).toBe(`here/${name}`);
    }),
    { numRuns: 300 },
  );
});

test('any change of any byte, any cut and any addition is noticed', async () => {
  const damage = fc.oneof(
    fc.record({ at: fc.nat(), flip: fc.integer({ min: 1, max: 255 }) }),
    fc.record({ cut: fc.nat() }),
    fc.record({ more: fc.uint8Array({ minLength: 1, maxLength: 50 }) }),
  );
  await fc.assert(
    fc.asyncProperty(file, damage, async (name, how) => {
      const sound = files[name];
      let damaged: Uint8Array = Uint8Array.from(sound);
      if ('at' in how) damaged[how.at % sound.length] ^= how.flip;
      if ('cut' in how) damaged = sound.slice(0, how.cut % sound.length);
      if ('more' in how) damaged = Uint8Array.from([...sound, ...how.more]);
      const result: unknown = await decode({ [name]: damaged }).catch((error: unknown) => error);
      // White space in JSON means nothing; all else does.
      if (result instanceof RunFileError) expect(result.file).toBe(`here/${name}`);
      else expect([name, result]).toEqual(['state.json', sampleCheckpoint]);
    }),
    { numRuns: 500 },
  );
});

test('random JSON in place of the state or the manifest is refused, even if its checksums are right', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
      await problemWith(await withManifest(value));
      await problemWith(await stateWith((state) => ({ ...state, training: value })));
      await problemWith(await stateWith((state) => ({ ...state, files: value })));
      await problemWith({ 'state.json': bytes(JSON.stringify(value)) });
    }),
    { numRuns: 200 },
  );
});

describe('says what is wrong', () => {
  const cases: [string, RunFileError['problem'], string, () => Promise<Partial<Files>>][] = [
    ['an empty state', 'corrupt', 'here/state.json: is empty', async () => ({ 'state.json': bytes('') })],
    [
      'a state that is cut off',
      'corrupt',
      'here/state.json: is damaged: it is not JSON (cut off, or overwritten)',
      async () => ({ 'state.json': files['state.json'].slice(0, 100) }),
    ],
    [
      'a file of something else',
      'foreign',
      'here/state.json: is not a loci-checkpoint file',
      async () => ({ 'state.json': bytes('{"format":"layers-model","modelTopology":{}}') }),
    ],
    [
      'a newer format',
      'newer',
      'here/state.json: was written by a newer version (format 2; this one reads 1): update @loci/train',
      async () => stateWith((state) => ({ ...state, version: 2, more: [] })),
    ],
    [
      'a changed state',
      'corrupt',
      'here/state.json: is damaged: its content does not match its checksum',
      async () => ({
        'state.json': bytes(new TextDecoder().decode(files['state.json']).replace('48', '49')),
      }),
    ],
    [
      'truncated weights',
      'corrupt',
      'here/weights.bin: is truncated: it has 10 of 45 bytes',
      async () => ({ 'weights.bin': files['weights.bin'].slice(0, 10) }),
    ],
    [
      'weights of another checkpoint',
      'corrupt',
      'here/slots.bin: is damaged: its content does not match its checksum',
      async () => ({ 'slots.bin': files['slots.bin'].map((byte) => byte ^ 1) }),
    ],
    [
      'a manifest that names more than there is',
      'corrupt',
      'here/manifest.json: names 4000000000000 bytes in weights.bin, which has 45',
      async () => {
        const [weights, slots] = manifestNow();
        return withManifest([
          { ...weights, weights: [{ name: 'x', shape: [1e6, 1e6], dtype: 'float32' }] },
          slots,
        ]);
      },
    ],
    [
      'a manifest with a name twice',
      'corrupt',
      'here/manifest.json: is damaged: 1.weights: must not name a tensor twice',
      async () => {
        const [weights, slots] = manifestNow();
        return withManifest([weights, { ...slots, weights: [slots.weights[0], slots.weights[0]] }]);
      },
    ],
    [
      'a random state that is none',
      'corrupt',
      'here/state.json: is damaged: training.random: Too small: expected array to have exactly 4 items',
      async () =>
        stateWith((state) => ({ ...state, training: { ...(state['training'] as object), random: [1] } })),
    ],
  ];
  test.each(cases)('%s', async (_name, problem, message, changed) => {
    const error = await problemWith(await changed());
    expect(error.message).toBe(message);
    expect(error.problem).toBe(problem);
  });

  test('JSON nested without end', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const state = `{"format":"loci-checkpoint","version":1,"training":${deep}}`;
    expect((await problemWith({ 'state.json': bytes(state) })).problem).toBe('corrupt');
  });

  test('a state file too large to be one is not read', async () => {
    let read = false;
    const decoding = decodeCheckpoint({
      where: (name) => name,
      size: async () => 2 ** 40,
      read: async () => {
        read = true;
        return bytes('');
      },
    });
    await expect(decoding).rejects.toThrow('state.json: is not a loci-checkpoint file: it is too large');
    expect(read).toBe(false);
  });
});
