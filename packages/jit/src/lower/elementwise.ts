import type { GraphBuilder } from '../graph/builder.js';
import type { View } from '../graph/view.js';
import { binary, cast, constant, float, select, unary } from '../ir/build.js';
import type { BinaryOperator, ElementType, Expression, UnaryOperator } from '../ir/expression.js';
import { listOf, type Lowering, type LoweringTable } from './lowering.js';

/** Element-wise tfjs kernels. Results have the type that tfjs's cpu backend gives them. */

const floatOperators: Record<string, UnaryOperator> = {
  Acos: 'acos',
  Acosh: 'acosh',
  Asin: 'asin',
  Asinh: 'asinh',
  Atan: 'atan',
  Atanh: 'atanh',
  Ceil: 'ceil',
  Cos: 'cos',
  Cosh: 'cosh',
  Elu: 'elu',
  Erf: 'erf',
  Exp: 'exp',
  Expm1: 'expm1',
  Floor: 'floor',
  Log: 'log',
  Log1p: 'log1p',
  Reciprocal: 'reciprocal',
  Relu6: 'relu6',
  Round: 'round',
  Rsqrt: 'rsqrt',
  Selu: 'selu',
  Sigmoid: 'sigmoid',
  Sin: 'sin',
  Sinh: 'sinh',
  Softplus: 'softplus',
  Sqrt: 'sqrt',
  Tan: 'tan',
  Tanh: 'tanh',
};

/** Computed in float32 whatever the type, then brought back to it, as tfjs stores results in the type of x. */
const throughFloat =
  (operator: UnaryOperator): Lowering =>
  ({ name, inputs: { x }, builder }) =>
    builder.map(name, [x!], (e) => toType(e.type, unary(operator, cast('float32', e))));

export function toType(type: ElementType, x: Expression): Expression {
  return type === 'bool' && x.type !== 'bool' ? binary('notEqual', x, constant(x.type, 0)) : cast(type, x);
}

const zero = (like: Expression): Expression => constant(like.type, 0);

/** Unary kernels that keep int32 exact. */
const exact: Record<string, (x: Expression) => Expression> = {
  Abs: (x) =>
    x.type === 'float32' ? unary('abs', x) : select(binary('less', x, zero(x)), binary('sub', zero(x), x), x),
  Neg: (x) => (x.type === 'float32' ? unary('neg', x) : binary('sub', zero(x), x)),
  Relu: (x) => (x.type === 'float32' ? unary('relu', x) : binary('max', x, zero(x))),
  Square: (x) => (x.type === 'float32' ? unary('square', x) : binary('mul', x, x)),
  Sign: (x) =>
    x.type === 'float32'
      ? unary('sign', x)
      : select(binary('less', x, zero(x)), constant(x.type, -1), cast(x.type, binary('greater', x, zero(x)))),
};

const tests: Record<string, UnaryOperator> = { IsNan: 'isNaN', IsInf: 'isInf', IsFinite: 'isFinite' };

const arithmetic: Record<string, BinaryOperator> = {
  Add: 'add',
  Sub: 'sub',
  Multiply: 'mul',
  RealDiv: 'div',
  Mod: 'mod',
  Pow: 'pow',
  Maximum: 'max',
  Minimum: 'min',
  SquaredDifference: 'squaredDifference',
  Atan2: 'atan2',
  BitwiseAnd: 'bitAnd',
};

const comparisons: Record<string, BinaryOperator> = {
  Equal: 'equal',
  NotEqual: 'notEqual',
  Less: 'less',
  LessEqual: 'lessEqual',
  Greater: 'greater',
  GreaterEqual: 'greaterEqual',
  LogicalAnd: 'and',
  LogicalOr: 'or',
  LogicalXor: 'xor',
};

/** bool arithmetic is done on int32. */
const numeric = (x: Expression): Expression => (x.type === 'bool' ? cast('int32', x) : x);

const binaryLowering =
  (operator: BinaryOperator): Lowering =>
  ({ name, inputs: { a, b }, builder }) =>
    builder.map(name, [a!, b!], (x, y) => toType(x!.type, binary(operator, numeric(x!), numeric(y!))));

const comparison =
  (operator: BinaryOperator): Lowering =>
  ({ name, inputs: { a, b }, builder }) =>
    builder.map(name, [a!, b!], (x, y) => binary(operator, x!, y!));

function tableOf<T>(entries: Record<string, T>, lowering: (entry: T) => Lowering): LoweringTable {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, lowering(entry)]));
}

/** The element type that holds both, as tfjs's `upcastType`. */
export function commonType(a: ElementType, b: ElementType): ElementType {
  const order: readonly ElementType[] = ['bool', 'int32', 'float32'];
  return order[Math.max(order.indexOf(a), order.indexOf(b))]!;
}

export function leakyRelu(x: Expression, alpha: Expression): Expression {
  return select(binary('less', x, float(0)), binary('mul', alpha, x), x);
}

function selectOf(builder: GraphBuilder, condition: View, yes: View, no: View): View {
  // A condition of rank 1 chooses whole rows.
  const rowwise = condition.shape.length === 1 && yes.shape.length > 1;
  const test = rowwise
    ? builder.reshape(condition, [condition.shape[0]!, ...yes.shape.slice(1).map(() => 1)])
    : condition;
  const type = commonType(yes.value.type, no.value.type);
  return builder.map('Select', [test, yes, no], (c, y, n) => select(c!, cast(type, y!), cast(type, n!)));
}

export const elementwise: LoweringTable = {
  ...tableOf(floatOperators, throughFloat),
  ...tableOf(
    exact,
    (compute) =>
      ({ name, inputs: { x }, builder }) =>
        builder.map(name, [x!], compute),
  ),
  ...tableOf(
    tests,
    (operator) =>
      ({ name, inputs: { x }, builder }) =>
        builder.map(name, [x!], (e) => unary(operator, cast('float32', e))),
  ),
  ...tableOf(arithmetic, binaryLowering),
  ...tableOf(comparisons, comparison),

  LogicalNot: ({ name, inputs: { x }, builder }) =>
    builder.map(name, [x!], (e) => unary('not', toType('bool', e))),

  // tfjs gives int32 here even for float32 operands.
  FloorDiv: ({ name, inputs: { a, b }, builder }) =>
    builder.map(name, [a!, b!], (x, y) => cast('int32', binary('floorDiv', numeric(x!), numeric(y!)))),

  AddN: ({ name, inputs, builder }) =>
    builder.map(name, listOf(inputs), (...terms) => terms.reduce((sum, x) => binary('add', sum, x))),

  Cast: ({ inputs: { x }, attributes, builder }) => builder.cast(attributes.dtype as ElementType, x!),

  Select: ({ inputs: { condition, t, e }, builder }) => selectOf(builder, condition!, t!, e!),

  ClipByValue: ({ name, inputs: { x }, attributes, builder }) =>
    builder.map(name, [x!], (e) => {
      const low = constant(e.type, attributes.clipValueMin as number);
      const high = constant(e.type, attributes.clipValueMax as number);
      if (low.value !== 0 && high.value !== 0) return binary('min', binary('max', e, low), high);
      // A zero keeps its sign.
      return select(binary('greater', e, high), high, select(binary('less', e, low), low, e));
    }),

  Step: ({ name, inputs: { x }, attributes, builder }) =>
    builder.map(name, [x!], (e) => {
      const y = cast('float32', e);
      const step = select(binary('greater', y, float(0)), float(1), float(attributes.alpha as number));
      return toType(e.type, select(unary('isNaN', y), y, step));
    }),

  LeakyRelu: ({ name, inputs: { x }, attributes, builder }) =>
    builder.map(name, [x!], (e) => leakyRelu(cast('float32', e), float(attributes.alpha as number))),

  Prelu: ({ name, inputs: { x, alpha }, builder }) =>
    builder.map(name, [x!, alpha!], (e, a) => leakyRelu(cast('float32', e!), cast('float32', a!))),

  /** Statistics of channels, of the last dimension, or of all but leading ones, are broadcast. */
  FusedBatchNorm: ({ name, inputs: { x, mean, variance, scale, offset }, attributes, builder }) => {
    const operands = [x!, mean!, variance!, ...(scale ? [scale] : []), ...(offset ? [offset] : [])];
    return builder.map(
      name,
      operands,
      (e, m, v, ...others) => {
        const f = (part: Expression): Expression => cast('float32', part);
        const centred = binary('sub', f(e!), f(m!));
        const scaled = scale ? binary('mul', centred, f(others[0]!)) : centred;
        const epsilon = float((attributes.varianceEpsilon as number | undefined) ?? 0.001);
        const normal = binary('div', scaled, unary('sqrt', binary('add', f(v!), epsilon)));
        return toType(e!.type, offset ? binary('add', f(others.at(-1)!), normal) : normal);
      },
      x!.shape,
    );
  },

  EluGrad: ({ name, inputs: { dy, y }, builder }) =>
    builder.map(name, [dy!, y!], (d, v) =>
      select(binary('greaterEqual', v!, float(0)), d!, binary('mul', d!, binary('add', v!, float(1)))),
    ),
};
