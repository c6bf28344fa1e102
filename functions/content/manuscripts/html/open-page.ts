import { type ChildNode, type Document, type Element, isTag, isText } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { type Finding, note } from '../findings.ts';
import { find, insertAfter, isBlank } from '../hypertext/elements.ts';
import { readHypertext, titleOf } from '../hypertext/read-hypertext.ts';
import { anyManuscript, frontOf, type OpenedManuscript, type Unopened } from '../opened-manuscript.ts';
import { leaveOutBoilerplate } from './boilerplate.ts';
import { decodePage } from './decode-page.ts';
import { takeLayoutApart } from './layout-tables.ts';
import { fieldsOfPage, pageTitle } from './page-fields.ts';
import { openBoxes } from './plain-boxes.ts';
import { readSavedDocument } from './saved-documents.ts';

/** A web page: one article, whose title is its first `<h1>`, else its `<title>`. Its head is its front matter. */
export function openPage(bytes: Uint8Array): OpenedManuscript | Unopened {
  const decoded = decodePage(bytes);
  if ('finding' in decoded) return { findings: [decoded.finding] };
  const page = parseDocument(decoded.text, { withStartIndices: true });
  endHeads(page);
  const lineAt = lineCounter(decoded.text);
  const title = pageTitle(page);
  const fields = fieldsOfPage(page);
  const headings = find(page.children, isHeading);
  const boilerplate = [
    ...leaveOutBoilerplate(page, lineAt),
    ...takeLayoutApart(page, lineAt),
    ...readSavedDocument(page),
  ];
  openBoxes(page);
  const heading = find(page.children, isHeading)[0];
  // A page whose only heading is in its head, which was taken out.
  const other = heading ? undefined : (headings.map(titleOf).find(Boolean) ?? title);
  const front = frontOf({ ...fields.values, ...(other && { title: other }) }, [
    ...decoded.findings,
    ...fields.findings,
    ...boilerplate,
    ...tellOfOtherTitle(title, other ?? (heading && titleOf(heading))),
  ]);
  return {
    front,
    manuscripts: anyManuscript,
    wayToTitle: 'Put it into `<h1>` above the text, or into `<title>`.',
    read: ({ context, title: known }) => readHypertext(page, { context, title: known, heading, lineAt }),
  };
}

/** A head without an end ends before the first thing that no head holds, as browsers have it (HTML, 13.2.6.4.4). */
function endHeads(page: Document): void {
  for (const head of find(page.children, ({ name }) => name === 'head').reverse()) {
    const start = head.children.findIndex(isOfText);
    let last: ChildNode = head;
    for (const node of start < 0 ? [] : head.children.slice(start)) {
      insertAfter(last, node);
      last = node;
    }
  }
}

/** Whether it is of the page's text, and not about the page. */
const isOfText = (node: ChildNode): boolean =>
  isTag(node) ? !aboutThePage.test(node.name) : isText(node) && !isBlank(node);

const aboutThePage = /^(?:title|meta|link|base|basefont|bgsound|style|script|noscript|template)$/;

const isHeading = (element: Element) => element.name === 'h1' && titleOf(element) !== '';

function tellOfOtherTitle(title: string | undefined, shown: string | undefined): Finding[] {
  if (title === undefined || title === shown) return [];
  return [
    { ...note(`The page’s <title>, “${title}”, is not shown: its heading is the title.`), lost: 'words' },
  ];
}

/** Counts the lines up to a node, in the order of the text or not. */
function lineCounter(text: string): (node: ChildNode) => number {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return ({ startIndex }) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= (startIndex ?? 0)) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
