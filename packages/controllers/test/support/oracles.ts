/** The controllers once more, as plain loops over numbers for one sequence at a time. */
export type Vector = readonly number[];
/** By row: `matrix[input][output]`. */
export type Matrix = readonly Vector[];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** x W + b */
function affine(x: Vector, kernel: Matrix, bias: Vector): number[] {
  return bias.map((start, column) => {
    let sum = start;
    for (let row = 0; row < x.length; row++) sum += x[row]! * kernel[row]![column]!;
    return sum;
  });
}

type Activation = (x: number) => number;

export const activationOf: Readonly<Record<'tanh' | 'sigmoid' | 'relu', Activation>> = {
  tanh: Math.tanh,
  sigmoid,
  relu: (x) => Math.max(0, x),
};

export const feedForwardStep = (
  x: Vector,
  kernel: Matrix,
  bias: Vector,
  activation: Activation = Math.tanh,
): number[] => affine(x, kernel, bias).map(activation);

export const rnnStep = (
  activation: Activation,
  x: Vector,
  hidden: Vector,
  { kernel, bias }: { kernel: Matrix; bias: Vector },
): number[] => affine([...x, ...hidden], kernel, bias).map(activation);

export function lstmStep(
  x: Vector,
  { hidden, cell }: { hidden: Vector; cell: Vector },
  { kernel, bias }: { kernel: Matrix; bias: Vector },
): { hidden: number[]; cell: number[] } {
  const units = hidden.length;
  const sums = affine([...x, ...hidden], kernel, bias);
  const gate = (index: number, unit: number): number => sums[index * units + unit]!;
  const next = cell.map(
    (c, unit) => sigmoid(gate(1, unit)) * c + sigmoid(gate(0, unit)) * Math.tanh(gate(2, unit)),
  );
  return { cell: next, hidden: next.map((c, unit) => sigmoid(gate(3, unit)) * Math.tanh(c)) };
}

export function gruStep(
  x: Vector,
  hidden: Vector,
  gates: { kernel: Matrix; bias: Vector },
  candidate: { kernel: Matrix; bias: Vector },
): number[] {
  const units = hidden.length;
  const sums = affine([...x, ...hidden], gates.kernel, gates.bias).map(sigmoid);
  const reset = hidden.map((h, unit) => sums[units + unit]! * h);
  const fresh = affine([...x, ...reset], candidate.kernel, candidate.bias).map(Math.tanh);
  return hidden.map((h, unit) => sums[unit]! * h + (1 - sums[unit]!) * fresh[unit]!);
}

export function secondOrderStep(
  symbol: Vector,
  beside: Vector,
  hidden: Vector,
  { kernel, bias }: { kernel: Matrix; bias: Matrix },
): number[] {
  const units = hidden.length;
  const state = [...beside, ...hidden];
  const sums = Array<number>(2 * units).fill(0);
  for (let i = 0; i < symbol.length; i++) {
    for (let unit = 0; unit < 2 * units; unit++) {
      sums[unit]! += symbol[i]! * bias[i]![unit]!;
      for (let j = 0; j < state.length; j++) {
        sums[unit]! += symbol[i]! * state[j]! * kernel[i * state.length + j]![unit]!;
      }
    }
  }
  return hidden.map((h, unit) => {
    const keep = sigmoid(sums[units + unit]!);
    return keep * h + (1 - keep) * Math.tanh(sums[unit]!);
  });
}
