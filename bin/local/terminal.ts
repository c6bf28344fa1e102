import { stripVTControlCharacters, styleText } from 'node:util';
import type { Cloud } from '../../lib/local/cloud.ts';

type Kind = Parameters<Cloud['say']>[0];

const colours = { request: 'green', event: 'cyan', failure: 'red', info: 'gray' } as const satisfies Record<
  Kind,
  string
>;

/** The log that a person reads while the press runs, one line an event: time, kind, text. */
export class Terminal {
  /** `failures` while a progress bar is shown, `nothing` while the press stops. */
  shows: 'all' | 'failures' | 'nothing' = 'all';
  #output: NodeJS.WriteStream;

  constructor(output: NodeJS.WriteStream) {
    this.#output = output;
  }

  readonly say: Cloud['say'] = (kind, text) => {
    if (this.shows === 'nothing' || (this.shows === 'failures' && kind !== 'failure')) return;
    const time = new Date().toTimeString().slice(0, 8);
    // `styleText` leaves colours out without a terminal, or with NO_COLOR.
    const label = styleText(colours[kind], kind.padEnd(7), { stream: this.#output });
    this.#output.write(`${time}  ${label}  ${oneLine(text)}\n`);
  };

  print(text: string): void {
    this.#output.write(`${text}\n`);
  }
}

/** The text may come from a request: line breaks and control characters are removed. */
const oneLine = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll(/\s*\n\s*/g, ' | ')
    .replaceAll(/\p{Cc}/gu, '');
