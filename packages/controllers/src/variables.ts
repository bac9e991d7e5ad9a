import type * as tf from '@tensorflow/tfjs';

/** Named variables of a cell. */
export type Variables = Readonly<Record<string, tf.Variable>>;

/** The same specs or variables under `prefix/name`. */
export const prefixed = <Item>(prefix: string, items: Readonly<Record<string, Item>>): Record<string, Item> =>
  Object.fromEntries(Object.entries(items).map(([name, item]) => [`${prefix}/${name}`, item]));

/** The items under `prefix/`, without the prefix. */
export const within = <Item>(prefix: string, items: Readonly<Record<string, Item>>): Record<string, Item> =>
  Object.fromEntries(
    Object.entries(items)
      .filter(([name]) => name.startsWith(`${prefix}/`))
      .map(([name, item]) => [name.slice(prefix.length + 1), item]),
  );

/** Frees every variable. */
export function disposeVariables(variables: Variables): void {
  for (const variable of Object.values(variables)) variable.dispose();
}
