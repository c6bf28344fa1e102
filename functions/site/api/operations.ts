import * as z from 'zod/mini';
import type { RoomApi } from '../../content/api/room-api.ts';
import { textToPreview } from './requests.ts';

const notice = z.strictObject({
  level: z.enum(['error', 'warning', 'note']),
  file: z.string(),
  line: z.optional(z.int()),
  text: z.string(),
});

/** What the site answers of its own. Tests hold the answer and the example to this schema. */
export const textPreview = z.strictObject({ html: z.nullable(z.string()), notices: z.array(notice) });

export const siteApi: RoomApi = {
  groups: {},
  operations: [
    {
      id: 'previewText',
      group: 'Documents',
      method: 'post',
      path: '/api/preview',
      summary:
        'A text as readers would see it, and what the press says of it; nothing is stored. `name` says how it is read, by its ending: .md, .html or .txt. With `slug` it is a version of that document: pictures that it names and that came with the newest revision are shown, others by their names. The page has no scripts, and addresses in it are whole. Without a page (`html` is null) the text would be refused.',
      roles: ['editor', 'writer'],
      body: textToPreview,
      status: 200,
      answer: textPreview,
      refusals: { 413: 'Its page is too large to be answered.' },
    },
  ],
  answers: { TextPreview: textPreview },
  requests: { TextToPreview: textToPreview },
  examples: (siteUrl) => ({
    previewText: {
      body: {
        name: 'lamps.md',
        text: '# Lamps out on Ropewalk Steps\n\nTwelve, since Sunday.\n\n![](landing.jpg)\n',
        slug: 'lamps-out-on-ropewalk-steps',
      },
      answer: {
        html: `<!doctype html>\n<html lang="en"><head><title>Lamps out on Ropewalk Steps</title><link rel="stylesheet" href="${siteUrl}/assets/paper-4f1c.css"/></head><body><main id="text"><h1>Lamps out on Ropewalk Steps</h1><p>Twelve, since Sunday.</p></main></body></html>\n`,
        notices: [
          {
            level: 'note',
            file: 'lamps.md',
            line: 5,
            text: 'The picture “landing.jpg” is not here yet. Hand it in together with the text.',
          },
        ],
      },
    },
  }),
};
