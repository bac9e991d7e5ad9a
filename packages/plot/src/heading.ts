import { fontSizes } from './theme.js';

/** What is above a picture: its title if it has one, and what a reader must know, line by line. */
export function heading(title: string | undefined, notes: readonly string[]) {
  const offset = 14;
  const subtitle = notes.length > 0 ? { subtitle: [...notes] } : {};
  if (title !== undefined) return { title: { text: title, ...subtitle, offset } };
  if (notes.length === 0) return {};
  return { title: { text: [...notes], fontSize: fontSizes.label, fontWeight: 'normal' as const, offset } };
}
