import { Tensor } from '@tensorflow/tfjs';

/** Tensors, or what stands for them, in nested arrays and objects with numbers, strings and the like among them. */
export type TreeOf<T> =
  | T
  | number
  | string
  | boolean
  | null
  | undefined
  | readonly TreeOf<T>[]
  | { readonly [key: string]: TreeOf<T> };

export type Tree = TreeOf<Tensor>;

export function isPlainObject(x: unknown): x is Record<string, Tree> {
  if (typeof x !== 'object' || x === null) return false;
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === Object.prototype || prototype === null;
}

/**
 * The tensors of a tree in order, and a key that says everything else about it: its structure, the numbers, strings
 * and booleans in it, the types and shapes of its tensors.
 */
export function flatten(tree: Tree, what: string): { readonly tensors: Tensor[]; readonly key: string } {
  const tensors: Tensor[] = [];
  const visit = (node: Tree, path: string): string => {
    if (node instanceof Tensor) {
      if (node.isDisposed) throw new Error(`${path} is a disposed tensor`);
      tensors.push(node);
      return `${node.dtype}[${node.shape.join(',')}]`;
    }
    if (Array.isArray(node)) {
      return `[${(node as readonly Tree[]).map((child, i) => visit(child, `${path}[${i}]`)).join(';')}]`;
    }
    if (isPlainObject(node)) {
      const entries = Object.keys(node).map(
        (key) => `${JSON.stringify(key)}:${visit(node[key], `${path}.${key}`)}`,
      );
      return `{${entries.join(';')}}`;
    }
    switch (typeof node) {
      case 'number':
        return Object.is(node, -0) ? '-0' : String(node);
      case 'string':
        return JSON.stringify(node);
      case 'boolean':
      case 'undefined':
        return String(node);
      default:
        if (node === null) return 'null';
        throw new TypeError(
          `${path} must be a tensor, number, string, boolean or a plain array or object of them, not ${describe(node)}`,
        );
    }
  };
  const key = visit(tree, what);
  return { tensors, key };
}

function describe(x: unknown): string {
  if (typeof x === 'object' && x !== null) return `a ${x.constructor?.name ?? 'object'}`;
  return `a ${typeof x}`;
}

/** The same tree with its tensors, in order, replaced by something else. */
export function rebuild<T>(tree: Tree, replace: (tensor: Tensor, index: number) => T): TreeOf<T> {
  let index = 0;
  const visit = (node: Tree): TreeOf<T> => {
    if (node instanceof Tensor) return replace(node, index++);
    if (Array.isArray(node)) return (node as readonly Tree[]).map(visit);
    if (isPlainObject(node)) {
      return Object.fromEntries(Object.keys(node).map((key) => [key, visit(node[key])]));
    }
    return node as Exclude<typeof node, object>;
  };
  return visit(tree);
}
