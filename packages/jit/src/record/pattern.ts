import { Tensor } from '@tensorflow/tfjs';
import { isPlainObject, rebuild, type Tree, type TreeOf } from './tree.js';

/** What a tensor must be like to stand at a place of a pattern. */
class Like {
  private readonly dtype: Tensor['dtype'];
  private readonly shape: readonly number[];

  constructor({ dtype, shape }: Tensor) {
    this.dtype = dtype;
    this.shape = shape;
  }

  fits(node: unknown): node is Tensor {
    if (!(node instanceof Tensor) || node.isDisposed || node.dtype !== this.dtype) return false;
    const { shape } = node;
    return shape.length === this.shape.length && this.shape.every((extent, d) => extent === shape[d]);
  }
}

/** All of a tree but the elements of its tensors. Trees that a pattern fits have one key, which need not be made then. */
export type Pattern = TreeOf<Like>;

export function patternOf(tree: Tree): Pattern {
  return rebuild(tree, (tensor) => new Like(tensor));
}

/** The tensors of a tree in order, if it fits the pattern and none is disposed. */
export function tensorsLike(pattern: Pattern, tree: Tree): Tensor[] | undefined {
  const tensors: Tensor[] = [];
  return collect(pattern, tree, tensors) ? tensors : undefined;
}

function collect(pattern: Pattern, node: Tree, tensors: Tensor[]): boolean {
  if (pattern instanceof Like) {
    if (!pattern.fits(node)) return false;
    tensors.push(node);
    return true;
  }
  if (typeof pattern !== 'object' || pattern === null) return Object.is(pattern, node);
  if (Array.isArray(pattern)) {
    if (!Array.isArray(node) || node.length !== pattern.length) return false;
    return (pattern as readonly Pattern[]).every((child, i) => collect(child, node[i] as Tree, tensors));
  }
  if (!isPlainObject(node)) return false;
  const [wanted, names] = [Object.entries(pattern), Object.keys(node)];
  return (
    names.length === wanted.length &&
    wanted.every(([name, child], i) => name === names[i] && collect(child, node[name], tensors))
  );
}
