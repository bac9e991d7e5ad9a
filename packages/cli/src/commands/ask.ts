import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { numberQuestions } from '@loci/memn2n';
import { wordsOf } from '@loci/tasks';
import { ask } from '../babi/ask.js';
import type { Reply } from '../babi/ask.js';
import { networkFile } from '../babi/run-files.js';
import { readNetwork } from '../babi/network-file.js';
import { engines } from '../engines/table.js';
import { UsageError } from '../errors.js';
import { exitCodes } from '../exit-codes.js';
import type { Console } from '../output/console.js';
import { table } from '../output/table.js';
import type { AskFlags } from './ask-options.js';

const instructions = `Tell a story, one sentence or more a line; a sentence that ends with '?' is a question.
An empty line begins a new story, Ctrl-D ends.
`;

/** What questions begin with, and facts do not. */
const asks = /^(where|what|who|why|how|is|does|did|will)\b/i;

/** `loci ask <run>`. @returns the exit code */
export async function askCommand(run: string, flags: AskFlags, console: Console): Promise<number> {
  const file = await networkIn(run, flags.task);
  await engines.jit.start();
  const { network, vocabulary, tasks } = await readNetwork(file);
  const { stdin, stderr } = console;
  const isTerminal = stdin.isTTY === true;
  if (isTerminal) console.note(`${file}, trained on task ${tasks.join(', ')}\n${instructions}`);
  const lines = createInterface({ input: stdin, ...(isTerminal && { output: stderr, prompt: '> ' }) });
  let facts: string[][] = [];
  try {
    if (isTerminal) lines.prompt();
    for await (const line of lines) {
      if (line.trim() === '') facts = [];
      for (const sentence of sentencesOf(line)) {
        const words = wordsOf(sentence);
        const unknown = words.filter((word) => vocabulary.numberOf(word) < 0);
        if (unknown.length > 0) console.note(`note: not known, and passed over: ${unknown.join(', ')}`);
        if (!sentence.endsWith('?')) {
          if (asks.test(sentence)) console.note("note: taken as told: a question ends with '?'");
          facts.push(words);
          continue;
        }
        const [numbered] = numberQuestions([{ facts, question: words, answer: '' }], vocabulary);
        const reply = ask(network, numbered, vocabulary);
        if (flags.json) console.printJson({ type: 'answer', facts, question: words, ...reply });
        else console.print(replyText(facts, reply).join('\n'));
      }
      if (isTerminal) lines.prompt();
    }
    return exitCodes.success;
  } finally {
    lines.close();
    network.dispose();
  }
}

/** The sentences of a line, also as they stand in bAbI's files: numbered, with an answer behind a tab. */
const sentencesOf = (line: string): string[] =>
  line
    .replace(/^\uFEFF/, '')
    .split('\t')[0]
    .replace(/^\s*\d+\s+/, '')
    .split(/(?<=[.?!])\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => wordsOf(sentence).length > 0);

/** The file of the network that is asked. @throws UsageError if there is none, or if it is not clear which */
async function networkIn(run: string, task: number | undefined): Promise<string> {
  if (!existsSync(run)) throw new UsageError(`${run}: is not there`);
  if (run.endsWith('.json')) return run;
  const files = (await readdir(run)).filter((name) => /^tasks?-[\d-]+\.json$/.test(name)).sort();
  if (files.length === 0) throw new UsageError(`${run}: holds no network: 'loci babi' makes some`);
  const wanted = task === undefined ? files : files.filter((name) => tasksIn(name).includes(task));
  if (wanted.length === 1) return join(run, wanted[0]);
  const known = [...new Set(files.flatMap(tasksIn))].sort((a, b) => a - b).join(', ');
  if (task === undefined) throw new UsageError(`which task? --task says it; ${run} has ${known}`);
  const exact = networkFile([task]);
  if (wanted.includes(exact)) return join(run, exact);
  throw new UsageError(`--task ${task}: ${run} has networks of ${known}`);
}

const tasksIn = (file: string): number[] => (file.match(/\d+/g) ?? []).map(Number);

/** The sentences with the attention of each hop, and that on places of the memory that hold nothing; then the answer. */
function replyText(
  facts: readonly (readonly string[])[],
  { answer, probability, next, attention }: Reply,
): string[] {
  const told = facts.slice(-Math.max(1, attention[0].length));
  const width = Math.max(9, ...told.map((words) => words.join(' ').length));
  const heads = [
    { head: 'sentence'.padEnd(width), unit: '' },
    ...attention.map((_, hop) => ({ head: `hop ${hop + 1}`, unit: '' })),
  ];
  const rows = told.map((words, place) => [
    words.join(' ').padEnd(width),
    ...attention.map((weights) => weights[place].toFixed(2)),
  ]);
  const nothing = attention.map((weights) =>
    Math.max(
      0,
      weights.reduce((left, weight) => left - weight, 1),
    ),
  );
  if (nothing.some((weight) => weight >= 0.005)) {
    rows.push(['(nothing)'.padEnd(width), ...nothing.map((weight) => weight.toFixed(2))]);
  }
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const others = next.map((other) => `${other.answer} ${percent(other.probability)}`).join(', ');
  const shown = told.length === 0 ? [] : table(heads, rows);
  return [...shown, `${answer} (${percent(probability)}${others === '' ? '' : `; ${others}`})`, ''];
}
