/** An error as SQS says it: its name in the JSON protocol and its older one, which SDKs report as the code. */
export class SqsError extends Error {
  override readonly name = 'SqsError';
  readonly type: string;
  readonly queryCode: string;

  constructor(type: string, message: string, queryCode = type) {
    super(message);
    this.type = type;
    this.queryCode = queryCode;
  }
}

const older = 'AWS.SimpleQueueService';

export const noSuchQueue = (): SqsError =>
  new SqsError('QueueDoesNotExist', 'The specified queue does not exist.', `${older}.NonExistentQueue`);

export const badParameter = (message: string): SqsError => new SqsError('InvalidParameterValue', message);

export const missingParameter = (name: string): SqsError =>
  new SqsError('MissingParameter', `The request must contain the parameter ${name}.`);

export const badReceipt = (receipt: string): SqsError =>
  new SqsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${receipt}" is not a valid receipt handle.`,
  );

export const expiredReceipt = (receipt: string): SqsError =>
  badParameter(
    `Value ${receipt} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
  );

export const notInFlight = (): SqsError =>
  new SqsError(
    'MessageNotInflight',
    'The message referred to is not in flight.',
    `${older}.MessageNotInflight`,
  );

export const badBatch = (type: string, message: string): SqsError =>
  new SqsError(type, message, `${older}.${type}`);

export const tooLong = (largest: number): SqsError =>
  badParameter(`One or more parameters are invalid. Reason: Message must be shorter than ${largest} bytes.`);
