/** The words of a sentence in lower case, without punctuation: 'Where is Mary?' has where, is, mary. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}'-]+/gu) ?? [];
