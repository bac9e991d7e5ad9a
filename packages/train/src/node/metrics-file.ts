import { RunFileError } from '../errors.js';
import { metricsLineSchema } from '../metrics.js';
import type { MetricsLine } from '../metrics.js';
import { problemOf } from '../parse.js';

/** A line of the file as text, its end included. */
export const metricsText = (line: MetricsLine): string => `${JSON.stringify(line)}\n`;

function parseLine(text: string): { readonly line: MetricsLine } | { readonly problem: string } {
  try {
    const value: unknown = JSON.parse(text);
    const problem = problemOf(metricsLineSchema, value);
    return problem === undefined ? { line: metricsLineSchema.parse(value) } : { problem };
  } catch {
    return { problem: 'is not JSON' };
  }
}

/**
 * The lines of the file. Where its last line has no end, a process was killed while writing it: it does not count.
 *
 * @throws RunFileError that names the line.
 */
export function parseMetrics(file: string, text: string): readonly MetricsLine[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      const parsed = parseLine(line);
      if ('line' in parsed) return parsed.line;
      throw new RunFileError(`${file}:${index + 1}`, 'corrupt', `is damaged: ${parsed.problem}`);
    });
}
