import { findingsText } from '../../src/doctor/findings-text.js';

test('what works is said in words, what does not with its reason', () => {
  const text = findingsText({
    node: '22.1.0',
    platform: 'linux x64',
    processors: 2,
    processor: 'some processor',
    webAssembly: { simd: true, relaxedSimd: false, threads: true },
    engines: [
      { name: 'wasm', default: true },
      { name: 'tfjs-node', default: false, problem: 'is not installed; to get it: npm install it' },
    ],
    versions: { '@loci/cli': '1.2.3' },
  });
  expect(text.split('\n')).toEqual([
    'Loci        1.2.3',
    'Node.js     22.1.0, linux x64',
    'Processors  2 (some processor)',
    '',
    'WebAssembly',
    '  SIMD: yes',
    '  relaxed SIMD: no',
    '  threads: yes',
    '',
    'Engines',
    '  wasm (default): works',
    '  tfjs-node: is not installed; to get it: npm install it',
  ]);
});
