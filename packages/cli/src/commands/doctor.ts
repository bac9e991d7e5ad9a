import { examine } from '../doctor/examine.js';
import { findingsText } from '../doctor/findings-text.js';
import { exitCodes } from '../exit-codes.js';
import type { Console } from '../output/console.js';
import type { OutputFlags } from './output-options.js';

/** `loci doctor`. @returns 0 if the default engine works */
export async function doctorCommand(flags: OutputFlags, console: Console): Promise<number> {
  const findings = await examine();
  if (flags.json) console.printJson(findings);
  else console.print(findingsText(findings));
  const isUsable = findings.engines.some((engine) => engine.default && engine.problem === undefined);
  return isUsable ? exitCodes.success : exitCodes.failed;
}
