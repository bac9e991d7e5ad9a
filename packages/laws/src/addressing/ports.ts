/** Names and axes of the tensors around a weighting: `emitted.key`, `noise.sample`, `weights.content.score`. */
import type { Emission, Emitted, NoiseSpec, WeightSpecs } from '@loci/addressing';
import type { Port, Ports, Sizes, Tensors } from '../subject/subject.js';

export const weightingPort: Port = { axes: ['batch', 'heads', 'places'], holds: 'weighting' };
export const memoryPort: Port = { axes: ['batch', 'places', 'width'], holds: 'numbers' };
export const chancePort: Port = { axes: ['batch', 'heads'], holds: 'numbers' };

const mapped = <From>(
  prefix: string,
  items: Readonly<Record<string, From>>,
  port: (item: From) => Port,
): Ports =>
  Object.fromEntries(Object.entries(items).map(([name, item]) => [`${prefix}.${name}`, port(item)]));

export const emittedPorts = (emission: Emission): Ports =>
  mapped('emitted', emission, (size) => ({ axes: ['batch', 'heads', size], holds: 'numbers' }));

export const weightPorts = (prefix: string, specs: WeightSpecs): Ports =>
  mapped(prefix, specs, ({ shape }) => ({ axes: shape, holds: 'numbers' }));

/** Noise belongs to the places if there is one number for each of them, however many they are. */
export function noisePorts(
  noise: (places: number) => Readonly<Record<string, NoiseSpec>>,
  { places }: Sizes,
): Ports {
  const [five, six] = [noise(5), noise(6)];
  return Object.fromEntries(
    Object.entries(noise(places)).map(([name, { size, distribution }]) => {
      const onePerPlace = five[name].size === 5 && six[name].size === 6;
      return [
        `noise.${name}`,
        { axes: ['batch', 'heads', onePerPlace ? 'places' : size], holds: distribution },
      ];
    }),
  );
}

/** The tensors under `prefix.`, without the prefix. */
export const under = <T extends Tensors = Tensors>(prefix: string, tensors: Tensors): T =>
  Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(`${prefix}.`))
      .map(([name, tensor]) => [name.slice(prefix.length + 1), tensor]),
  ) as T;

export const emittedOf = (tensors: Tensors): Emitted => under<Emitted>('emitted', tensors);
