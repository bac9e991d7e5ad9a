import type { Suite } from './suite.js';

/** The suites by name. */
export const suites: Readonly<Record<string, Suite>> = {};
