import { mix, type Palette, readable } from '../colours.ts';

/** Inline styles of mails, by what they are for. */
export type MailStyles = ReturnType<typeof mailStyles>;

const text = "Charter,'Iowan Old Style',Cambria,Georgia,serif";
const display = "Besley,Rockwell,'Roboto Slab',Georgia,serif";
const label = "system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const typewriter = "ui-monospace,Menlo,Consolas,'Courier New',monospace";

/** Not every mail program supports both; each breaks a word that is wider than the window. */
const breaks = 'overflow-wrap:anywhere;word-break:break-word';

/** @param palette Of the day: mail programs without a dark scheme have this alone. */
export function mailStyles(palette: Palette) {
  const { paper, ink, accent, accentText, onAccent, soft, hairline, tint } = mailPalette(palette);
  const running = (size: string) =>
    `margin:0 0 16px;font-family:${text};font-size:${size};line-height:1.5;color:${ink};${breaks}`;
  const headline = (size: string) => `font:700 ${size} ${display};color:${ink};${breaks}`;
  return {
    paper: `background-color:${paper}`,
    name: `padding:18px 20px 14px;border-top:8px solid ${accent}`,
    nameLink: `font:900 24px/1.1 ${display};color:${ink};text-decoration:none;${breaks}`,
    heading: `margin:8px 0 16px;${headline('26px/1.2')}`,
    /** Leaves weight and slant as they are around it. */
    running,
    paragraph: running('17px'),
    list: `${running('17px')};padding:0 20px`,
    small: `margin:0 0 12px;font:400 14px/1.5 ${label};color:${soft};${breaks}`,
    link: `color:${accentText};text-decoration:underline`,
    button: `background-color:${accent}`,
    buttonLink: `display:inline-block;padding:14px 24px;font:600 17px/1.2 ${label};color:${onAccent};text-decoration:none`,
    foot: `padding:18px 20px 0;border-top:1px solid ${soft}`,
    headline,
    kicker: `font:700 13px/1.4 ${label};letter-spacing:0.5px;text-transform:uppercase;color:${accentText};${breaks}`,
    label: `font:400 14px/1.45 ${label};color:${soft};${breaks}`,
    rule: `1px solid ${hairline}`,
    bar: `4px solid ${accent}`,
    tint: `background-color:${tint}`,
    typewriter: `font-family:${typewriter};font-size:15px`,
    code: `font:400 14px/1.5 ${typewriter};color:${ink};${breaks}`,
    cell: `font:400 15px/1.4 ${text};color:${ink};${breaks}`,
  };
}

interface MailPalette extends Palette {
  soft: string;
  hairline: string;
  tint: string;
}

/** The site's styles mix these colours in the browser; mail programs do not. */
const mailPalette = (palette: Palette): MailPalette => ({
  ...palette,
  soft: readable(mix(palette.ink, palette.paper, 0.26), palette.paper, 4.5),
  hairline: mix(palette.ink, palette.paper, 0.78),
  tint: mix(palette.accent, palette.paper, 0.93),
});

/** What the classes of a mail look like in the dark. */
export function darkRules(night: Palette): string {
  const { paper, ink, accent, accentText, onAccent, soft, hairline, tint } = mailPalette(night);
  const rules = {
    paper: `background-color:${paper}`,
    ink: `color:${ink}`,
    soft: `color:${soft}`,
    name: `border-color:${accent}`,
    foot: `border-color:${soft}`,
    link: `color:${accentText}`,
    button: `background-color:${accent};color:${onAccent}`,
    rule: `border-color:${hairline}`,
    bar: `border-color:${accent}`,
    tint: `background-color:${tint}`,
  };
  const lines = Object.entries(rules).map(
    ([name, rule]) => `.${name}{${rule.replaceAll(';', '!important;')}!important}`,
  );
  return `:root{color-scheme:light dark}@media (prefers-color-scheme:dark){${lines.join('')}}`;
}
