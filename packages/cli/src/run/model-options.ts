import type { ModelOptions as NTMModelOptions } from '@loci/ntm';
import type { ControllerName } from '@loci/rl-ntm';
import { UsageError } from '../errors.js';
import { isOfNTM } from './models.js';
import type { ModelOptions } from './models.js';

/** The options of the command line that shape the model; those not given keep what the preset says. */
export interface ModelFlags {
  readonly model?: NTMModelOptions['model'] | undefined;
  /** 'direct-access' and 'paths' are for tasks that are played. */
  readonly controller?: NTM['controller']['kind'] | ControllerName | undefined;
  readonly units?: number | undefined;
  readonly layers?: number | undefined;
  readonly places?: number | undefined;
  readonly width?: number | undefined;
  readonly readHeads?: number | undefined;
  readonly writeHeads?: number | undefined;
  readonly shiftRange?: number | undefined;
  readonly writeRule?: 'erase-add' | 'interpolating' | undefined;
  readonly memory?: NTM['memory']['init'] | undefined;
  readonly headSource?: NTM['headSource'] | undefined;
  readonly entropyPenalty?: number | undefined;
}

type NTM = Required<Extract<NTMModelOptions, { model: 'ntm' }>>;

/** What an NTM has without a choice of its own; its units are needed to change anything else of it. */
const defaultController: NTM['controller'] = { kind: 'lstm', units: 100 };

/** '--read-heads' for 'readHeads' */
const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const notAnOption = (name: string, model: string): UsageError =>
  new UsageError(`${flagOf(name)} is no option of the model '${model}': its presets say what it is`);

type Defined<Options> = { [Name in keyof Options]: Exclude<Options[Name], undefined> };

/** Leaves out what is undefined: an option that is not given does not override. */
const given = <Options extends object>(options: Options): Defined<Partial<Options>> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<
    Partial<Options>
  >;

/** Flags that only a model with a memory has. */
type NTMFlags = Omit<ModelFlags, 'model' | 'units' | 'layers'>;

const ofMemory = [
  'controller',
  'places',
  'width',
  'readHeads',
  'writeHeads',
  'shiftRange',
  'writeRule',
  'memory',
  'headSource',
  'entropyPenalty',
] as const satisfies readonly (keyof NTMFlags)[];

/** The options of a preset with what the command line changes of them. @throws UsageError */
export function withModelFlags(preset: ModelOptions, flags: ModelFlags): ModelOptions {
  const { model = preset.model, units, layers } = flags;
  const sizes = { units, layers };
  const ofNTM: NTMFlags = Object.fromEntries(ofMemory.map((name) => [name, flags[name]]));
  if (!isOfNTM(preset) && flags.model === undefined) {
    const [misfit] = Object.keys(given({ ...sizes, ...ofNTM }));
    if (misfit !== undefined) throw notAnOption(misfit, preset.model);
    return preset;
  }
  const base: NTMModelOptions =
    isOfNTM(preset) && model === preset.model ? preset : { model: model as NTMModelOptions['model'] };
  return base.model === 'lstm' ? withLSTMFlags(base, sizes, ofNTM) : withNTMFlags(base, sizes, ofNTM);
}

function withLSTMFlags(
  base: Extract<NTMModelOptions, { model: 'lstm' }>,
  sizes: Pick<ModelFlags, 'units' | 'layers'>,
  ofNTM: NTMFlags,
): ModelOptions {
  const [misfit] = Object.keys(given(ofNTM));
  if (misfit !== undefined) {
    throw new UsageError(
      `${flagOf(misfit)} is an option of the model 'ntm'; 'lstm' has no memory, only --units and --layers`,
    );
  }
  return { ...base, ...given(sizes) };
}

function withNTMFlags(
  base: Extract<NTMModelOptions, { model: 'ntm' }>,
  { units, layers }: Pick<ModelFlags, 'units' | 'layers'>,
  { controller: kind, memory, ...flags }: NTMFlags,
): ModelOptions {
  if (kind === 'direct-access' || kind === 'paths') {
    throw new UsageError(`--controller '${kind}' is for tasks that are played: rl-copy and the like`);
  }
  const before = base.controller ?? defaultController;
  const changed = kind !== undefined || units !== undefined || layers !== undefined;
  // Other kinds have other options: only the sizes go over to them.
  const same = kind === undefined || kind === before.kind;
  const kept = given({ units: before.units, layers: before.layers }) as Pick<typeof before, 'units'>;
  const controller = { ...(same ? before : { kind, ...kept }), ...given({ units, layers }) };
  return {
    ...base,
    ...given(flags),
    ...(changed && { controller }),
    ...(memory !== undefined && { memory: { init: memory } }),
  };
}
