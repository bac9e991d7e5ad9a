import { Code } from './wasm/code.js';

/** Where the threads of a program meet. */
export interface Meeting {
  /** Of eight bytes in shared memory, zero at first: how many have arrived, and how often all had. */
  readonly address: number;
  readonly threads: number;
  /** Whether this thread may sleep while it waits; the main thread of a browser may not. */
  readonly maySleep: boolean;
}

/** How often a thread looks before it sleeps: some tens of microseconds, the usual wait within a program. */
const LOOKS = 20_000;

/**
 * The function of a barrier: counts the thread in; the last one to arrive opens the barrier for all, the others watch it
 * for a while and then sleep.
 */
export function barrierFunction({ address, threads, maySleep }: Meeting): Code {
  const code = new Code({ parameters: [], results: [] });
  const [arrived, round] = [0, 4];
  const before = code.allocate('i32');
  const looks = code.allocate('i32');
  const last = code.allocate('i32');
  const current = (): void => {
    code.integer(address | 0);
    code.access('i32.atomic.load', round);
  };
  current();
  code.set(before);
  code.integer(address | 0);
  code.integer(1);
  code.access('i32.atomic.rmw.add', arrived);
  code.integer(threads - 1);
  code.op('i32.eq');
  code.tee(last);
  code.when(() => {
    code.integer(address | 0);
    code.integer(0);
    code.access('i32.atomic.store', arrived);
    code.integer(address | 0);
    code.integer(1);
    code.access('i32.atomic.rmw.add', round);
    code.op('drop');
    code.integer(address | 0);
    code.integer(threads);
    code.access('memory.atomic.notify', round);
    code.op('drop');
  });
  code.get(last);
  code.op('i32.eqz');
  code.when(() => {
    code.integer(0);
    code.set(looks);
    code.repeat(() => {
      code.get(looks);
      code.integer(1);
      code.op('i32.add');
      code.set(looks);
      current();
      code.get(before);
      code.op('i32.eq');
      if (maySleep) {
        code.get(looks);
        code.integer(LOOKS);
        code.op('i32.lt_u');
        code.op('i32.and');
      }
    });
    if (!maySleep) return;
    current();
    code.get(before);
    code.op('i32.eq');
    code.when(() => {
      code.repeat(() => {
        code.integer(address | 0);
        code.get(before);
        code.long(-1);
        code.access('memory.atomic.wait32', round);
        code.op('drop');
        current();
        code.get(before);
        code.op('i32.eq');
      });
    });
  });
  return code;
}
