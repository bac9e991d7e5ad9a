/**
 * Does some work while V8 optimizes nothing. A compilation runs much code a few times only: on one core, optimizing what of
 * it seems hot takes V8 twice the time of the work itself. (Other engines, and Node where its command line says how to
 * optimize, do as they do.)
 */
export function unoptimized<T>(work: () => T): T {
  const v8 = engine();
  v8?.setFlagsFromString('--no-opt');
  try {
    return work();
  } finally {
    v8?.setFlagsFromString('--opt');
  }
}

/** Whether somebody chose how V8 optimizes. */
const CHOICE = /--(no[-_]?)?(opt|turbofan)\b|--jitless/;

/** Only Node has `process.getBuiltinModule`; nothing is imported elsewhere. */
function engine(): typeof import('node:v8') | undefined {
  const node = (globalThis as { process?: Partial<NodeJS.Process> }).process;
  if (!node?.versions?.node || !node.getBuiltinModule) return undefined;
  const chosen = [...(node.execArgv ?? []), node.env?.NODE_OPTIONS ?? ''].some((text) => CHOICE.test(text));
  return chosen ? undefined : node.getBuiltinModule('node:v8');
}
