import { pictureHtml } from '../../pictures/picture.ts';
import { note, warning } from '../findings.ts';
import type { BodyContext } from './body-context.ts';
import { isElsewhere, judgeLink } from './links.ts';
import { keepsAttribute, keepsTag } from './sanitise.ts';

/** Quoted values may hold `<` and `>`; where quotes do not pair, the tag ends at the first `>`. */
const tag = /<([a-z][a-z0-9:-]*)((?:[\s/](?:"[^"]*"|'[^']*'|[^"'<>])*)?|[\s/][^<>]*)>/gi;
const attribute = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/** Attributes nobody misses: they are left out without a word. */
const unmissed = /^(?:class|style|target|rel|align|valign|width|height|border|srcset|sizes|data-.*)$/;

/**
 * HTML as an editor wrote it, with its pictures found, and a remark on each tag that will not be kept. It is
 * still to be sanitised: this only speaks of what sanitising does.
 */
export function rawHtml(html: string, line: number, context: BodyContext): string {
  if (/^\s*<!--[\s\S]*-->\s*$/.test(html)) return html;
  let at = line;
  let from = 0;
  return html.replace(tag, (whole, name: string, attributes: string, position: number) => {
    at += html.slice(from, position).split('\n').length - 1;
    from = position;
    return rawTag(whole, name.toLowerCase(), attributesOf(attributes), { line: at, context });
  });
}

interface Place {
  line: number;
  context: BodyContext;
}

function rawTag(whole: string, name: string, attributes: Map<string, string>, place: Place): string {
  if (name === 'img') return rawPicture(attributes, place);
  tellOfTag(name, attributes, place);
  return name === 'a' ? rawLink(whole, attributes.get('href'), place) : whole;
}

/** The link with the address it leads to; one that is not allowed loses it when it is sanitised. */
function rawLink(whole: string, written: string | undefined, { line, context }: Place): string {
  if (written === undefined) return whole;
  const { href = written, finding } = judgeLink(written, context);
  if (finding) context.findings.push(warning(finding, line));
  if (href === written) return whole;
  const judged = `href="${href.replaceAll('"', '&quot;')}"`;
  return whole.replace(attribute, (each, name: string) => (name.toLowerCase() === 'href' ? judged : each));
}

function rawPicture(attributes: Map<string, string>, { line, context }: Place): string {
  const src = attributes.get('src') ?? '';
  if (isElsewhere(src)) {
    context.findings.push(
      warning(
        'This picture lies on another site, so it was left out. Hand it in with the text to show it here.',
        line,
      ),
    );
    return '';
  }
  const alt = attributes.get('alt');
  const picture = context.show({ file: src, ...(alt !== undefined && { alt }) }, line);
  if (picture) context.shown.push(picture);
  return picture ? pictureHtml(picture) : '';
}

function tellOfTag(name: string, attributes: Map<string, string>, { line, context }: Place): void {
  if (!keepsTag(name)) {
    context.findings.push(warning(`The HTML tag <${name}> is not allowed here and was left out.`, line));
    return;
  }
  for (const each of attributes.keys())
    if (!keepsAttribute(name, each) && !unmissed.test(each))
      context.findings.push(note(`“${each}” of the HTML tag <${name}> was left out.`, line));
}

const attributesOf = (text: string) =>
  new Map(
    [...text.matchAll(attribute)].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      double ?? single ?? bare ?? '',
    ]),
  );
