/** What the command ends with. */
export const exitCodes = {
  success: 0,
  /** The run failed after it had begun: it diverged, or something could not be stored. */
  failed: 1,
  /** The command cannot be carried out as it was given: options, files, engines. Nothing was begun. */
  usage: 2,
  /** Stopped by a signal (128 + SIGINT); the run can be gone on with. */
  interrupted: 130,
} as const;
