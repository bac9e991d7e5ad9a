import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rooms } from '../rooms.mjs';
import { packages, root } from './support/workspace.js';

jest.setTimeout(300_000);

type RoomName = keyof typeof rooms;
const names = Object.keys(rooms) as RoomName[];
const allowed = (name: RoomName): readonly string[] => rooms[name].imports;

/** What the linter says about made-up source files of rooms, each with one line of code. */
function lint(files: readonly { room: string; code: string }[]): string[][] {
  const input = files.map(({ room, code }) => ({
    file: join(root, 'packages', room, 'src', 'made-up.ts'),
    code: `${code}\n`,
  }));
  const script = join(__dirname, 'support', 'lint.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script], {
    cwd: root,
    input: JSON.stringify(input),
    encoding: 'utf8',
  });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
}

test('every package is a room, and every room is a package', () => {
  expect(packages.map(({ name }) => name).sort()).toEqual([...names].sort());
});

test('imports point downwards: no room imports itself by way of others', () => {
  const reachable = (name: RoomName): string[] =>
    allowed(name).flatMap((other) => [other, ...reachable(other as RoomName)]);
  for (const name of names) expect(reachable(name)).not.toContain(name);
});

test('the linter lets a room import another exactly if the table does', () => {
  const pairs = names.flatMap((room) => names.map((other) => ({ room, other })));
  const messages = lint(pairs.map(({ room, other }) => ({ room, code: `export * from '@loci/${other}';` })));
  pairs.forEach(({ room, other }, index) => {
    const isAllowed = allowed(room).includes(other);
    const expected = isAllowed ? [] : [expect.stringContaining(`@loci/${room} may import only: `)];
    expect({ room, other, messages: messages[index] }).toEqual({ room, other, messages: expected });
  });
});

test('the linter keeps TensorFlow.js out of the rooms that work without it', () => {
  const messages = lint(names.map((room) => ({ room, code: `export * from '@tensorflow/tfjs';` })));
  names.forEach((room, index) => {
    expect({ room, problems: messages[index]!.length }).toEqual({ room, problems: rooms[room].tfjs ? 0 : 1 });
  });
});

test('the linter refuses private files of other rooms, ways around their names, and unseeded randomness', () => {
  const [deep, node, relative, viaPackages, random] = lint([
    { room: 'controllers', code: `export * from '@loci/addressing/src/tape.js';` },
    { room: 'cli', code: `export * from '@loci/train/node';` },
    { room: 'controllers', code: `export * from '../../addressing/src/tape.js';` },
    { room: 'controllers', code: `export * from '../../../packages/addressing/src/tape.js';` },
    { room: 'controllers', code: `export const drawn = Math.random();` },
  ]);
  expect(deep).toEqual([expect.stringContaining('What a room does not export is private to it.')]);
  expect(node).toEqual([]);
  expect(relative).toEqual([expect.stringContaining('Import another room by its package name.')]);
  expect(viaPackages).toEqual([expect.stringContaining('Import another room by its package name.')]);
  expect(random).toEqual([expect.stringContaining('Randomness enters as an argument')]);
});

describe.each(packages.map((each) => [each.name as RoomName, each] as const))('%s', (name, each) => {
  const dependencies = (of: Readonly<Record<string, string>> = {}): string[] =>
    Object.keys(of)
      .filter((other) => other.startsWith('@loci/'))
      .map((other) => other.slice('@loci/'.length));

  test('depends on nothing that it may not import', () => {
    const { dependencies: needed, peerDependencies: peers } = each.manifest;
    expect(dependencies(needed).filter((other) => !allowed(name).includes(other))).toEqual([]);
    const hasTfjs = Object.keys({ ...needed, ...peers }).some((other) => other.startsWith('@tensorflow/'));
    expect(hasTfjs).toBe(rooms[name].tfjs);
  });

  /** What a configuration of the compiler names as built before: folders beside the package's own, which is `.`. */
  const references = (file: string): string[] => {
    const configuration = JSON.parse(readFileSync(join(each.folder, file), 'utf8')) as {
      references: { path: string }[];
    };
    return configuration.references.map(({ path }) => path.replace('../', '')).sort();
  };

  test('is compiled after what it depends on, and so are its tests', () => {
    const { dependencies: needed, devDependencies: neededByTests } = each.manifest;
    expect(references('tsconfig.json')).toEqual(dependencies(needed).sort());
    const ofTests = ['.', ...dependencies(needed), ...dependencies(neededByTests)];
    expect(references('tsconfig.test.json')).toEqual(ofTests.sort());
  });
});
