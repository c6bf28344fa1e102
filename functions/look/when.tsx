import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { printedDate } from './dates.ts';
import { inLanguage } from './languages.ts';

/** The time zone of the press, in which a page shows its dates. */
export const PressZone = createContext('UTC');

/** The language of the press (BCP 47), in which a page shows its dates, whatever the language of a piece. */
export const PressLanguage = createContext('en');

/** Prints dates as `When` does, for where they are part of a sentence. */
export function useDates(): (date: string) => string {
  const [zone, language] = [useContext(PressZone), useContext(PressLanguage)];
  return (date) => printedDate(date, language, zone);
}

interface WhenProps {
  date: string;
  /** Language of the text that it stands in, where that may be another than the page's. */
  within?: string | undefined;
  zone?: string;
}

/** A date for readers and for machines. */
export const When = ({ date, within, zone }: WhenProps) => {
  const [ofPress, language] = [useContext(PressZone), useContext(PressLanguage)];
  return (
    <time dateTime={date} {...inLanguage(language, within ?? language)}>
      {printedDate(date, language, zone ?? ofPress)}
    </time>
  );
};
