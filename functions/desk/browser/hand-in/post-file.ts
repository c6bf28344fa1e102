import { NoAnswer } from '../api/client.ts';

/** A signed form, as the API gives it. */
export interface SignedForm {
  name: string;
  url: string;
  fields: Record<string, string>;
}

/** The bucket refused: the form has expired, or the file is not the one announced. */
export class FormRefused extends Error {
  override readonly name = 'FormRefused';
}

/** The file is another one than was chosen, or is gone: browsers read none of it then. */
export class FileChanged extends Error {
  override readonly name = 'FileChanged';
}

/**
 * Posts a file with its form. `fetch` tells nothing of what is on its way, so this is the older interface.
 * @param onProgress Told the bytes that have left.
 * @throws NoAnswer where the line breaks, FormRefused, FileChanged, and an AbortError.
 */
export function postFile(
  { name: chosenName, url, fields }: SignedForm,
  content: Blob,
  { onProgress, signal }: { onProgress: (bytes: number) => void; signal: AbortSignal },
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // S3 reads nothing behind the file.
  form.append('file', content);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.upload.onprogress = ({ loaded }) => onProgress(Math.min(loaded, content.size));
    request.onload = () => {
      if (request.status < 300) resolve();
      // 5xx and 429 pass: the same form is good for another try.
      else reject(request.status >= 500 ? new NoAnswer() : new FormRefused(`${request.status}`));
    };
    request.onerror = () => void failureOf(chosenName, content).then(reject);
    request.onabort = () => reject(new DOMException('Stopped', 'AbortError'));
    request.onloadend = () => signal.removeEventListener('abort', abort);
    request.open('POST', url);
    signal.addEventListener('abort', abort);
    if (signal.aborted) reject(new DOMException('Stopped', 'AbortError'));
    else request.send(form);
  });
}

/** The browser does not tell a broken line from a file that it cannot read any more. */
async function failureOf(name: string, content: Blob): Promise<Error> {
  try {
    await content.slice(0, 1).arrayBuffer();
    return new NoAnswer();
  } catch (cause) {
    const why = `“${name}” was changed or moved after it was chosen. Choose it again.`;
    return new FileChanged(why, { cause });
  }
}
