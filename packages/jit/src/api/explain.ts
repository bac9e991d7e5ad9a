import type { Graph } from '../graph/graph.js';
import type { KernelNode, Node } from '../graph/node.js';
import type { Value } from '../graph/value.js';
import type { Expression, Window } from '../ir/expression.js';
import { operandsOf } from '../ir/inspect.js';
import type { Store } from '../ir/kernel.js';

/**
 * A graph in words, one kernel after the other: its index space, what it reduces and what it stores.
 *
 *     row i0<16 i1<2 / i2<128 (Softmax)
 *       a0 = max v7[256 i0 + 128 i1 + i2]
 *       ...
 *
 * Indices before the slash count rows, those behind it run within a row; `a0` is an accumulator, `x0` an intermediate
 * result that is used more than once; `v7@1` is the step after the present one of a value over time.
 */
export function explain(graph: Graph): string {
  const nameOf = (id: number): string => valueName(graph.values[id]!);
  const text = (node: Node, indent: string): string[] => {
    if (node.kind !== 'loop') return explainKernel(node, nameOf).map((line) => indent + line);
    const direction = node.reverse ? `${node.count - 1} .. 0` : `0 .. ${node.count - 1}`;
    return [`${indent}for t = ${direction}`, ...node.body.flatMap((inner) => text(inner, `${indent}  `))];
  };
  return graph.nodes.flatMap((node) => text(node, '')).join('\n');
}

function valueName(value: Value): string {
  const { origin } = value;
  switch (origin.kind) {
    case 'argument':
      return `argument${origin.index}`;
    case 'variable':
      return `<${origin.variable.name}>`;
    case 'step':
      return `${valueName(origin.of)}@${origin.shift}`;
    case 'computed':
      return `v${value.id}`;
    default:
      return `${origin.kind}${value.id}`;
  }
}

function explainKernel(node: KernelNode, nameOf: (id: number) => string): string[] {
  const dimensions = (extents: readonly number[], first: number): string =>
    extents.map((extent, d) => `i${first + d}<${extent}`).join(' ');
  const sources = `(${[...new Set(node.sources)].join(', ')})`;
  if (node.kind === 'matrix') {
    const { batch, m, n, k } = node;
    const rank = batch.length;
    const space = `${dimensions([...batch, m], 0)} x i${rank + 1}<${n}`;
    const row = windowText(node.a, nameOf, (d) => (d > rank ? 'k' : `i${d}`));
    const column = windowText(node.b, nameOf, (d) => (d === rank ? 'k' : `i${d}`));
    return [
      `matrix ${space} ${sources}`,
      `  a0 = sum over k<${k} of ${row} * ${column}`,
      ...new Printer(nameOf).stores(node.stores),
    ];
  }
  const { outer, inner } = node;
  const columns = inner.length > 0 ? ` / ${dimensions(inner, outer.length)}` : '';
  return [
    `row ${dimensions(outer, 0)}${columns} ${sources}`,
    ...node.passes.flatMap((pass) => {
      const printer = new Printer(nameOf);
      if (pass.kind === 'store') return printer.stores(pass.stores, pass.over === 'outer' ? 'row: ' : '');
      return printer.lines(
        pass.accumulators.map(({ value }) => value),
        (values) =>
          pass.accumulators.map(({ reduction }, i) => `a${pass.first + i} = ${reduction} ${values[i]!}`),
      );
    }),
  ];
}

function windowText(
  { buffer, offset, strides }: Window,
  nameOf: (id: number) => string,
  index: (dimension: number) => string = (d) => `i${d}`,
): string {
  const terms = strides.flatMap((stride, d) =>
    stride === 0 ? [] : [stride === 1 ? index(d) : `${stride} ${index(d)}`],
  );
  if (offset !== 0 || terms.length === 0) terms.unshift(`${offset}`);
  return `${nameOf(buffer)}[${terms.join(' + ')}]`;
}

const infix: Readonly<Record<string, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  equal: '==',
  notEqual: '!=',
  less: '<',
  lessEqual: '<=',
  greater: '>',
  greaterEqual: '>=',
  and: '&&',
  or: '||',
};

class Printer {
  private readonly names = new Map<Expression, string>();
  private readonly definitions: string[] = [];
  private readonly uses = new Map<Expression, number>();

  constructor(private readonly nameOf: (id: number) => string) {}

  stores(stores: readonly Store[], prefix = ''): string[] {
    return this.lines(
      stores.map(({ value }) => value),
      (values) =>
        stores.map(({ window }, i) => `${prefix}${windowText(window, this.nameOf)} = ${values[i]!}`),
    );
  }

  /** Lines made of the texts of some expressions, after those that name what they share. */
  lines(roots: readonly Expression[], finish: (texts: readonly string[]) => readonly string[]): string[] {
    for (const root of roots) this.count(root);
    const values = roots.map((root) => this.text(root));
    return [...this.definitions, ...finish(values)].map((line) => `  ${line}`);
  }

  private count(expression: Expression): void {
    const uses = this.uses.get(expression) ?? 0;
    this.uses.set(expression, uses + 1);
    if (uses === 0) operandsOf(expression).forEach((operand) => this.count(operand));
  }

  private text(expression: Expression): string {
    const known = this.names.get(expression);
    if (known !== undefined) return known;
    const text = this.formula(expression);
    if (this.uses.get(expression)! < 2 || operandsOf(expression).length === 0) return text;
    const name = `x${this.names.size}`;
    this.names.set(expression, name);
    this.definitions.push(`${name} = ${text}`);
    return name;
  }

  private formula(e: Expression): string {
    switch (e.kind) {
      case 'load':
        return windowText(e.window, this.nameOf);
      case 'constant':
        return `${e.value}`;
      case 'index':
        return `i${e.dimension}`;
      case 'accumulator':
        return `a${e.index}`;
      case 'unary':
        return `${e.operator}(${this.text(e.x)})`;
      case 'cast':
        return `${e.type}(${this.text(e.x)})`;
      case 'binary': {
        const sign = infix[e.operator];
        const [a, b] = [this.text(e.a), this.text(e.b)];
        return sign ? `(${a} ${sign} ${b})` : `${e.operator}(${a}, ${b})`;
      }
      case 'select':
        return `(${this.text(e.condition)} ? ${this.text(e.yes)} : ${this.text(e.no)})`;
      case 'gather':
        return `${windowText(e.window, this.nameOf)} at ${e.stride} * clamp(${this.text(e.place)}, 0, ${e.bound - 1})`;
    }
  }
}
