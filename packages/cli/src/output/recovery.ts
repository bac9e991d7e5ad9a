import type { MetricsLine, RecoveryEvent } from '@loci/train';
import { count } from './format.js';

/** What was done when a run went wrong, in a line. */
export const recoveryText = (event: RecoveryEvent): string =>
  event.type === 'restarted'
    ? `step ${count(event.step)}: too little is learned; it begins anew with other initial weights`
    : `step ${count(event.step)}: much of what was learned is lost; back to step ${count(event.to)}, at 1/${2 ** event.setbacks} of the rate`;

const times = (number: number): string => (number === 1 ? 'once' : `${count(number)} times`);

/** The same of a whole run; undefined if all went well. */
export function recoveriesText(metrics: readonly MetricsLine[]): string | undefined {
  const steps = metrics.flatMap(({ type, step }) => (type === 'restarted' ? [count(step)] : []));
  const back = metrics.filter(({ type }) => type === 'taken-back').length;
  const parts = [
    ...(steps.length === 0 ? [] : [`began anew after step ${steps.join(', ')}`]),
    ...(back === 0 ? [] : [`went back ${times(back)} to where it was best`]),
  ];
  return parts.length === 0 ? undefined : `It ${parts.join(' and ')}.`;
}
