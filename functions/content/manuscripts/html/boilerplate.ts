import { type ChildNode, type Document, type Element, isComment, isDirective, isTag } from 'domhandler';
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
  return [...findings, ...tellOfCode(page, lineAt), ...tellOfComments(page)];
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

/** Words in a CDATA section, which HTML takes for a comment, and in what a server should have run. */
const tellOfCode = (page: Document, lineAt: LineAt): Finding[] =>
  everyNode(page.children).flatMap((node) => {
    const code = codeIn(node);
    return code ? tellOfLostWords({ ...code, line: lineAt(node) }) : [];
  });

function codeIn(node: ChildNode): { what: string; text: string } | undefined {
  if (isComment(node) && node.data.startsWith('[CDATA['))
    return { what: 'What is in <![CDATA[ … ]]>', text: oneLine(node.data.slice(7).replace(/\]\]$/, '')) };
  if (isDirective(node) && /^\?(?!xml)/i.test(node.data))
    return { what: 'What is in <? … ?>', text: oneLine(node.data.slice(1).replace(/\?$/, '')) };
  return undefined;
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ');

function tellOfComments(page: Document): Finding[] {
  const { length } = everyNode(page.children).filter(
    (node) => isComment(node) && !codeIn(node) && /[\p{L}\p{N}]/u.test(node.data),
  );
  const count = length === 1 ? 'A comment is' : `${length} comments are`;
  return length ? [note(`${count} not shown to readers (<!-- … -->).`)] : [];
}

function everyNode(nodes: ChildNode[], found: ChildNode[] = []): ChildNode[] {
  for (const node of nodes) {
    found.push(node);
    if ('children' in node) everyNode(node.children, found);
  }
  return found;
}
