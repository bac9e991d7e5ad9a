/**
 * Test errors in per cent with 1,000 training questions a task, tasks 1 to 20 (arXiv 1503.08895, Table 1). 'strong' is the
 * Memory Network that is told the supporting facts, 'lstm' the LSTM of that table.
 */
import type { PresetName } from './index.js';

export const paperErrors: Readonly<Partial<Record<PresetName | 'strong' | 'lstm', readonly number[]>>> = {
  strong: [0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 15.0, 9.0, 0.0, 2.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 35.0, 5.0, 64.0, 0.0],
  lstm: [50.0, 80.0, 80.0, 39.0, 30.0, 52.0, 51.0, 55.0, 36.0, 56.0, 38.0, 26.0, 6.0, 73.0, 79.0, 77.0, 49.0, 48.0, 92.0, 9.0],
  bow: [0.6, 17.6, 71.0, 32.0, 18.3, 8.7, 23.5, 11.4, 21.1, 22.8, 4.1, 0.3, 10.5, 1.3, 24.3, 52.0, 45.4, 48.1, 89.7, 0.1],
  pe: [0.1, 21.6, 64.2, 3.8, 14.1, 7.9, 21.6, 12.6, 23.3, 17.4, 4.3, 0.3, 9.9, 1.8, 0.0, 52.1, 50.1, 13.6, 87.4, 0.0],
  'pe-ls': [0.2, 12.8, 58.8, 11.6, 15.7, 8.7, 20.3, 12.7, 17.0, 18.6, 0.0, 0.1, 0.3, 2.0, 0.0, 1.6, 49.0, 10.1, 85.6, 0.0],
  'pe-ls-rn': [0.0, 8.3, 40.3, 2.8, 13.1, 7.6, 17.3, 10.0, 13.2, 15.1, 0.9, 0.2, 0.4, 1.7, 0.0, 1.3, 51.0, 11.1, 82.8, 0.0],
  'joint-1-hop': [0.8, 62.0, 76.9, 22.8, 11.0, 7.2, 15.9, 13.2, 5.1, 10.6, 8.4, 0.4, 6.3, 36.9, 46.4, 47.4, 44.4, 9.6, 90.7, 0.0],
  'joint-2-hops': [0.0, 15.6, 31.6, 2.2, 13.4, 2.3, 25.4, 11.7, 2.0, 5.0, 1.2, 0.0, 0.2, 8.1, 0.5, 51.3, 41.2, 10.3, 89.9, 0.1],
  'joint-3-hops': [0.1, 14.0, 33.1, 5.7, 14.8, 3.3, 17.9, 10.1, 3.1, 6.6, 0.9, 0.3, 1.4, 8.2, 0.0, 3.5, 44.5, 9.2, 90.2, 0.0],
  'joint-pe-ls-rn': [0.0, 11.4, 21.9, 13.4, 14.4, 2.8, 18.3, 9.3, 1.9, 6.5, 0.3, 0.1, 0.2, 6.9, 0.0, 2.7, 40.4, 9.4, 88.0, 0.0],
  'joint-pe-ls-lw': [0.1, 18.8, 31.7, 17.5, 12.9, 2.0, 10.1, 6.1, 1.5, 2.6, 3.3, 0.0, 0.5, 2.0, 1.8, 51.0, 42.6, 9.2, 90.6, 0.2],
};

/** Mean test error in per cent and number of failed tasks with 10,000 training questions a task (the same paper, Table 2). */
export const paperMeans10k: Readonly<Partial<Record<PresetName | 'strong' | 'lstm', readonly [number, number]>>> = {
  strong: [3.2, 2],
  lstm: [36.4, 16],
  bow: [15.4, 9],
  pe: [9.4, 6],
  'pe-ls': [7.2, 4],
  'pe-ls-rn': [6.6, 4],
  'pe-ls-rn-relu': [4.2, 3],
  'joint-pe-ls-rn': [7.5, 6],
  'joint-pe-ls-lw': [11.0, 6],
};
