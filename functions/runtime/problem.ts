import { STATUS_CODES } from 'node:http';

/** One fault of a request: the path of the member, and what is wrong, in words a volunteer understands. */
export interface Complaint {
  where: string;
  text: string;
}

/** An expected refusal with its HTTP status; becomes an RFC 9457 problem document. `detail` is written for a volunteer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly complaints: Complaint[];
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    detail: string,
    more: { complaints?: Complaint[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
    this.status = status;
    this.complaints = more.complaints ?? [];
    this.headers = more.headers ?? {};
  }
}

/** The members of `application/problem+json` (RFC 9457). `type` is omitted, which means `about:blank`. */
export const problemDocument = ({ status, message, complaints }: Problem) => ({
  title: STATUS_CODES[status] ?? 'Problem',
  status,
  detail: message,
  ...(complaints.length ? { errors: complaints } : {}),
});
