import { usableSender } from '../../runtime/people/sender.ts';
import type { Issue } from '../issues/issue.ts';
import type { Press } from '../press.ts';
import { unsupported } from './client-support.ts';
import type { Finding, FrozenIssue, IssueContent } from './issue-content.ts';
import { mostPictures } from './pieces.ts';

/** What somebody should know of an issue's mail before it is sent; whom it goes to is another matter. */
export function findingsOf({ text }: Pick<Issue, 'text'>, frozen: FrozenIssue, press: Press): Finding[] {
  const { content, composed } = frozen;
  return [
    ...sizeFindings(composed.bytes),
    ...goneLists(text.lists, content),
    ...missingPieces(content),
    ...picturesWithoutWords(content),
    ...droppedByClients(content),
    ...senderFindings(frozen, press),
  ];
}

const warning = (code: string, text: string): Finding => ({ code, level: 'warning', text });
const note = (code: string, text: string): Finding => ({ code, level: 'note', text });

/** Bytes of the HTML part. Gmail cuts at 102 KB, and counts what its own way of sending adds. */
const large = 90_000;

const sizeFindings = (bytes: number): Finding[] =>
  bytes <= large
    ? []
    : [
        warning(
          'too-large',
          `The mail has ${Math.ceil(bytes / 1000)} KB. Gmail cuts what is over 102, and with it the way to leave. Shorten the text, or let it carry fewer pieces.`,
        ),
      ];

function goneLists(named: readonly string[], { lists }: IssueContent): Finding[] {
  const gone = named.filter((name) => !lists.includes(name));
  if (!gone.length) return [];
  return [
    warning(
      'no-list',
      `The press document does not have ${inQuotes(gone)} under \`lists:\`: nobody gets it by that. Add it there, or take it out here.`,
    ),
  ];
}

const missingPieces = ({ missing = [] }: IssueContent): Finding[] =>
  missing.map((slug) =>
    warning(
      'no-piece',
      `There is no published article “${slug}”, so the mail is without it. An edition that lists both publishes it in time: leave it to that. Otherwise publish it before the mail leaves, or correct the slug under \`articles:\`.`,
    ),
  );

/** Of the text and of the pieces, as far as the mail shows them. */
function picturesWithoutWords({ intro, pieces }: IssueContent): Finding[] {
  const ofPieces = pieces
    .slice(0, mostPictures)
    .flatMap(({ slug, picture }) => (picture ? [{ slug, picture }] : []));
  return [
    ...intro.pictures
      .filter(({ alt }) => !alt)
      .map(({ name }) => noWords(`“${name}”`, 'say it in the text: ![what it shows](…)')),
    ...ofPieces
      .filter(({ picture }) => !picture.alt)
      .map(({ slug }) => noWords(`of the article “${slug}”`, 'say it there as `picture: { alt: … }`')),
  ];
}

const noWords = (which: string, wayOut: string): Finding =>
  warning(
    'no-alt',
    `The picture ${which} has no alt text, and many mail programs show no picture until they are asked: ${wayOut}.`,
  );

const droppedByClients = ({ intro: { html } }: IssueContent): Finding[] =>
  unsupported
    .filter(({ pattern }) => pattern.test(html))
    .map(({ clients, text }) => note('client-drops', `${inWords(clients)} ${text}`));

function senderFindings({ from }: FrozenIssue, { config, sender }: Press): Finding[] {
  const hasImprint = Boolean(config.imprint?.trim());
  return [
    ...(hasImprint
      ? []
      : [
          warning(
            'no-imprint',
            'There is no postal address in the mail, and in most countries the law asks for one. Add it to the press document as `imprint:`.',
          ),
        ]),
    ...(usableSender(sender)
      ? []
      : [
          warning(
            'no-sender',
            `The press document names no sender, so the mail comes from ${from}, where perhaps nobody reads answers. Add one, as in \`sender: ${config.title} <post@…>\`.`,
          ),
        ]),
  ];
}

const inWords = (names: readonly string[]): string => new Intl.ListFormat('en').format(names);

const inQuotes = (names: readonly string[]): string => inWords(names.map((name) => `“${name}”`));
