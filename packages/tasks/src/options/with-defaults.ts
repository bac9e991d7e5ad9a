import { checkObject } from './check.js';
import { unknownName } from './unknown-name.js';

/**
 * The options given, with the defaults of those that are not.
 *
 * @throws RangeError for what is not an object, and for a name that no option has.
 */
export function withDefaults<Options extends object>(given: Partial<Options>, defaults: Options): Options {
  checkObject('options', given, `an object such as ${JSON.stringify(defaults)}`);
  const known = Object.keys(defaults);
  const options = Object.entries(given).filter(([name, value]) => {
    if (!known.includes(name)) throw unknownName('option', name, known);
    return value !== undefined;
  });
  return { ...defaults, ...Object.fromEntries(options) };
}
