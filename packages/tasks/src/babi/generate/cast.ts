/** Who and what the stories are about, as in the published files. */

export const PEOPLE = ['John', 'Mary', 'Sandra', 'Daniel'] as const;
export const PLACES = ['bathroom', 'bedroom', 'garden', 'hallway', 'kitchen', 'office'] as const;
export const OBJECTS = ['apple', 'football', 'milk'] as const;

/** The people and places of the tasks with uncertain knowledge and with times of day. */
export const TOWN_PEOPLE = ['Fred', 'Mary', 'Bill', 'Julie'] as const;
export const TOWN_PLACES = ['bedroom', 'cinema', 'kitchen', 'office', 'park', 'school'] as const;

export const pronounOf = (person: string): string => (['John', 'Daniel'].includes(person) ? 'he' : 'she');
