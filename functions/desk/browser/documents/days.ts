const usual = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A day of the reader's own clock. */
export const dayOf = (instant: string): string => usual.format(new Date(instant));

/** A moment of the reader's own clock. */
export const momentOf = (instant: string): string => exact.format(new Date(instant));
