/** A request as the gate hands it on. Header names are lower-case. */
export interface AwsRequest {
  method: string;
  /** Path without query, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

export interface AwsResponse {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

/** Who signs with an access key. Every function has a key of its own. */
export interface Caller {
  accessKey: string;
  secretKey: string;
  /** The function's name. */
  name: string;
  /** ARN of its role. */
  role: string;
}

/** One thing IAM must allow before a request is served; `conditions` are the known context keys. */
export interface Need {
  action: string;
  resource: string;
  conditions?: Record<string, string | string[]>;
}

/** An AWS service behind the gate. */
export interface AwsService {
  /** As in the signature's credential scope: `dynamodb`, `s3`, `sqs`, `events`, `ses`, `cloudfront`, `secretsmanager`. */
  readonly name: string;
  /** Everything the request asks for: a transaction asks several things at once. */
  needs(request: AwsRequest): Need[];
  handle(request: AwsRequest): Promise<AwsResponse>;
  /** An error (`AccessDenied`, `ThrottlingException` …) in the format of the service. */
  refuse(status: number, code: string, message: string): AwsResponse;
  close?(): void | Promise<void>;
}
