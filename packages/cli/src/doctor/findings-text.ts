import type { EngineFinding } from './engines.js';
import type { Findings } from './examine.js';

const yes = (value: boolean): string => (value ? 'yes' : 'no');

const engineText = ({ name, default: isDefault, problem }: EngineFinding): string =>
  `  ${name}${isDefault ? ' (default)' : ''}: ${problem ?? 'works'}`;

/** The findings for people. */
export const findingsText = (findings: Findings): string =>
  [
    `Loci        ${findings.versions['@loci/cli']}`,
    `Node.js     ${findings.node}, ${findings.platform}`,
    `Processors  ${findings.processors} (${findings.processor})`,
    '',
    'WebAssembly',
    `  SIMD: ${yes(findings.webAssembly.simd)}`,
    `  relaxed SIMD: ${yes(findings.webAssembly.relaxedSimd)}`,
    `  threads: ${yes(findings.webAssembly.threads)}`,
    '',
    'Engines',
    ...findings.engines.map(engineText),
  ].join('\n');
