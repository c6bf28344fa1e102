import { documentOf } from '../markup.tsx';
import type { SiteConfig } from '../site-config.ts';
import { Blocks, type FrameProps, MailFrame, stylesOf } from './frame.tsx';
import { type MailBlock, mailText } from './text.ts';

export interface MailProps extends Pick<FrameProps, 'config' | 'subject' | 'preview' | 'language'> {
  blocks: readonly MailBlock[];
  /** Below a rule: why this was sent, how to leave. The press's postal address follows. */
  footer?: readonly MailBlock[];
}

export interface Mail {
  subject: string;
  html: string;
  text: string;
}

/** A letter in the press's look, HTML and text made of the same blocks. */
export function mailOf({ blocks, footer = [], ...props }: MailProps): Mail {
  const { config, subject } = props;
  const foot = [...footer, senderBlock(config)];
  const html = documentOf(
    <MailFrame {...props} foot={foot}>
      <Blocks blocks={blocks} style={stylesOf(config)} />
    </MailFrame>,
  );
  return { subject, html, text: mailText({ name: config.title, blocks, footer: foot }) };
}

/** The law asks for the postal address in every newsletter, and nobody minds it in a letter. Most begin with the name. */
export const senderBlock = ({ title, imprint = '' }: SiteConfig): MailBlock => ({
  smallPrint: imprint.startsWith(title) ? imprint : `${title}\n${imprint}`.trim(),
});
