/**
 * Names that people type, by the last step of the address under which they gather. Written by hand, so that it does
 * not take the press's own word for it: case, accents and signs make no other name, scripts other than Latin stay.
 */
const spellings: Readonly<Record<string, readonly string[]>> = {
  'jose-munoz': ['José Muñoz', 'Jose Munoz', 'JOSÉ MUÑOZ', 'José  Muñoz'],
  c: ['C', 'C++', 'c#'],
  o: ['Ó', 'O'],
  rent: ['Rent', 'rent', 'RENT!'],
  'ana-ruiz': ['Ana Ruiz'],
  'ben-okafor': ['Ben Okafor'],
  obrien: ['O’Brien', "O'Brien"],
  strasse: ['Straße', 'STRASSE'],
  aether: ['Æther'],
  'nguyen-thi-hoa': ['Nguyễn Thị Hoa', 'Nguyen Thi Hoa'],
  'rosa-and-karl': ['Rosa & Karl', 'Rosa and Karl'],
  李小龙: ['李小龙'],
  𠮷野家: ['𠮷野家'],
  'ليلى-العامري': ['ليلى العامري'],
  'ελένη-παππά': ['Ελένη Παππά', 'ΕΛΈΝΗ ΠΑΠΠΆ'],
  'ана-петровић': ['Ана Петровић'],
  tide: ['🌊 Tide', 'Tide'],
  a: ['🙂a'],
  '1949': ['1949'],
  from: ['From'],
  'friends-of-the-old-slipway-the-ferry-stage-and-all-the-steps-down-to-the-water': [
    'Friends of the Old Slipway; the Ferry Stage and all the Steps down to the Water',
  ],
  sea: ['sea'],
  union: ['Union'],
  'damp-walls': ['damp walls', 'Damp – Walls'],
  head: ['Head', 'head'],
};

const slugs = new Map(
  Object.entries(spellings).flatMap(([slug, typed]) => typed.map((name) => [oneLine(name), slug] as const)),
);

/** At most 80 characters each, as sections and tags may have; none with a comma, which parts tags. */
export const typedNames: readonly string[] = Object.values(spellings).flat();

/** Under which name a page gathers what somebody typed. Throws for a name that is not in the table. */
export function gatheredAs(name: string): string {
  const slug = slugs.get(oneLine(name));
  if (slug === undefined) throw new Error(`The storms know no name “${name}”`);
  return slug;
}

/** The ways in which a name may be shown that gathers there. */
export const spelledAs = (slug: string): string[] => (spellings[slug] ?? []).map(oneLine);

function oneLine(name: string): string {
  return name.replace(/\s+/g, ' ');
}
