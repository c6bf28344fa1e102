import { jsonAction, jsonAnswer, jsonBody } from '../aws-json.ts';
import type { Place } from '../resource.ts';
import type { AwsRequest, AwsResponse, AwsService, Need } from '../service.ts';
import type { DynamoEndpoint } from './endpoint.ts';
import { needOf, usesOf, written } from './needs.ts';

/** Headers a DynamoDB needs to see. */
const handedOn = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target', 'x-amz-security-token'];

/** DynamoDB: asks for the right permissions, hands the request on, tells who reads the streams. */
export class TableService implements AwsService {
  readonly name = 'dynamodb';
  #endpoint: DynamoEndpoint;
  #place: Place;
  #wrote: (table: string) => void;

  /** `wrote` is called with a table's name after each successful write to it. */
  constructor(endpoint: DynamoEndpoint, place: Place, wrote: (table: string) => void) {
    this.#endpoint = endpoint;
    this.#place = place;
    this.#wrote = wrote;
  }

  needs(request: AwsRequest): Need[] {
    const action = jsonAction(request);
    const uses = usesOf(action, jsonBody(request)) ?? [{ action, table: '*' }];
    return uses.map((use) => needOf(use, (table) => tableArn(table, this.#place)));
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const action = jsonAction(request);
    const uses = usesOf(action, jsonBody(request));
    if (!uses) return this.refuse(400, 'UnknownOperationException', unknown(action));
    const headers = Object.entries(request.headers).filter(([name]) => handedOn.includes(name));
    const answer = await this.#endpoint.send(Object.fromEntries(headers), request.body);
    if (answer.status === 200) written(uses).forEach(this.#wrote);
    return answer;
  }

  refuse(status: number, code: string, message: string): AwsResponse {
    return jsonAnswer(status, { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message }, '1.0');
  }
}

export const tableArn = (table: string, { region, account }: Place): string =>
  `arn:aws:dynamodb:${region}:${account}:table/${table}`;

const unknown = (action: string): string => `The local cloud does not know the action ${action} of DynamoDB.`;
