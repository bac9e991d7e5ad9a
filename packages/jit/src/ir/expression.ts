/**
 * Scalar expressions: what one fused kernel computes at one point of its index space.
 *
 * An expression is a tree (shared subtrees are the same object, so a generator keys its values on identity). Every
 * node has a type; operators never convert, `cast` does.
 */
export type ElementType = 'float32' | 'int32' | 'bool';

/**
 * A strided window onto one of the kernel's buffers. The element read or written at loop indices (i0, i1, ...) is
 * `offset + sum_d strides[d] * i_d`, in elements (4 bytes each: bool is stored as int32 0 or 1). Stride 0 repeats an
 * element along a dimension; transposition, slicing, reversal (negative stride) and broadcasting are windows.
 */
export interface Window {
  /** Which of the kernel's buffers, an index into its parameters. */
  readonly buffer: number;
  /** In elements. */
  readonly offset: number;
  /** One stride for each dimension of the kernel's index space, outermost first. */
  readonly strides: readonly number[];
}

export type UnaryOperator =
  // float32 -> float32
  | 'abs'
  | 'neg'
  | 'sqrt'
  | 'rsqrt'
  | 'reciprocal'
  | 'square'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'sign'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'asinh'
  | 'acosh'
  | 'atanh'
  | 'sigmoid'
  | 'softplus'
  | 'erf'
  | 'relu'
  | 'relu6'
  | 'elu'
  | 'selu'
  // float32 -> bool
  | 'isNaN'
  | 'isInf'
  | 'isFinite'
  // bool -> bool
  | 'not';

export type BinaryOperator =
  // same type in and out (float32 or int32)
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'floorDiv'
  | 'mod'
  | 'pow'
  | 'max'
  | 'min'
  | 'squaredDifference'
  | 'atan2'
  | 'bitAnd'
  // -> bool
  | 'equal'
  | 'notEqual'
  | 'less'
  | 'lessEqual'
  | 'greater'
  | 'greaterEqual'
  | 'and'
  | 'or'
  | 'xor';

export type Expression =
  | { readonly kind: 'load'; readonly type: ElementType; readonly window: Window }
  | { readonly kind: 'constant'; readonly type: ElementType; readonly value: number }
  /** The loop index of a dimension, as int32. */
  | { readonly kind: 'index'; readonly type: 'int32'; readonly dimension: number }
  | {
      readonly kind: 'unary';
      readonly type: ElementType;
      readonly operator: UnaryOperator;
      readonly x: Expression;
    }
  | {
      readonly kind: 'binary';
      readonly type: ElementType;
      readonly operator: BinaryOperator;
      readonly a: Expression;
      readonly b: Expression;
    }
  /** `condition` is bool; yes and no have the expression's type. Both sides may be computed. */
  | {
      readonly kind: 'select';
      readonly type: ElementType;
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  | { readonly kind: 'cast'; readonly type: ElementType; readonly x: Expression }
  /**
   * An element chosen by a computed place: reads `window` at the loop indices plus `stride * clamp(place, 0, bound - 1)`.
   * `place` is int32. (Gather, one-hot products and look-ups.)
   */
  | {
      readonly kind: 'gather';
      readonly type: ElementType;
      readonly window: Window;
      readonly place: Expression;
      readonly stride: number;
      readonly bound: number;
    }
  /** The value of an accumulator of an earlier pass (row kernels), or the product (matrix kernels: accumulator 0). */
  | { readonly kind: 'accumulator'; readonly type: ElementType; readonly index: number };
