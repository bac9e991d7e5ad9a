import { chomsky } from './chomsky.js';
import { rlPaper } from './rl-paper.js';
import { stackPaper } from './stack-paper.js';
import type { Suite } from './suite.js';

/** The suites by name. */
export const suites: Readonly<Record<string, Suite>> = {
  'stack-paper': stackPaper,
  chomsky,
  'rl-paper': rlPaper,
};
