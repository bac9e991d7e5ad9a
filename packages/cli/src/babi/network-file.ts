import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { MemN2N, Vocabulary } from '@loci/memn2n';
import type { MemN2NOptions } from '@loci/memn2n';
import { writeFiles } from '@loci/train/node';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { UsageError } from '../errors.js';

/** A trained network as data. */
export interface StoredNetwork {
  readonly format: 'loci-memn2n';
  readonly version: 1;
  /** The tasks it was trained on. */
  readonly tasks: readonly number[];
  readonly model: MemN2NOptions;
  readonly words: readonly string[];
  readonly sentenceWords: number;
  /** The weights in tfjs's format, and what they are. */
  readonly weights: { readonly specs: tf.io.WeightsManifestEntry[]; readonly base64: string };
}

const schema = z.object({
  format: z.literal('loci-memn2n'),
  version: z.literal(1),
  tasks: z.array(z.int()),
  model: z.looseObject({}),
  words: z.array(z.string()),
  sentenceWords: z.int(),
  weights: z.object({ specs: z.array(z.looseObject({ name: z.string() })), base64: z.base64() }),
});

/** A network as data, with what makes it again. */
export async function storedNetwork(
  network: MemN2N,
  about: Pick<StoredNetwork, 'tasks' | 'model' | 'words' | 'sentenceWords'>,
): Promise<StoredNetwork> {
  const tensors = Object.entries(network.variables).map(([name, tensor]) => ({ name, tensor }));
  const { data, specs } = await tf.io.encodeWeights(tensors);
  const base64 = Buffer.from(data as ArrayBuffer).toString('base64');
  return { format: 'loci-memn2n', version: 1, ...about, weights: { specs, base64 } };
}

/** The file is there as a whole, or as it was before. */
export async function writeNetwork(path: string, network: StoredNetwork): Promise<void> {
  await writeFiles(dirname(path), { [basename(path)]: `${JSON.stringify(network)}\n` });
}

/** @throws UsageError that names the file and what is wrong with it. */
export async function readNetwork(path: string): Promise<{
  readonly network: MemN2N;
  readonly vocabulary: Vocabulary;
  readonly tasks: readonly number[];
}> {
  const damaged = (what: string) => new UsageError(`${path}: is damaged: ${what}`);
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path}: cannot be read`);
  });
  const stored = parsed(text, damaged);
  const { words, sentenceWords, model, tasks, weights } = stored;
  const network = new MemN2N({ ...model, words: words.length, sentenceWords, seed: 0 });
  const { buffer, byteOffset, byteLength } = Buffer.from(weights.base64, 'base64');
  try {
    const tensors = tf.io.decodeWeights(
      buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer,
      weights.specs,
    );
    for (const [name, variable] of Object.entries(network.variables)) variable.assign(tensors[name]);
    tf.dispose(tensors);
  } catch {
    network.dispose();
    throw damaged('its weights are not those of its network');
  }
  return { network, vocabulary: new Vocabulary(words), tasks };
}

function parsed(text: string, damaged: (what: string) => UsageError): StoredNetwork {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged('it is not JSON');
  }
  const { error } = schema.safeParse(value);
  if (error) throw damaged(`${error.issues[0].path.join('.')}: ${error.issues[0].message}`);
  return value as StoredNetwork;
}
