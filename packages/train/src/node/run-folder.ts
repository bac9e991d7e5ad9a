import { join } from 'node:path';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { decodeCheckpoint } from '../checkpoint/decode.js';
import { encodeCheckpoint } from '../checkpoint/encode.js';
import { RunFileError } from '../errors.js';
import type { MetricsLine } from '../metrics.js';
import { recordSchema } from '../record.js';
import type { RunRecord } from '../record.js';
import type { RunStore } from '../store/run-store.js';
import { checkForm, checkHeader, parseJson, readingForm } from '../stored.js';
import {
  removeFolderAtomically,
  removeLeftovers,
  writeFileAtomically,
  writeFolderAtomically,
} from './atomic.js';
import { realFileSystem } from './file-system.js';
import type { FileSystem } from './file-system.js';
import { describeMachine } from './machine.js';
import { makeFolder } from './make-folder.js';
import { metricsText, parseMetrics } from './metrics-file.js';
import { codeOf, reading, writing } from './storage-error.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * A run kept in a folder:
 *
 *     run.json                     what is needed to repeat it
 *     metrics.jsonl                one line a progress or evaluation event
 *     checkpoints/step-00001000/   manifest.json, weights.bin, slots.bin (tfjs's weights format), state.json
 *
 * Files and checkpoints are there as a whole or not at all, whenever the process is killed; only the last line of
 * `metrics.jsonl` may be cut off, and is then passed over.
 */
export class RunFolder implements RunStore {
  readonly name: string;
  private readonly recordFile: string;
  private readonly metricsFile: string;
  private readonly checkpoints: string;

  /** @param path of the folder; it is made when a run begins. */
  constructor(
    path: string,
    private readonly files: FileSystem = realFileSystem,
  ) {
    this.name = path;
    this.recordFile = join(path, 'run.json');
    this.metricsFile = join(path, 'metrics.jsonl');
    this.checkpoints = join(path, 'checkpoints');
  }

  async record(): Promise<RunRecord | undefined> {
    const text = await this.textOf(this.recordFile);
    if (text === undefined) return undefined;
    return readingForm(this.recordFile, async () => {
      const value = parseJson(this.recordFile, text);
      checkHeader(this.recordFile, value, 'loci-run', 1);
      return checkForm(this.recordFile, recordSchema, value);
    });
  }

  /** Adds the version of Node and the machine to the record. */
  async begin(record: RunRecord): Promise<void> {
    if ((await this.textOf(this.recordFile)) !== undefined) {
      throw new RunFileError(this.name, 'exists', 'holds a run already');
    }
    const here = {
      ...record,
      versions: { ...record.versions, node: process.versions.node },
      machine: describeMachine(),
    };
    await writing(this.checkpoints, () => makeFolder(this.files, this.checkpoints));
    await this.removeLeftovers();
    await this.replace(this.recordFile, `${JSON.stringify(here, null, 2)}\n`);
  }

  async append(line: MetricsLine): Promise<void> {
    await writing(this.metricsFile, async () => {
      const file = await this.files.open(this.metricsFile, 'a');
      try {
        await file.writeFile(metricsText(line));
      } finally {
        await file.close();
      }
    });
  }

  async metrics(): Promise<readonly MetricsLine[]> {
    return parseMetrics(this.metricsFile, (await this.textOf(this.metricsFile)) ?? '');
  }

  async rewind(step: number): Promise<void> {
    await this.removeLeftovers();
    const lines = (await this.metrics()).filter((line) => line.step <= step);
    await this.replace(this.metricsFile, lines.map(metricsText).join(''));
  }

  async save(checkpoint: Checkpoint): Promise<void> {
    const path = this.where(checkpoint.training.step);
    if ((await this.steps()).includes(checkpoint.training.step)) {
      throw new RunFileError(path, 'exists', 'is there already: does another process train in this folder?');
    }
    const contents = await encodeCheckpoint(checkpoint);
    await writing(path, async () => {
      await this.syncMetrics();
      await writeFolderAtomically(this.files, path, contents);
    });
  }

  async steps(): Promise<readonly number[]> {
    const names = await reading(this.checkpoints, async () => {
      try {
        return await this.files.readdir(this.checkpoints);
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return [];
        throw error;
      }
    });
    const steps = names.flatMap((name) => /^step-(\d{8,15})$/.exec(name)?.[1] ?? []).map(Number);
    return steps.sort((a, b) => a - b);
  }

  async load(step: number): Promise<Checkpoint> {
    const where = (file: string) => join(this.where(step), file);
    return decodeCheckpoint({
      where,
      size: (file) => reading(where(file), async () => (await this.files.stat(where(file))).size),
      read: (file) => reading(where(file), () => this.files.readFile(where(file))),
    });
  }

  where(step: number): string {
    return join(this.checkpoints, `step-${String(step).padStart(8, '0')}`);
  }

  async remove(step: number): Promise<void> {
    await writing(this.where(step), () => removeFolderAtomically(this.files, this.where(step)));
  }

  /** The text of a file; undefined if it is not there. */
  private async textOf(file: string): Promise<string | undefined> {
    return reading(file, async () => {
      try {
        return await this.files.readFile(file, 'utf8');
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw error;
      }
    });
  }

  private async replace(file: string, text: string): Promise<void> {
    await writing(file, () => writeFileAtomically(this.files, file, utf8(text)));
  }

  private async removeLeftovers(): Promise<void> {
    for (const folder of [this.name, this.checkpoints]) {
      await writing(folder, () => removeLeftovers(this.files, folder));
    }
  }

  /** A checkpoint must not come to the disk before the metrics that lead to it. */
  private async syncMetrics(): Promise<void> {
    const file = await this.files.open(this.metricsFile, 'a');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
