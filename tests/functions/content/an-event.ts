import { read } from './a-manuscript.ts';

/** Without these it is no event. */
export const needed = ['starts: 2027-07-01 10:00', 'ends: 2027-07-02 17:00', 'timezone: Europe/London'];

/** The file of an event with these lines of front matter; the first is the 4th of the file. */
export const eventFile = (...lines: string[]) =>
  ['---', 'kind: event', 'title: Summer school', ...lines, '---', 'Two days by the sea.'].join('\n');

/** The file of one in a hall, at its usual times: the first line is the 8th of the file. */
export const hallFile = (...lines: string[]) => eventFile(...needed, 'venue: The Net Loft', ...lines);

export const readEvent = (...lines: string[]) => read(hallFile(...lines));
