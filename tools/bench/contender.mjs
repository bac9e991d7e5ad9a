import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * An engine in a process of its own that times training steps on request: it prints a line of JSON with `"ready": true`
 * once it is compiled and warm, and answers each line `run N` with one of `minimum_ms` and `median_ms`. All engines
 * speak so (`tools/peers/README.md`), and take turns, so that the machine's noise hits all alike.
 */
export class Contender {
  #child;
  #lines;
  #errors = '';

  constructor(name, command, parameters, environment = {}) {
    this.name = name;
    this.#child = spawn(command, parameters, {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stderr.on('data', (text) => (this.#errors += text));
    this.#child.on('error', (error) => (this.#errors += error.message));
    // A process that ends early closes its input; what it said then comes as an error of `next`.
    this.#child.stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** The figures that the process prints next; undefined after so many seconds. */
  async next(seconds) {
    let timer;
    const timeout = new Promise((resolve) => (timer = setTimeout(resolve, seconds * 1000, 'timeout')));
    const line = await Promise.race([this.#lines.next(), timeout]);
    clearTimeout(timer);
    if (line === 'timeout') return undefined;
    if (line.done) throw new Error(`${this.name} ended early: ${this.#errors.trim().split('\n').at(-1)}`);
    const figures = JSON.parse(line.value);
    if (figures.error) throw new Error(`${this.name}: ${figures.error}`);
    return figures;
  }

  async run(steps, seconds) {
    this.#child.stdin.write(`run ${steps}\n`);
    return this.next(seconds);
  }

  end() {
    this.#child.kill();
  }
}

/** The words before a command that keep it on one core, where the system can. */
export function onOneCore(core) {
  return process.platform === 'linux' ? ['taskset', '-c', core] : [];
}
