/**
 * The rooms of the house and what each may import. Imports point downwards only; eslint.config.mjs turns this
 * table into a lint rule. `tfjs: false` keeps a room free of TensorFlow.js, so that it works where tfjs is not
 * installed.
 */
export const rooms = {
  random: { imports: [], tfjs: false },
  addressing: { imports: ['random'], tfjs: true },
  controllers: { imports: ['random', 'addressing'], tfjs: true },
  jit: { imports: [], tfjs: true },
  tasks: { imports: ['random'], tfjs: false },
  train: { imports: ['random', 'jit', 'tasks'], tfjs: true },
  ntm: { imports: ['random', 'addressing', 'controllers'], tfjs: true },
  'stack-rnn': { imports: ['random', 'addressing', 'controllers'], tfjs: true },
  'rl-ntm': { imports: ['random', 'addressing', 'controllers'], tfjs: true },
  memn2n: { imports: ['random', 'addressing', 'controllers'], tfjs: true },
  laws: { imports: ['random', 'addressing', 'controllers', 'tasks'], tfjs: true },
  plot: { imports: [], tfjs: false },
  cli: {
    imports: [
      'random',
      'addressing',
      'controllers',
      'jit',
      'tasks',
      'train',
      'ntm',
      'stack-rnn',
      'rl-ntm',
      'memn2n',
      'plot',
    ],
    tfjs: true,
  },
};
