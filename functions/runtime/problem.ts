import { STATUS_CODES } from 'node:http';

/** One thing that is wrong with a request: where, and what, in words a volunteer understands. */
export interface Complaint {
  where: string;
  text: string;
}

/** An expected refusal. Becomes an RFC 9457 problem document; `detail` is written for a volunteer. */
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

/** The members of `application/problem+json`; `type` is left out, which means `about:blank`. */
export const problemDocument = ({ status, message, complaints }: Problem) => ({
  title: STATUS_CODES[status] ?? 'Problem',
  status,
  detail: message,
  ...(complaints.length ? { errors: complaints } : {}),
});
