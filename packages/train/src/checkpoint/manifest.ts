import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { Elements, NamedElements } from './checkpoint.js';

/** One tensor in a file of weights, as tfjs describes it. */
export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: Elements['dtype'];
}

/** tfjs's weights manifest: `tf.io.loadWeights` reads it. */
export type Manifest = readonly [
  { readonly paths: readonly ['weights.bin']; readonly weights: readonly WeightEntry[] },
  { readonly paths: readonly ['slots.bin']; readonly weights: readonly WeightEntry[] },
];

const entrySchema: z.ZodType<WeightEntry> = z.strictObject({
  // tfjs collects tensors in a plain object, where this name means something else.
  name: z.string().refine((name) => name !== '__proto__', 'must not be __proto__'),
  shape: z.array(z.int().min(0)),
  dtype: z.enum(['float32', 'int32', 'bool']),
});

const group = <Path extends string>(path: Path) =>
  z.strictObject({
    paths: z.tuple([z.literal(path)]),
    weights: z
      .array(entrySchema)
      .refine(
        (entries) => new Set(entries.map(({ name }) => name)).size === entries.length,
        'must not name a tensor twice',
      ),
  });

export const manifestSchema: z.ZodType<Manifest> = z.tuple([group('weights.bin'), group('slots.bin')]);

/** Bytes that the tensors take in their file. */
export const byteLength = (entries: readonly WeightEntry[]): number =>
  entries.reduce(
    (sum, { shape, dtype }) => sum + tf.util.sizeFromShape([...shape]) * tf.util.bytesPerElement(dtype),
    0,
  );

/** The elements in tfjs's weights format. */
export async function encodeElements(
  elements: NamedElements,
): Promise<{ readonly bytes: Uint8Array; readonly entries: readonly WeightEntry[] }> {
  const tensors = Object.entries(elements).map(([name, { values, shape, dtype }]) => ({
    name,
    tensor: tf.tensor(values, [...shape], dtype),
  }));
  try {
    const { data, specs } = await tf.io.encodeWeights(tensors);
    return {
      bytes: new Uint8Array(data as ArrayBuffer),
      entries: specs as unknown as readonly WeightEntry[],
    };
  } finally {
    tf.dispose(tensors.map(({ tensor }) => tensor));
  }
}

/** The elements that bytes in tfjs's weights format hold; there must be `byteLength(entries)` of them. */
export async function decodeElements(
  bytes: Uint8Array,
  entries: readonly WeightEntry[],
): Promise<NamedElements> {
  const data = new Uint8Array(bytes).buffer;
  const specs = entries.map((entry) => ({ ...entry, shape: [...entry.shape] }));
  const tensors = tf.io.decodeWeights(data, specs);
  try {
    const read = entries.map(async ({ name, shape, dtype }) => {
      return [name, { shape, dtype, values: await tensors[name].data() } as Elements] as const;
    });
    return Object.fromEntries(await Promise.all(read));
  } finally {
    tf.dispose(tensors);
  }
}
