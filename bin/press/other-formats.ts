const asWord = 'Open it in Word or LibreOffice, save it as .docx (File, Save As), and hand that in.';

/** What to do with documents of which another format is taken, by their endings. */
const waysToFormat: [endings: RegExp, way: string][] = [
  [/^\.(?:docm|dotm)$/, `it may have macros in it, which are programs. ${asWord}`],
  [/^\.(?:doc|dot|dotx|rtf|wps|wpd|fodt|ott|sxw)$/, asWord],
  [/^\.pages$/, 'In Pages: File, Export To, Word. Hand that in.'],
  [/^\.gdoc$/, 'it only points to a text. In Google Docs: File, Download, Microsoft Word. Hand that in.'],
  [
    /^\.(?:mht|mhtml|webarchive|xhtml)$/,
    'Save the page as .html, with its pictures beside it, and hand that in.',
  ],
];

/** What to do with a file that is no manuscript, by the ending of its name, in small letters and with its dot. */
export const wayForFile = (ending: string): string =>
  waysToFormat.find(([endings]) => endings.test(ending))?.[1] ??
  'those are Markdown (.md), Word (.docx), OpenDocument texts (.odt), web pages (.html) and plain text (.txt). Pictures come along with the manuscript that shows them.';
