import type { MatrixKernel } from '../../ir/kernel.js';
import { generate } from '../dag/generate.js';
import { NodeFactory } from '../dag/node.js';
import { rootRegion } from '../dag/region.js';
import { Vectors } from '../dag/vectors.js';
import { Frame } from '../nest/frame.js';
import { Code } from '../wasm/code.js';
import { MatrixCode } from './matrix-code.js';
import { cheapest, plansOf, type Plan } from './plan.js';
import { productOf } from './product.js';

/**
 * Generates a function that computes matrix products and what is done with them; no extent is 0. Its parameters are the
 * addresses of the buffers.
 *
 * @param fused whether the engine fuses products and sums
 * @param scratch the address of `SCRATCH_BYTES` bytes for the function's own use; without them, some shapes are slower
 */
export function generateMatrix(kernel: MatrixKernel, fused: boolean, scratch?: number): Code {
  return generatePlan(cheapest(plansOf(productOf(kernel), fused, scratch !== undefined)), fused, scratch);
}

/** The same in a given way. */
export function generatePlan(plan: Plan, fused: boolean, scratch?: number): Code {
  const { buffers } = plan.product;
  const code = new Code({ parameters: new Array<'i32'>(buffers).fill('i32'), results: [] });
  const root = rootRegion();
  const nodes = new NodeFactory(root);
  if (scratch !== undefined) {
    // The first local behind the parameters is one buffer more.
    const local = code.allocate('i32');
    root.items.push({ kind: 'assign', local, value: nodes.integer(scratch | 0) });
  }
  new MatrixCode(plan, new Frame(nodes, code), new Vectors(nodes, fused)).generate();
  generate(root, code);
  return code;
}
