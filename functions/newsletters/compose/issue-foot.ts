import { senderBlock } from '../../look/mail/mail.tsx';
import type { MailBlock, Span } from '../../look/mail/text.ts';
import type { SiteConfig } from '../../look/site-config.ts';

export interface FootProps {
  config: SiteConfig;
  /** Titles of the lists. */
  lists: readonly string[];
  /** Path of its page in the web archive. */
  archive?: string;
  /** Addresses. */
  leave: string;
  preferences: string;
}

/** Beneath every issue: why somebody gets it, the ways out, and who sends it. */
export function footOf(props: FootProps): MailBlock[] {
  const ways = waysOf(props).map(({ button, link }): Span => ({ text: button, link }));
  return [
    { smallPrint: whyOf(props) },
    { smallPrint: ways.flatMap((way, at) => (at ? [' · ', way] : [way])) },
    senderBlock(props.config),
  ];
}

/** The same for a text part, where each link is a line. */
export const textFootOf = (props: FootProps): MailBlock[] => [
  { smallPrint: whyOf(props) },
  ...waysOf(props),
  senderBlock(props.config),
];

/** Somebody on several of the lists gets an issue once, and need not be on all. */
const whyOf = ({ lists }: FootProps): string =>
  `You get this because you subscribe to ${new Intl.ListFormat('en', { type: 'disjunction' }).format(lists)}.`;

const waysOf = ({ config, archive, leave, preferences }: FootProps) => [
  ...(archive ? [{ button: 'Read it in the browser', link: config.site + archive }] : []),
  { button: 'Choose what you get', link: preferences },
  { button: 'Leave', link: leave },
];
