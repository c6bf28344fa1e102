import { blocksText, signature } from '../../look/mail/text.ts';
import { bodyText } from './body-text.ts';
import type { IssueContent, Piece } from './issue-content.ts';
import { type FootProps, textFootOf } from './issue-foot.ts';
import { creditsOf, lineOf, moreWords, piecePath } from './pieces.ts';
import { leaveAddress, preferencesAddress, shieldedText } from './placeholders.ts';

/** The text part of an issue, as SES takes it. */
export function issueText(
  content: IssueContent,
  { config, lists }: Pick<FootProps, 'config' | 'lists'>,
): string {
  const { intro, pieces, more, title, archive } = content;
  const words = bodyText(intro.html, config.site);
  const parts = [
    [config.title, lists.join(', ')].join('\n'),
    blocksText([{ heading: title }]),
    words,
    ...(words && pieces.length ? ['* * *'] : []),
    ...pieces.map((piece) => pieceText(piece, config.site)),
    ...(more ? [blocksText([{ button: moreWords(more), link: config.site + more.path }])] : []),
  ];
  return `${shieldedText(parts.filter(Boolean).join('\n\n'))}\n\n${footText({ config, lists, archive })}\n`;
}

function pieceText(piece: Piece, site: string): string {
  const credits = [piece.section, creditsOf(piece)].filter(Boolean).join(' · ');
  const words = [piece.title, credits, lineOf(piece)].filter(Boolean).join('\n');
  return `${blocksText([{ paragraph: words }])}\n${site}${piecePath(piece)}`;
}

/** Only the links of each person are placeholders. */
function footText({ config, lists, archive }: Pick<FootProps, 'config' | 'lists' | 'archive'>): string {
  const { site, title, imprint } = config;
  const shielded = {
    ...config,
    title: shieldedText(title),
    ...(imprint && { imprint: shieldedText(imprint) }),
  };
  const links = { leave: leaveAddress(site), preferences: preferencesAddress(site) };
  return signature(textFootOf({ config: shielded, lists: lists.map(shieldedText), archive, ...links }));
}
