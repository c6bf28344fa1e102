/** Hexadecimal, `#rrggbb`. */
export interface Colours {
  accent: string;
  paper: string;
  ink: string;
}

export const defaultColours: Colours = { accent: '#b3261e', paper: '#fbf9f4', ink: '#1d1a16' };

/** The colours of the styles: readable at WCAG 2.2 AA whatever colours a press chose. */
export interface Palette {
  paper: string;
  ink: string;
  /** Large marks: rules, bars. */
  accent: string;
  /** Accent for text on paper. */
  accentText: string;
  /** Text on the accent. */
  onAccent: string;
}

const black = '#000000';
const white = '#ffffff';
const night = { paper: '#171512', ink: '#ece7dc' };

/** Least contrast of text (WCAG 2.2, 1.4.3), and the contrast of running text here. */
const legible = 4.5;
const comfortable = 7;

/** The press's colours, or the defaults where a colour is missing or is not one. */
export function coloursOf(wanted: Partial<Colours> = {}): Colours {
  return {
    accent: sixDigits(wanted.accent) ?? defaultColours.accent,
    paper: sixDigits(wanted.paper) ?? defaultColours.paper,
    ink: sixDigits(wanted.ink) ?? defaultColours.ink,
  };
}

export const dayPalette = ({ accent, paper, ink }: Colours): Palette => palette(accent, paper, ink);

/** The dark scheme has its own paper and ink; the accent stays. */
export const nightPalette = ({ accent }: Colours): Palette => palette(accent, night.paper, night.ink);

function palette(accent: string, paper: string, ink: string): Palette {
  return {
    paper,
    ink: readable(ink, paper, comfortable),
    accent: readable(accent, paper, 3),
    accentText: readable(accent, paper, legible),
    onAccent: farther(readable(accent, paper, 3), white, black),
  };
}

/** The colour, moved towards black or white until its contrast to the ground has the ratio. */
export function readable(colour: string, ground: string, ratio: number): string {
  const end = farther(ground, black, white);
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = mix(colour, end, share);
    if (contrast(mixed, ground) >= ratio) return mixed;
  }
  return end;
}

const farther = (from: string, one: string, other: string) =>
  contrast(from, one) >= contrast(from, other) ? one : other;

/** From 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function mix(from: string, to: string, share: number): string {
  const end = channels(to);
  const mixed = channels(from).map((value, at) => Math.round(value + ((end[at] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

const channels = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** Only hexadecimal colours get into the styles. */
function sixDigits(colour: string | undefined): string | undefined {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour ?? '');
  if (short)
    return `#${short
      .slice(1)
      .map((digit) => digit + digit)
      .join('')}`.toLowerCase();
  return /^#[0-9a-f]{6}$/i.test(colour ?? '') ? colour?.toLowerCase() : undefined;
}
