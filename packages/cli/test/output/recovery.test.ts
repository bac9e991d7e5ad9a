import type { MetricsLine, RecoveryEvent } from '@loci/train';
import { recoveriesText, recoveryText } from '../../src/output/recovery.js';

const back = (step: number): RecoveryEvent => ({ type: 'taken-back', step, to: step - 20, setbacks: 2 });
const anew = (step: number, restarts: number): RecoveryEvent => ({ type: 'restarted', step, restarts });

test('each recovery is one line', () => {
  expect(recoveryText(back(1410))).toBe(
    'step 1,410: much of what was learned is lost; back to step 1,390, at 1/4 of the rate',
  );
  expect(recoveryText(anew(250, 1))).toBe(
    'step 250: too little is learned; it begins anew with other initial weights',
  );
});

test('a run says once how it recovered, and nothing if it did not have to', () => {
  const other = { type: 'level-evaluation', step: 5, scores: [] } satisfies MetricsLine;
  expect(recoveriesText([other])).toBeUndefined();
  expect(recoveriesText([other, back(40)])).toBe('It went back once to where it was best.');
  expect(recoveriesText([anew(250, 1), anew(1500, 2)])).toBe('It began anew after step 250, 1,500.');
  expect(recoveriesText([anew(250, 1), back(400), other, back(500)])).toBe(
    'It began anew after step 250 and went back 2 times to where it was best.',
  );
});
