/** What SES makes of an entry of SendBulkEmail that it does not take. */
export type EntryStatus =
  | 'ACCOUNT_DAILY_QUOTA_EXCEEDED'
  | 'ACCOUNT_THROTTLED'
  | 'INVALID_PARAMETER'
  | 'MESSAGE_REJECTED'
  | 'TRANSIENT_FAILURE';

const statuses = {
  BadRequestException: 400,
  MessageRejected: 400,
  NotFoundException: 404,
  TooManyRequestsException: 429,
} as const;
type ErrorCode = keyof typeof statuses;

/** A refusal of SES: for a whole call its code, for an entry of SendBulkEmail its status. */
export class SesError extends Error {
  override readonly name = 'SesError';
  readonly code: ErrorCode;
  readonly entryStatus: EntryStatus;

  constructor(code: ErrorCode, message: string, entryStatus: EntryStatus = 'INVALID_PARAMETER') {
    super(message);
    this.code = code;
    this.entryStatus = entryStatus;
  }

  /** Of the HTTP answer. */
  get status(): number {
    return statuses[this.code];
  }
}

export const badRequest = (message: string): SesError => new SesError('BadRequestException', message);
