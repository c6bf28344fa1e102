/** Counts that an alarm watches, for something that a person has to look after. */
export const metricNames = {
  /** Letters wait for the press: it has no sender, or SES takes none from its account, or they are long overdue. */
  held: 'LettersHeld',
  /** Sign-ups' letters wait for a later hour. */
  aboveCeiling: 'LettersAboveCeiling',
  /** Doubts stand. */
  inDoubt: 'LettersInDoubt',
} as const;
