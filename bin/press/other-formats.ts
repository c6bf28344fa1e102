const asWord = 'open it in Word or LibreOffice, save it as .docx (File, Save As), and hand that in.';

/** What to do with documents of which another format is taken, by their endings. */
const waysToFormat: [endings: RegExp, way: string][] = [
  [/^\.(?:docm|dotm)$/, `it may have macros in it, which are programs; ${asWord}`],
  [/^\.(?:doc|dot|dotx|rtf|wps|wpd|fodt|ott|sxw)$/, asWord],
  [/^\.pages$/, 'in Pages, choose File, Export To, Word, and hand that in.'],
  [
    /^\.gdoc$/,
    'it only points to a text; in Google Docs, choose File, Download, Microsoft Word, and hand that in.',
  ],
  [
    /^\.(?:mht|mhtml|webarchive|xhtml)$/,
    'save the page as .html, with its pictures beside it, and hand that in.',
  ],
];

/** What to do with a file that is no manuscript, by the ending of its name, in small letters and with its dot. */
export const wayForFile = (ending: string): string =>
  waysToFormat.find(([endings]) => endings.test(ending))?.[1] ??
  'those are Markdown (.md), Word (.docx), OpenDocument texts (.odt), web pages (.html) and plain text (.txt). Pictures come along with the manuscript that shows them.';
