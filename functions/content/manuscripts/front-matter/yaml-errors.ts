import type { YAMLError } from 'yaml';

const quoted = 'Put the value in quotes, as in `title: "Rent: the facts"`.';
const unreadable = 'The front matter cannot be read at this line: each line must be `field: value`.';

/** What to do about an error of YAML, in words for someone who has not heard of YAML. */
const remedies: Partial<Record<YAMLError['code'], string>> = {
  BLOCK_AS_IMPLICIT_KEY: `The front matter has a second colon on this line, or the lines after it are indented. ${quoted}`,
  TAB_AS_INDENT: 'The front matter has a tab at the beginning of this line. Use spaces.',
  DUPLICATE_KEY: 'The front matter has this field twice. Leave one out.',
  MISSING_CHAR:
    'A closing quote or bracket is missing on this line of the front matter, or the line after it.',
  BAD_SCALAR_START: `In the front matter a value cannot begin with this character. ${quoted}`,
  UNEXPECTED_TOKEN: `The front matter goes on after the value seemed to end. ${quoted}`,
  MULTILINE_IMPLICIT_KEY:
    'This line of the front matter has no colon with a space after it: write `field: value`.',
  BAD_INDENT:
    'This line of the front matter is not indented like its neighbours, or a closing bracket is missing.',
  BAD_DQ_ESCAPE: 'A \\ in double quotes must be doubled (\\\\) in the front matter.',
};

export const plainYamlError = ({ code }: YAMLError): string => remedies[code] ?? unreadable;
