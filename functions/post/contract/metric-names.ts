/** Counts that an alarm watches, for something that a person has to look after. */
export const metricNames = {
  /** Letters wait: SES takes none from the press's account or sender, the press document is not known yet, or they are long overdue. */
  held: 'LettersHeld',
  /** SES refuses letters for what is in them or in their sender, not for their address: they never leave. */
  refused: 'LettersRefused',
  /** Sign-ups' letters wait for a later hour. */
  aboveCeiling: 'LettersAboveCeiling',
  /** Doubts stand. */
  inDoubt: 'LettersInDoubt',
} as const;
