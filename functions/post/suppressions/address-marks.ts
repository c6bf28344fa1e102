/**
 * What is known of an address, by its keyed hash: for each thing the newest ISO instant at which it happened. The marks
 * only rise, so events and log entries may come twice and in any order.
 */
export interface AddressMarks {
  bounce?: string;
  soft?: string;
  complaint?: string;
  /** An editor let mail go there again: what happened before it stops nothing. */
  freed?: string;
  /** The person was erased: letters that were put before it are not sent. */
  erased?: string;
}

export type Mark = keyof AddressMarks;

const holds = (mark: string | undefined, { freed = '' }: AddressMarks): boolean =>
  mark !== undefined && mark > freed;

/** No letter is sent there. */
export const stopsLetters = (marks: AddressMarks): boolean =>
  holds(marks.bounce, marks) || holds(marks.soft, marks);

/** Neither letters nor newsletters, or newsletters alone. */
export const isSuppressed = (marks: AddressMarks): boolean =>
  stopsLetters(marks) || holds(marks.complaint, marks);

/** A letter that was put before its person was erased. */
export const isOfErased = ({ at }: { at: string }, { erased = '' }: AddressMarks): boolean => at < erased;
