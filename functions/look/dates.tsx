/** Months as a paper prints them. */
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A date at its own precision: `1949`, `May 1949`, `1 May 1949`. Of an instant its day (UTC). */
export function printedDate(date: string): string {
  const [year, month, day] = date.slice(0, 10).split('-');
  const named = months[Number(month) - 1];
  return [day && String(Number(day)), named, year].filter(Boolean).join(' ');
}

/** A date for readers and for machines. */
export const When = ({ date }: { date: string }) => <time dateTime={date}>{printedDate(date)}</time>;
