import { unoptimized } from '../../src/api/unoptimized.js';

const node = globalThis.process;

/** Runs with another process object; tells the flags that were set, and when the work was done. */
function flagsWith(process: object | undefined, work: () => unknown = () => undefined): string[] {
  const flags: string[] = [];
  const v8 = { setFlagsFromString: (flag: string) => flags.push(flag) };
  const value = process && { ...process, getBuiltinModule: () => v8 };
  try {
    Object.defineProperty(globalThis, 'process', { value, configurable: true, writable: true });
    unoptimized(() => {
      flags.push('work');
      return work();
    });
  } finally {
    Object.defineProperty(globalThis, 'process', { value: node, configurable: true, writable: true });
  }
  return flags;
}

const versions = { node: '20.20.2' };

test('gives what the work gives', () => expect(unoptimized(() => 5)).toBe(5));

test('V8 optimizes again when the work is done', () => {
  expect(flagsWith({ versions, execArgv: ['--cpu-prof'], env: {} })).toEqual(['--no-opt', 'work', '--opt']);
});

test('and when it failed', () => {
  const flags: string[] = [];
  const v8 = { setFlagsFromString: (flag: string) => flags.push(flag) };
  const value = { versions, getBuiltinModule: () => v8 };
  try {
    Object.defineProperty(globalThis, 'process', { value, configurable: true, writable: true });
    expect(() =>
      unoptimized(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
  } finally {
    Object.defineProperty(globalThis, 'process', { value: node, configurable: true, writable: true });
  }
  expect(flags).toEqual(['--no-opt', '--opt']);
});

test.each<[string, object | undefined]>([
  ['no Node', undefined],
  ['a bundler that defines process', { env: {} }],
  ['Node that never optimizes', { versions, execArgv: ['--no-opt'], env: {} }],
  ['Node without a compiler', { versions, execArgv: ['--jitless'], env: {} }],
  ['Node with options of the environment', { versions, execArgv: [], env: { NODE_OPTIONS: '--noturbofan' } }],
])('%s is left alone', (_, process) => expect(flagsWith(process)).toEqual(['work']));
