import type { Handed } from './gather.ts';

/** Told as the files of one upload are sent, and as its manuscripts are settled. */
export interface ParcelWatch {
  sent(): void;
  /** How many of this upload's manuscripts are settled by now. */
  settled(manuscripts: number): void;
}

type Listener = (settled: number, total: number, sent: string) => void;

/** Adds up how far several uploads have come. */
export class Tally {
  #files: number;
  #manuscripts: number;
  #sent = 0;
  #settled = 0;
  #listener: Listener | undefined;

  constructor(parcels: Handed[][], manuscripts: number, listener?: Listener) {
    this.#files = parcels.flat().length;
    this.#manuscripts = manuscripts;
    this.#listener = listener;
    this.#tell();
  }

  parcel(manuscripts: number): ParcelWatch {
    let before = 0;
    return {
      sent: () => {
        this.#sent += 1;
        this.#tell();
      },
      settled: (now) => {
        this.#settled += Math.min(now, manuscripts) - before;
        before = Math.min(now, manuscripts);
        this.#tell();
      },
    };
  }

  #tell(): void {
    const sending = this.#sent < this.#files ? `, ${this.#sent} of ${this.#files} files sent` : '';
    this.#listener?.(this.#settled, this.#manuscripts, sending);
  }
}
