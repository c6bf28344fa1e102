import { type Element, isTag } from 'domhandler';

/**
 * Gives items of lists the numbers that they have in the document, where the page would count others: the list its
 * start, a later item a value. Letters (`a`, `A`, `i`, `I`) are the list's. The items of a list come in their order.
 */
export class ItemNumbers {
  /** What the page counts for the last item of each list. */
  readonly #last = new Map<Element, number>();

  give(item: Element, number: number, letters: string | undefined): void {
    const list = item.parent;
    if (!list || !isTag(list) || list.name !== 'ol') return;
    const last = this.#last.get(list);
    if (last === undefined && letters) list.attribs.type = letters;
    if (last === undefined && number !== 1) list.attribs.start = String(number);
    if (last !== undefined && number !== last + 1) item.attribs.value = String(number);
    this.#last.set(list, number);
  }

  /** An item that has no number in the document. */
  pass({ parent: list }: Element): void {
    if (list && isTag(list)) this.#last.set(list, (this.#last.get(list) ?? 0) + 1);
  }
}
