import type { Element } from 'domhandler';
import { find, lineOf } from '../hypertext/elements.ts';

const linkTags = new Set(['text:a', 'draw:a']);

/** Places of the text to which its links lead: bookmarks and headings, with ids that a page can have. */
export class LinkedPlaces {
  readonly #bookmarks = new Map<string, string>();
  readonly #headings = new Map<Element, string>();
  /** Ids by the addresses that lead to them. */
  readonly #targets = new Map<string, string>();

  constructor(text: Element) {
    const addresses = new Set(
      find(text.children, ({ name }) => linkTags.has(name)).map(({ attribs }) => attribs['xlink:href'] ?? ''),
    );
    const names = new Set(find(text.children, isBookmark).map(({ attribs }) => attribs['text:name'] ?? ''));
    const all = find(text.children, ({ name }) => name === 'text:h').reverse();
    const headings = new Map(all.map((heading) => [lineOf(heading), heading]));
    for (const address of addresses) {
      const place = address.startsWith('#') ? plain(address.slice(1)) : '';
      const heading = headingAt(place, headings);
      if (place && names.has(place)) this.#leadTo(this.#bookmarks, place, address);
      else if (heading) this.#leadTo(this.#headings, heading, address);
    }
  }

  #leadTo<K>(places: Map<K, string>, place: K, address: string): void {
    const id = places.get(place) ?? `place-${this.#targets.size + 1}`;
    places.set(place, id);
    this.#targets.set(address, id);
  }

  /** The id of a bookmark or heading, if a link leads to it. */
  idOf(place: Element): string | undefined {
    return this.#headings.get(place) ?? this.#bookmarks.get(place.attribs['text:name'] ?? '');
  }

  /** Where a link within the text leads; undefined for a place that is not there. */
  target(address: string): string | undefined {
    const id = this.#targets.get(address);
    return id === undefined ? undefined : `#${id}`;
  }
}

export const isBookmark = ({ name }: Element): boolean =>
  /^text:(?:bookmark|bookmark-start|reference-mark|reference-mark-start)$/.test(name);

/** LibreOffice names headings by their words, behind the numbers that they have: `1.2.Why we struck|outline`. */
function headingAt(place: string, headings: ReadonlyMap<string, Element>): Element | undefined {
  const [, words] = /^(?:\d+\.)*(.*)\|outline$/s.exec(place) ?? [];
  const wanted = words?.replace(/\s+/g, ' ').trim();
  return wanted ? headings.get(wanted) : undefined;
}

function plain(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch (cause) {
    if (cause instanceof URIError) return address;
    throw cause;
  }
}
