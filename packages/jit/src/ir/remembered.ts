/** A function of objects that never change, which computes what it gives once for each. */
export function remembered<T extends object, R>(compute: (object: T) => R): (object: T) => R {
  const known = new WeakMap<T, R>();
  return (object) => {
    let result = known.get(object);
    if (result === undefined) {
      result = compute(object);
      known.set(object, result);
    }
    return result;
  };
}
