import fc from 'fast-check';
import { PassThrough } from 'node:stream';
import { layOut, ProgressBar } from '../../src/output/progress-bar.js';

const facts = ['loss 83.12', '120.3 bits/sequence', '321 sequences/s', '2m05s left', 'step 1,120'];

test('80 columns hold a bar and all that matters', () => {
  expect(layOut({ share: 0.5, facts }, 80)).toBe(
    '██████░░░░░░  50%  loss 83.12  120.3 bits/sequence  321 sequences/s  2m05s left',
  );
});

test('120 columns hold a longer bar and the step', () => {
  expect(layOut({ share: 0.25, facts }, 120)).toBe(
    '██████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  25%  loss 83.12  120.3 bits/sequence  321 sequences/s  2m05s left  step 1,120',
  );
});

test('at any width the line fits, and shows the first facts and no half ones', () => {
  const shares = fc.double({ min: 0, max: 1, noNaN: true });
  const words = fc.array(fc.string({ minLength: 1, maxLength: 20 }));
  fc.assert(
    fc.property(shares, words, fc.integer({ min: 20, max: 300 }), (share, facts, columns) => {
      const line = layOut({ share, facts }, columns);
      expect(line.length).toBeLessThan(columns);
      const [, bar, percent] = /^([█░]+) +(\d+)%/.exec(line)!;
      expect(Number(percent)).toBe(Math.floor(100 * share));
      expect(
        Math.abs([...bar].filter((cell) => cell === '█').length / bar.length - share),
      ).toBeLessThanOrEqual(0.5 / bar.length + 1e-12);
      const shown = line.slice(line.indexOf('%') + 1);
      expect(
        facts
          .map((_, end) => facts.slice(0, end + 1))
          .concat([[]])
          .map((some) => some.map((fact) => `  ${fact}`).join('')),
      ).toContain(shown);
    }),
  );
});

test('what has happened is told above the bar', () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const bar = new ProgressBar(terminal);
  bar.update({ step: 560, share: 0.5, facts });
  terminal.read();
  bar.tell('step 560: something happened');
  const drawn = String(terminal.read());
  bar.stop();
  // From the begin of a line that is cleared; then the bar once more.
  expect(drawn.startsWith('\r\x1b[Kstep 560: something happened\n')).toBe(true);
  expect(drawn.split('\n')[1]).toContain('50%  loss 83.12');
});

test('on a terminal it is drawn anew in its line, and leaves the line empty', () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const bar = new ProgressBar(terminal);
  bar.update({ step: 560, share: 0.5, facts });
  bar.busy('evaluating');
  bar.stop();
  const drawn = String(terminal.read());
  expect(drawn).toContain('starting');
  expect(drawn).toContain('50%  evaluating');
  expect(drawn).not.toContain('\n');
  // The last that is written: the cursor to the begin of the line, and the line cleared.
  expect(drawn.endsWith('\x1b[1G\x1b[2K')).toBe(true);
});
