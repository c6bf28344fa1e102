import { invalidArgument, S3Error } from './s3-error.ts';

/** A form as a browser posts it (RFC 7578). Names of fields are in lower case. */
export interface PostedForm {
  fields: ReadonlyMap<string, string>;
  /** The name without folders, which is what `${filename}` stands for. */
  fileName: string;
  file: Buffer;
}

/** Bytes of all fields before the file. */
const fieldsLimit = 20 * 1024;
const headersEnd = '\r\n\r\n';

/** Reads the fields up to the file, which S3 wants last: whatever follows is not looked at. */
export function parseForm(contentType: string | undefined, body: Buffer): PostedForm {
  const delimiter = `\r\n--${boundaryOf(contentType)}`;
  const fields = new Map<string, string>();
  let at = body.indexOf(delimiter.slice(2)) + delimiter.length - 2;
  if (at < delimiter.length - 2) throw malformed();
  while (body.toString('latin1', at, at + 2) === '\r\n') {
    const start = body.indexOf(headersEnd, at);
    const end = body.indexOf(delimiter, start);
    if (start < 0 || end < 0) throw malformed();
    const { name, fileName } = dispositionOf(body.toString('utf8', at, start));
    const content = body.subarray(start + headersEnd.length, end);
    if (name === 'file') return { fields, fileName: baseName(fileName), file: content };
    if (fields.has(name))
      throw invalidArgument('A field of the form is given twice.', { ArgumentName: name });
    fields.set(name, content.toString('utf8'));
    at = end + delimiter.length;
    if (at > fieldsLimit) throw tooManyFields();
  }
  throw invalidArgument('POST requires exactly one file upload per request.', {
    ArgumentName: 'file',
    ArgumentValue: '0',
  });
}

function boundaryOf(contentType: string | undefined): string {
  const [, quoted, plain] =
    /^multipart\/form-data\b.*?;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? '') ?? [];
  const boundary = quoted ?? plain;
  if (boundary) return boundary;
  throw new S3Error(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    {
      details: { Condition: 'Bucket POST must be of the enclosure-type multipart/form-data' },
    },
  );
}

function dispositionOf(headers: string): { name: string; fileName: string } {
  const [, parameters = ''] = /^content-disposition:\s*form-data\s*(;.*)$/im.exec(headers) ?? [];
  const named = (wanted: string) =>
    new RegExp(`;\\s*${wanted}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(parameters);
  const name = named('name');
  const fileName = named('filename');
  if (!name) throw malformed();
  return {
    name: plain(name[1] ?? name[2] ?? '').toLowerCase(),
    fileName: plain(fileName?.[1] ?? fileName?.[2] ?? ''),
  };
}

/** Browsers escape three characters of a name, and no others. */
const plain = (text: string): string =>
  text.replace(/%22/g, '"').replace(/%0D/gi, '\r').replace(/%0A/gi, '\n');

const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

const malformed = () =>
  new S3Error(
    400,
    'MalformedPOSTRequest',
    'The body of your POST request is not well-formed multipart/form-data.',
  );

const tooManyFields = () =>
  new S3Error(
    400,
    'MaxPostPreDataLengthExceeded',
    'Your POST request fields preceding the upload file were too large.',
  );
