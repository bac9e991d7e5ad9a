import { realFileSystem } from '../../src/node/file-system.js';
import type { FileSystem } from '../../src/node/file-system.js';

type Handle = Awaited<ReturnType<FileSystem['open']>>;
type Act = <T>(act: () => Promise<T>) => Promise<T>;

/** A file system whose every operation goes through `act`, and whose writing goes through `write`. */
function intercepted(act: Act, write: (handle: Handle, bytes: Buffer) => Promise<void>): FileSystem {
  const open = async (...args: Parameters<FileSystem['open']>) => {
    const handle = await act(() => realFileSystem.open(...args));
    return {
      writeFile: (data: string | Uint8Array) => write(handle, Buffer.from(data as Uint8Array)),
      sync: () => act(() => handle.sync()),
      // A process that dies gives its files back as well.
      close: () => act(async () => undefined).finally(() => handle.close()),
    };
  };
  const through = <Name extends keyof FileSystem>(name: Name) =>
    ((...args: never[]) =>
      act(() => (realFileSystem[name] as (...all: never[]) => Promise<unknown>)(...args))) as never;
  return {
    open: open as unknown as FileSystem['open'],
    mkdir: through('mkdir'),
    readFile: through('readFile'),
    readdir: through('readdir'),
    rename: through('rename'),
    rm: through('rm'),
    stat: through('stat'),
  };
}

export class Crash extends Error {}

/**
 * The process dies within its nth operation on files, and does nothing after that. A write in which it dies has
 * brought a part of its bytes to the file.
 */
export function crashingAt(
  nth: number,
  part = 0.5,
): { readonly files: FileSystem; readonly crashed: () => boolean } {
  let operations = 0;
  const dies = () => ++operations >= nth;
  const act: Act = async (operation) => {
    if (dies()) throw new Crash();
    return operation();
  };
  const write = async (handle: Handle, bytes: Buffer) => {
    if (!dies()) return handle.writeFile(bytes);
    if (operations === nth) await handle.writeFile(bytes.subarray(0, Math.floor(part * bytes.length)));
    throw new Crash();
  };
  return { files: intercepted(act, write), crashed: () => operations >= nth };
}

/** A disk with room for so many bytes more, ever. */
export function fullAfter(room: number): FileSystem {
  let left = room;
  const write = async (handle: Handle, bytes: Buffer) => {
    await handle.writeFile(bytes.subarray(0, Math.max(0, left)));
    left -= bytes.length;
    if (left < 0)
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  return intercepted((operation) => operation(), write);
}
