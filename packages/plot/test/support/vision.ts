/** How colours look: how light they are, and how different, to people of different colour vision. */

type Triple = readonly [number, number, number];

/**
 * What red, green and blue light become for people without one kind of cone. G. M. Machado, M. M. Oliveira and L. A. F.
 * Fernandes (2009), "A physiologically-based model for simulation of color vision deficiency", table for severity 1.
 */
const deficiencies = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const;

export type Vision = 'full' | keyof typeof deficiencies;

export const visions: readonly Vision[] = ['full', 'protanopia', 'deuteranopia', 'tritanopia'];

const linear = (component: number) => {
  const part = component / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
};

const times = (matrix: readonly Triple[], [a, b, c]: Triple): Triple =>
  matrix.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Triple;

const toXYZ: readonly Triple[] = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const white: Triple = [0.95047, 1, 1.08883];

/** CIE L*a*b* of a colour in [0, 255]³ as it is seen. */
function lab(colour: Triple, vision: Vision = 'full'): Triple {
  const light = colour.map(linear) as unknown as Triple;
  const seen =
    vision in deficiencies ? times(deficiencies[vision as keyof typeof deficiencies], light) : light;
  const bounded = seen.map((part) => Math.min(1, Math.max(0, part))) as unknown as Triple;
  const [x, y, z] = times(toXYZ, bounded).map((part, index) => {
    const ratio = part / white[index];
    return ratio > 216 / 24389 ? Math.cbrt(ratio) : ((24389 / 27) * ratio + 16) / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** In [0, 100]. */
export const lightness = (colour: Triple): number => lab(colour)[0];

/** The distance of two colours in L*a*b*: about 2 can just be seen. */
export const difference = (one: Triple, other: Triple, vision: Vision): number => {
  const [a, b] = [lab(one, vision), lab(other, vision)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
};
