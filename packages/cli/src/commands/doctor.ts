import { availableParallelism, cpus } from 'node:os';
import process from 'node:process';
import { tryEngines } from '../doctor/engines.js';
import type { EngineFinding } from '../doctor/engines.js';
import { webAssemblyFeatures } from '../doctor/web-assembly.js';
import { exitCodes } from '../exit-codes.js';
import type { Console } from '../output/console.js';
import { versions } from '../versions.js';
import type { OutputFlags } from './output-options.js';

async function examine() {
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processors: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    webAssembly: await webAssemblyFeatures(),
    engines: await tryEngines(),
    versions,
  };
}

type Findings = Awaited<ReturnType<typeof examine>>;

const yes = (value: boolean): string => (value ? 'yes' : 'no');

const engineText = ({ name, default: isDefault, problem }: EngineFinding): string =>
  `  ${name}${isDefault ? ' (default)' : ''}: ${problem ?? 'works'}`;

const text = ({ node, platform, processors, processor, webAssembly, engines, versions }: Findings): string =>
  [
    `Loci        ${versions['@loci/cli']}`,
    `Node.js     ${node}, ${platform}`,
    `Processors  ${processors} (${processor})`,
    '',
    'WebAssembly',
    `  SIMD: ${yes(webAssembly.simd)}`,
    `  relaxed SIMD: ${yes(webAssembly.relaxedSimd)}`,
    `  threads: ${yes(webAssembly.threads)}`,
    '',
    'Engines',
    ...engines.map(engineText),
  ].join('\n');

/** `loci doctor`. @returns 0 if the default engine works */
export async function doctorCommand(flags: OutputFlags, console: Console): Promise<number> {
  const findings = await examine();
  if (flags.json) console.printJson(findings);
  else console.print(text(findings));
  const isUsable = findings.engines.some((engine) => engine.default && engine.problem === undefined);
  return isUsable ? exitCodes.success : exitCodes.failed;
}
