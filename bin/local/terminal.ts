import { stripVTControlCharacters, styleText } from 'node:util';
import type { Cloud } from '../../lib/local/cloud.ts';

type Kind = Parameters<Cloud['say']>[0];

const colours = { request: 'green', event: 'cyan', failure: 'red', info: 'gray' } as const satisfies Record<
  Kind,
  string
>;

/** The lines a person reads while the press runs: when, of what kind, what. */
export class Terminal {
  /** While something long shows its progress, only failures break in; while the press stops, nothing. */
  shows: 'all' | 'failures' | 'nothing' = 'all';
  #output: NodeJS.WriteStream;

  constructor(output: NodeJS.WriteStream) {
    this.#output = output;
  }

  readonly say: Cloud['say'] = (kind, text) => {
    if (this.shows === 'nothing' || (this.shows === 'failures' && kind !== 'failure')) return;
    const time = new Date().toTimeString().slice(0, 8);
    // `styleText` leaves colours out where nobody sees them (no terminal, NO_COLOR).
    const label = styleText(colours[kind], kind.padEnd(7), { stream: this.#output });
    this.#output.write(`${time}  ${label}  ${oneLine(text)}\n`);
  };

  print(text: string): void {
    this.#output.write(`${text}\n`);
  }
}

/** What a request sent may stand in a line: it must neither break it nor steer the terminal. */
const oneLine = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll(/\s*\n\s*/g, ' | ')
    .replaceAll(/\p{Cc}/gu, '');
