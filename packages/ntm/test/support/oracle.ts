/**
 * The Neural Turing Machine of the paper once more, as plain loops over numbers for one sequence: an LSTM controller,
 * erase and add, one hop of the four addressing steps a head. Equation numbers are those of arXiv 1410.5401.
 */
type Vector = readonly number[];
/** By row: `matrix[input][output]`, `memory[place][number]`, `weighting[head][place]`. */
type Matrix = readonly Vector[];

export interface OracleWeights {
  readonly 'controller/layer0/kernel': Matrix;
  readonly 'controller/layer0/bias': Vector;
  readonly 'heads/kernel': Matrix;
  readonly 'heads/bias': Vector;
  readonly 'output/kernel': Matrix;
  readonly 'output/bias': Vector;
}

export interface OracleState {
  readonly hidden: Vector;
  readonly cell: Vector;
  readonly memory: Matrix;
  readonly weighting: Matrix;
  readonly read: Matrix;
}

export interface OracleSizes {
  readonly readHeads: number;
  readonly writeHeads: number;
  readonly shiftRange: number;
  readonly headSource: 'hidden' | 'cell';
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.log(1 + Math.exp(x));
const sum = (values: Vector): number => values.reduce((total, value) => total + value, 0);
const dot = (a: Vector, b: Vector): number => sum(a.map((value, index) => value * b[index]!));
const softmax = (logits: Vector): number[] => {
  const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
  return powers.map((power) => power / sum(powers));
};
const affine = (x: Vector, kernel: Matrix, bias: Vector): number[] =>
  bias.map((start, column) => start + sum(x.map((value, row) => value * kernel[row]![column]!)));

function lstm(
  x: Vector,
  { hidden, cell }: OracleState,
  weights: OracleWeights,
): { hidden: Vector; cell: Vector } {
  const gates = affine(
    [...x, ...hidden],
    weights['controller/layer0/kernel'],
    weights['controller/layer0/bias'],
  );
  const [write, keep, candidate, open] = [0, 1, 2, 3].map((gate) =>
    gates.slice(gate * hidden.length, (gate + 1) * hidden.length),
  ) as Vector[] as [Vector, Vector, Vector, Vector];
  const next = cell.map((c, u) => sigmoid(keep[u]!) * c + sigmoid(write[u]!) * Math.tanh(candidate[u]!));
  return { cell: next, hidden: next.map((c, u) => sigmoid(open[u]!) * Math.tanh(c)) };
}

interface Head {
  readonly key: Vector;
  readonly strength: number;
  readonly gate: number;
  readonly shift: Vector;
  readonly sharpening: number;
}

function address(head: Head, memory: Matrix, previous: Vector): number[] {
  const norm = (vector: Vector): number => Math.sqrt(dot(vector, vector));
  // (5) and (6), the cosine smoothed by 0.1
  const content = softmax(
    memory.map((row) => (head.strength * dot(head.key, row)) / (norm(head.key) * norm(row) + 0.1)),
  );
  const gated = content.map((weight, place) => head.gate * weight + (1 - head.gate) * previous[place]!); // (7)
  const places = memory.length;
  const range = (head.shift.length - 1) / 2;
  const shifted = gated.map(() => 0);
  for (let from = 0; from < places; from++) {
    for (let offset = -range; offset <= range; offset++) {
      const to = (((from + offset) % places) + places) % places;
      shifted[to]! += gated[from]! * head.shift[offset + range]!; // (8)
    }
  }
  const powers = shifted.map((weight) => Math.max(weight, 1e-12) ** head.sharpening);
  return powers.map((power) => power / sum(powers)); // (9)
}

export function ntmStep(
  input: Vector,
  state: OracleState,
  weights: OracleWeights,
  { readHeads, writeHeads, shiftRange, headSource }: OracleSizes,
): { output: Vector; state: OracleState } {
  const controlled = lstm([...input, ...state.read.flat()], state, weights);
  const emitted = affine(controlled[headSource], weights['heads/kernel'], weights['heads/bias']);
  const heads = readHeads + writeHeads;
  const width = state.memory[0]!.length;
  let next = 0;
  const take = (count: number, size: number): Vector[] =>
    Array.from({ length: count }, () => emitted.slice(next, (next += size)));
  const keys = take(heads, width).map((key) => key.map(Math.tanh));
  const strengths = take(heads, 1).map(([x]) => softplus(x!));
  const gates = take(heads, 1).map(([x]) => sigmoid(x!));
  const shifts = take(heads, 2 * shiftRange + 1).map(softmax);
  const sharpenings = take(heads, 1).map(([x]) => 1 + softplus(x!));
  const erases = take(writeHeads, width).map((erase) => erase.map(sigmoid));
  const adds = take(writeHeads, width).map((add) => add.map(Math.tanh));
  const weighting = keys.map((key, h) =>
    address(
      { key, strength: strengths[h]!, gate: gates[h]!, shift: shifts[h]!, sharpening: sharpenings[h]! },
      state.memory,
      state.weighting[h]!,
    ),
  );
  const writing = weighting.slice(readHeads);
  const memory = state.memory.map((row, place) =>
    row.map((before, column) => {
      let after = before;
      writing.forEach((head, h) => (after *= 1 - head[place]! * erases[h]![column]!)); // (3)
      writing.forEach((head, h) => (after += head[place]! * adds[h]![column]!)); // (4)
      return after;
    }),
  );
  const read = weighting
    .slice(0, readHeads)
    .map((head) =>
      memory[0]!.map((_, column) => sum(memory.map((row, place) => head[place]! * row[column]!))),
    ); // (2)
  return {
    output: affine([...controlled.hidden, ...read.flat()], weights['output/kernel'], weights['output/bias']),
    state: { ...controlled, memory, weighting, read },
  };
}
