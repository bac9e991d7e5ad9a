import type { Graph } from './graph.js';
import type { KernelNode, Node } from './node.js';

/** The graph with each kernel, in loops too, replaced by others (or none). */
export function mapKernels(
  graph: Graph,
  replace: (node: KernelNode) => KernelNode | readonly KernelNode[],
): Graph {
  const kernels = (node: KernelNode): readonly KernelNode[] => {
    const result = replace(node);
    return Array.isArray(result) ? (result as readonly KernelNode[]) : [result as KernelNode];
  };
  const nodes = graph.nodes.flatMap((node): readonly Node[] =>
    node.kind === 'loop' ? [{ ...node, body: node.body.flatMap(kernels) }] : kernels(node),
  );
  return { ...graph, nodes };
}
