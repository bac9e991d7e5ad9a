/** The last thing that was told of each person. */
export function lastOfEach<Thing extends { readonly person: string }>(told: readonly Thing[]): Thing[] {
  const last = new Map<string, Thing>();
  for (const thing of told) last.set(thing.person, thing);
  return [...last.values()];
}
