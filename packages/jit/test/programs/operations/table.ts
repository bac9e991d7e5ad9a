import { elementwise } from './elementwise.js';
import { indexing } from './indexing.js';
import { matrix } from './matrix.js';
import type { Operation } from './operation.js';
import { reductions } from './reductions.js';
import { shapes } from './shapes.js';

/** All operations by name; the simplest ones first, since programs shrink to them. */
export const operationTable: Readonly<Record<string, Operation>> = Object.fromEntries(
  [...elementwise, ...shapes, ...reductions, ...matrix, ...indexing].map((operation) => [
    operation.name,
    operation,
  ]),
);
