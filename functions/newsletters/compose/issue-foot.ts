import { senderBlock } from '../../look/mail.tsx';
import type { MailBlock, Span } from '../../look/mail-text.ts';
import type { SiteConfig } from '../../look/site-config.ts';

export interface FootProps {
  config: SiteConfig;
  /** Titles of the lists. */
  lists: readonly string[];
  /** Path of its page in the web archive. */
  archive?: string;
}

/** Beneath every issue: why somebody gets it, the ways out, and who sends it. Links are absolute. */
export function footOf(
  { config, lists, archive }: FootProps,
  links: { leave: string; preferences: string },
): MailBlock[] {
  const ways: Span[] = [
    ...(archive ? [{ text: 'Read it in the browser', link: config.site + archive }] : []),
    { text: 'Choose what you get', link: links.preferences },
    { text: 'Leave', link: links.leave },
  ];
  return [
    { smallPrint: `You get this because you subscribe to ${oneOf(lists)}.` },
    { smallPrint: ways.flatMap((way, at) => (at ? [' · ', way] : [way])) },
    senderBlock(config),
  ];
}

/** Somebody on several of the lists gets an issue once, and need not be on all. */
const oneOf = (titles: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(titles);
