import { Help } from 'commander';
import { count } from '../output/format.js';
import type { ListedEngine, ListedTask } from './list.js';

/** Lays text out in lines of a width, as the help of commands is. */
export class ListText {
  private readonly help = new Help();

  constructor(private readonly width: number) {
    this.help.prepareContext({ helpWidth: width });
  }

  task({ name, description, source, train, test, options, presets, isPlayed }: ListedTask): string {
    const trained =
      train.low === train.high ? count(train.low) : `${count(train.low)} to ${count(train.high)}`;
    return [
      name,
      this.paragraph(description),
      this.paragraph(source),
      this.paragraph(
        `${isPlayed ? 'Levels' : 'Lengths'}: ${trained} in training, ${test.map(count).join(', ')} in the test`,
      ),
      ...(isPlayed ? [] : [this.paragraph(`Options (--task-option): ${assignments(options)}`)]),
      this.paragraph('Presets:'),
      ...this.named(
        presets.map((preset) => ({
          name: `  ${withDefault(preset)}`,
          text: preset.steps === undefined ? preset.source : `${count(preset.steps)} steps; ${preset.source}`,
        })),
      ),
    ].join('\n');
  }

  engines(engines: readonly ListedEngine[]): string {
    return [
      'Engines',
      ...this.named(engines.map((engine) => ({ name: withDefault(engine), text: engine.description }))),
    ].join('\n');
  }

  private paragraph(text: string): string {
    return this.help.boxWrap(text, this.width - 2).replace(/^/gm, '  ');
  }

  /** Names in a column of their own, what is said of them beside it. */
  private named(entries: readonly { readonly name: string; readonly text: string }[]): string[] {
    const width = Math.max(...entries.map(({ name }) => name.length));
    return entries.map(({ name, text }) => this.help.formatItem(name, width, text, this.help));
  }
}

const withDefault = ({ name, default: isDefault }: { readonly name: string; readonly default: boolean }) =>
  isDefault ? `${name} (default)` : name;

const assignments = (options: object): string =>
  Object.entries(options)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(' ');
