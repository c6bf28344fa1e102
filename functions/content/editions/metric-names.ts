/** Counts that an alarm watches, for something that a person has to look after. */
export const metricNames = {
  /** The moment of an edition came, and nothing went, or some of it did not. */
  failed: 'EditionsFailed',
} as const;
