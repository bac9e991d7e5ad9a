/** The network of Joulin and Mikolov 2015 (arXiv 1503.01007, section 5), 50 symbols back in time; those of tools/peers/stack_jax.py. */
export const STACK_SIZES = { batch: 32, time: 50, symbols: 4, hidden: 40, stacks: 10, depth: 50 };
