/** Counts that an alarm watches, for something that a person has to look after. */
export const metricNames = {
  /** An issue of the mail has paused by itself. */
  paused: 'IssuesPaused',
} as const;
