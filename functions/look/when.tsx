import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { printedDate } from './dates.ts';

/** The time zone of the press, in which a page shows its dates. */
export const PressZone = createContext('UTC');

/** A date for readers and for machines. */
export const When = ({ date, language, zone }: { date: string; language?: string; zone?: string }) => {
  const ofPress = useContext(PressZone);
  return <time dateTime={date}>{printedDate(date, language, zone ?? ofPress)}</time>;
};
