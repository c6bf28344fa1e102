import type { FieldsOf, SiteKind } from './kind.ts';

/** The press itself: every page shows its name, sections and colours (`site-config.ts`). */
export const press: SiteKind<FieldsOf<'press'>> = { touches: () => 'everything' };
