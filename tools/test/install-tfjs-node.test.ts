import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completeFromWheel } from '../tfjs-node/from-wheel.mjs';

test('an installation that fails leaves what was there, and nothing of its own or of one that was killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loci-tfjs-node-'));
  // Whatever else may be missing on this machine: pip finds no wheel.
  const options = { PIP_NO_INDEX: '1', PIP_FIND_LINKS: folder };
  const before = { ...process.env };
  const quiet = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    Object.assign(process.env, options);
    mkdirSync(join(folder, '.incomplete-killed'));
    mkdirSync(join(folder, 'deps'));
    writeFileSync(join(folder, 'deps', 'library'), 'of an earlier version');
    await expect(completeFromWheel(folder)).rejects.toThrow(/^pip could not download the wheel$/);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['deps', join('deps', 'library')]);
  } finally {
    quiet.mockRestore();
    for (const name of Object.keys(options)) {
      if (name in before) process.env[name] = before[name];
      else delete process.env[name];
    }
    rmSync(folder, { recursive: true, force: true });
  }
});
