/** What only a process of its own shows: signals, streams, files of the system. */
import { execFile } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bin, built } from './support/built.js';
import { jsonLines } from './support/command.js';
import { steady, tiny } from './support/small.js';
import { withTemporaryFolder } from './support/temporary-folder.js';

jest.setTimeout(300_000);

/** The metrics of a run but for the times in them. */
const metrics = async (folder: string) =>
  jsonLines(await readFile(join(folder, 'metrics.jsonl'), 'utf8')).map((line) =>
    Object.fromEntries(Object.entries(line).filter(([name]) => !/^seconds|PerSecond$/.test(name))),
  );

const steps = (stdout: string): number =>
  Number([...stdout.matchAll(/"type":"progress","step":(\d+)/g)].at(-1)?.[1] ?? 0);

const run = ['train', 'copy', ...steady, '--evaluate-every', '50', '--no-pictures'];
const whole = [...run, '--steps', '100'];

/** The metrics of the run that nothing stopped. */
let undisturbed: Awaited<ReturnType<typeof metrics>>;
beforeAll(() =>
  withTemporaryFolder(async (folder) => {
    await built([...whole, '--out', 'run', '--quiet'], { cwd: folder });
    undisturbed = await metrics(join(folder, 'run'));
  }),
);

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s leaves a run that can be gone on with, and says how; it ends as if it never had been stopped',
  (signal) =>
    withTemporaryFolder(async (folder) => {
      let sent = false;
      const stopped = await built([...whole, '--out', 'run', '--json'], {
        cwd: folder,
        watch(child, stdout) {
          if (sent || steps(stdout) < 20) return;
          sent = true;
          child.kill(signal);
        },
      });
      expect(stopped.code).toBe(130);
      expect(jsonLines(stopped.stdout).at(-1)).toMatchObject({ type: 'interrupted' });
      expect(stopped.stderr).toMatch(/Interrupted after step \d+\. To go on:\n {2}.* train --resume run\n$/);

      const ended = await built(['train', '--resume', 'run', '--quiet', '--no-pictures'], { cwd: folder });
      expect([ended.code, ended.stderr]).toEqual([0, '']);
      expect(await metrics(join(folder, 'run'))).toEqual(undisturbed);
    }),
);

test('the second signal ends the process at once', () =>
  withTemporaryFolder(async (folder) => {
    // An evaluation that takes minutes holds the first signal up.
    const long = ['--steps', '10', '--evaluate-every', '10', '--test-lengths', '2000', '--sequences', '1000'];
    let signals = 0;
    const { code, stdout } = await built(['train', 'copy', ...tiny, ...long, '--out', 'run', '--json'], {
      cwd: folder,
      watch(child, stdout) {
        if (steps(stdout) < 10 || signals > 0) return;
        signals = 2;
        child.kill('SIGINT');
        setTimeout(() => child.kill('SIGINT'), 200);
      },
    });
    expect(code).toBe(130);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ type: 'progress' });
  }));

test('a reader that goes away ends a run well, and a list without a word', () =>
  withTemporaryFolder(async (folder) => {
    const shell = async (line: string) => {
      const command = `"${process.execPath}" "${bin}" ${line}`;
      return promisify(execFile)('sh', ['-c', `{ ${command}; echo "code $?" >&2; } | head -n 3`], {
        cwd: folder,
      });
    };
    const list = await shell('list --json');
    expect(list.stderr).toBe('code 0\n');
    const stopped = await shell(`${run.join(' ')} --steps 100000 --json --quiet --out run`);
    expect(stopped.stderr).toMatch(/^Interrupted after step \d+\. To go on:\n.*\ncode 130\n$/);
    expect((await metrics(join(folder, 'run'))).length).toBeGreaterThan(0);
  }));

test('standard output on a full disk is one line, and the run can be gone on with', () =>
  withTemporaryFolder(async (folder) => {
    const full = await open('/dev/full', 'w');
    try {
      const list = await built(['list'], { stdout: full.fd });
      expect(list).toMatchObject({
        code: 1,
        stderr: 'error: standard output cannot be written: the disk is full\n',
      });
      const args = [...run, '--steps', '100000', '--json', '--quiet', '--out', 'run'];
      const { code, stderr } = await built(args, { cwd: folder, stdout: full.fd });
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^Interrupted after .*\n.*--resume run\nerror: standard output .* the disk is full\n$/,
      );
    } finally {
      await full.close();
    }
  }));

test('a disk that fills up during a run is one line; what was stored stays and can be gone on with', () =>
  withTemporaryFolder(async (folder) => {
    // A file may have 8 blocks of 512 bytes: what a checkpoint remembers of the losses outgrows that before long. The
    // signal for it is ignored, so that writing fails as on a full disk.
    const args = [...whole, '--checkpoint-every', '10', '--quiet', '--out', 'run'];
    const line = `trap '' XFSZ; ulimit -f 8; exec "${process.execPath}" "${bin}" ${args.join(' ')}`;
    const failed = await promisify(execFile)('sh', ['-c', line], { cwd: folder }).then(
      () => ({ code: 0, stdout: '', stderr: '' }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
    expect([failed.code, failed.stdout]).toEqual([1, '']);
    expect(failed.stderr).toMatch(/^error: run\/[^\n]*cannot be written: [^\n]*\n$/);
    const ended = await built(['train', '--resume', 'run', '--quiet', '--no-pictures'], { cwd: folder });
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(await metrics(join(folder, 'run'))).toEqual(undisturbed);
  }));

test('the doctor tells which engines work, and how to get those that do not', async () => {
  const { code, stdout, stderr } = await built(['doctor', '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const [{ node, processors, webAssembly, engines }] = jsonLines(stdout) as unknown as {
    node: string;
    processors: number;
    webAssembly: Record<string, boolean>;
    engines: { name: string; problem?: string }[];
  }[];
  expect(node).toBe(process.versions.node);
  expect(processors).toBeGreaterThanOrEqual(1);
  expect(webAssembly).toEqual({ simd: true, relaxedSimd: true, threads: true });
  for (const { name, problem } of engines) {
    if (name === 'tfjs-node' && problem !== undefined) expect(problem).toContain('to get it: node tools/');
    else expect([name, problem]).toEqual([name, undefined]);
  }
});

test('a suite runs its cells in processes of their own, and begins none anew', () =>
  withTemporaryFolder(async (folder) => {
    const suite = ['suite', 'stack-paper', '--tasks', 'anbn', '--models', 'lstm', '--seeds', '1-2'];
    const how = ['--steps', '2', '--workers', '2', '--out', folder];
    const ran = await built([...suite, ...how]);
    expect(ran.code).toBe(0);
    const kept = `Cells 2, steps of a run 2; kept in ${folder}\n`;
    expect(ran.stderr.startsWith(kept)).toBe(true);
    expect(ran.stderr.slice(kept.length).trimEnd().split('\n').sort()).toEqual([
      expect.stringMatching(/^anbn, lstm, seed 1: .* \(\d of 2\)$/),
      expect.stringMatching(/^anbn, lstm, seed 2: .* \(\d of 2\)$/),
    ]);
    expect(ran.stdout).toContain('mean and best of seeds 1, 2.');
    const again = await built([...suite, ...how]);
    expect(again).toEqual({ code: 0, stdout: ran.stdout, stderr: kept });
  }));
