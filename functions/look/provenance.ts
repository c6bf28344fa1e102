import { printedDate } from './dates.ts';
import { inWords } from './in-words.ts';

/** What is known of where a piece first appeared. */
interface Origin {
  publication?: string;
  issue?: string;
  /** Partial dates, and ranges of two: `2004-12-02/2005-01-20`. */
  dates?: string[];
  treatment?: string;
}

/** The sentence in parts, for the publication is set in italics. `undefined` where there is nothing to say. */
export function provenanceWords({ publication, issue, dates = [], treatment }: Origin) {
  const details = [issue && numberWords(issue), inWords(dates.map(dateWords))].filter(Boolean).join(', ');
  if (!publication && !details) return treatment ? { before: `${capital(treatment)}.` } : undefined;
  const end = treatment ? `; ${treatment}.` : '.';
  if (publication) return { before: 'First published in ', publication, after: comma(details) + end };
  return { before: `First published ${issue ? 'in ' : ''}${details}${end}` };
}

/** `First published in The Beacon, no. 3/63 to 3/65, 2 December 2004 to 20 January 2005; edited.` */
export function provenanceSentence(origin: Origin): string {
  const { before = '', publication = '', after = '' } = provenanceWords(origin) ?? {};
  return before + publication + after;
}

const comma = (details: string) => details && `, ${details}`;
const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);

/** However the editor wrote it: `No. 9` and `9` are `no. 9`, a dash between two numbers is `to`. */
export function numberWords(issue: string): string {
  const [, number] = /^(?:(?:no|nr|nos)\b\.?|№|#)?\s*(\d.*)$/i.exec(issue) ?? [];
  return number === undefined ? issue : `no. ${number.replace(/\s*[–—]\s*/g, ' to ')}`;
}

/** Each end of a range at its own precision. */
const dateWords = (date: string) =>
  date
    .split('/')
    .map((each) => printedDate(each))
    .join(' to ');
