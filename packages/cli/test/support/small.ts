/** Runs of seconds: their models and sequences are as small as they can be. */
const course = [
  ...['--engine', 'cpu', '--task-option', 'bits=2', '--batch', '2'],
  ...['--train-lengths', '1-2', '--test-lengths', '2,3', '--sequences', '2'],
];

/** A network with a memory. */
export const small = [...course, '--places', '4', '--width', '2', '--units', '4'];

/** One without, for what has nothing to do with the model: a step takes a tenth of the time. */
export const tiny = [...course, '--model', 'lstm', '--layers', '1', '--units', '2'];

/** The same, with a learning rate that does not depend on how long the run is. */
export const steady = [...tiny, '--preset', 'paperLSTM', '--rate', '0.01'];

/** A machine that plays, as small. */
export const playing = [
  ...['--batch', '2', '--units', '4', '--width', '2', '--train-lengths', '1-3'],
  ...['--test-lengths', '3', '--sequences', '2'],
];
