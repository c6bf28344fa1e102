import { type ChildNode, type Document, type Element, isComment, isTag } from 'domhandler';
import { type Finding, note } from '../findings.ts';
import { around, find, lineOf, takeOut } from '../hypertext/elements.ts';
import { tellOfLostWords } from '../lost-words.ts';

type LineAt = (node: ChildNode) => number;

/**
 * Takes out of a page what belongs to the site around its text: menus, the head and foot of the page, what stands
 * beside the text, and whatever is not in its `<main>`. Tells of all words that go.
 */
export function leaveOutBoilerplate(page: Document, lineAt: LineAt): Finding[] {
  const [main, second] = find(page.children, ({ name }) => name === 'main');
  const outside = main && !second ? outsideOf(main) : [];
  const found = find(page.children, isBoilerplate);
  const within = found.filter((one) => ![...around(one)].some((holder) => found.includes(holder)));
  const findings = [
    ...outside.map((node) => ({ node, what: 'What stands outside of <main>' })),
    ...within
      .filter(
        (one) => !outside.some((node) => node === one || [...around(one)].some((holder) => holder === node)),
      )
      .map((node) => ({ node, what: `What is in <${node.name}>` })),
  ].flatMap(({ node, what }) => {
    takeOut(node);
    return tellOfLostWords({ text: lineOf(node), line: lineAt(node), what });
  });
  return [...findings, ...tellOfComments(page)];
}

const roles = new Set(['navigation', 'banner', 'contentinfo', 'complementary', 'search']);

const isBoilerplate = (element: Element): boolean => {
  const { name, attribs } = element;
  if (name === 'nav' || name === 'aside' || roles.has(attribs.role ?? '')) return true;
  const isPageEnd = name === 'header' || name === 'footer';
  return isPageEnd && ![...around(element)].some((holder) => /^(?:main|article|section)$/.test(holder.name));
};

/** What is beside the element and those around it, but for the head of the page. */
function outsideOf(main: Element): ChildNode[] {
  return [main, ...around(main)].flatMap((node) =>
    (node.parent?.children ?? []).filter(
      (child) => child !== node && !(isTag(child) && isOfHead(child)) && lineOf(child) !== '',
    ),
  );
}

const isOfHead = ({ name }: Element) => /^(?:head|title|meta|link|base)$/.test(name);

function tellOfComments(page: Document): Finding[] {
  const comments: string[] = [];
  const collect = (nodes: ChildNode[]): void => {
    for (const node of nodes) {
      if (isComment(node) && /[\p{L}\p{N}]/u.test(node.data)) comments.push(node.data);
      if ('children' in node) collect(node.children);
    }
  };
  collect(page.children);
  const count = comments.length === 1 ? 'A comment is' : `${comments.length} comments are`;
  return comments.length ? [note(`${count} not shown to readers (<!-- … -->).`)] : [];
}
