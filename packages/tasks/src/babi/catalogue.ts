/** What a bAbI task is called. */
export interface BabiTaskInfo {
  /** From 1 to 20. */
  readonly number: number;
  /** As in the names of the published files: qa1_single-supporting-fact_train.txt. */
  readonly name: string;
  /** As in the tables of papers. */
  readonly title: string;
}

/** The 20 tasks of bAbI, version 1.2, in their order. */
export const babiTasks: readonly BabiTaskInfo[] = [
  ['single-supporting-fact', '1 supporting fact'],
  ['two-supporting-facts', '2 supporting facts'],
  ['three-supporting-facts', '3 supporting facts'],
  ['two-arg-relations', '2 argument relations'],
  ['three-arg-relations', '3 argument relations'],
  ['yes-no-questions', 'yes/no questions'],
  ['counting', 'counting'],
  ['lists-sets', 'lists/sets'],
  ['simple-negation', 'simple negation'],
  ['indefinite-knowledge', 'indefinite knowledge'],
  ['basic-coreference', 'basic coreference'],
  ['conjunction', 'conjunction'],
  ['compound-coreference', 'compound coreference'],
  ['time-reasoning', 'time reasoning'],
  ['basic-deduction', 'basic deduction'],
  ['basic-induction', 'basic induction'],
  ['positional-reasoning', 'positional reasoning'],
  ['size-reasoning', 'size reasoning'],
  ['path-finding', 'path finding'],
  ['agents-motivations', "agent's motivation"],
].map(([name, title], index) => ({ number: index + 1, name, title }));
