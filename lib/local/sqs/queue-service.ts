import { $ZodError } from 'zod/v4/core';
import { jsonAction, jsonAnswer, jsonBody } from '../aws-json.ts';
import type { Place } from '../resource.ts';
import type { AwsRequest, AwsResponse, AwsService, Need } from '../service.ts';
import type { Queue } from './queue.ts';
import { getQueueAttributes, receiveMessage } from './receive-actions.ts';
import { toQueue } from './requests.ts';
import {
  changeVisibility,
  changeVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
  sendMessage,
  sendMessageBatch,
} from './send-actions.ts';
import { badParameter, noSuchQueue, SqsError } from './sqs-error.ts';

type Body = Record<string, unknown>;
type QueueAction = (queue: Queue, body: unknown, sender: string) => Body | Promise<Body>;

/** Actions on a queue, which each names by its URL, and what IAM must allow: batches have no action of their own. */
const actions: Readonly<Record<string, { allow: string; act: QueueAction }>> = {
  SendMessage: { allow: 'SendMessage', act: sendMessage },
  SendMessageBatch: { allow: 'SendMessage', act: sendMessageBatch },
  GetQueueAttributes: { allow: 'GetQueueAttributes', act: getQueueAttributes },
  ReceiveMessage: { allow: 'ReceiveMessage', act: receiveMessage },
  DeleteMessage: { allow: 'DeleteMessage', act: deleteMessage },
  DeleteMessageBatch: { allow: 'DeleteMessage', act: deleteMessageBatch },
  ChangeMessageVisibility: { allow: 'ChangeMessageVisibility', act: changeVisibility },
  ChangeMessageVisibilityBatch: { allow: 'ChangeMessageVisibility', act: changeVisibilityBatch },
};

/** SQS in the AWS JSON protocol. */
export class QueueService implements AwsService {
  readonly name = 'sqs';
  #queueNamed: (name: string) => Queue;
  #place: Place;

  /** `queueNamed` throws an SqsError for a queue that is not there. */
  constructor(queueNamed: (name: string) => Queue, place: Place) {
    this.#queueNamed = queueNamed;
    this.#place = place;
  }

  needs(request: AwsRequest): Need[] {
    const action = jsonAction(request);
    const allow = actions[action]?.allow;
    const queue = allow ? nameOf(toQueue.parse(jsonBody(request)).QueueUrl) : '*';
    const { region, account } = this.#place;
    return [{ action: `sqs:${allow ?? action}`, resource: `arn:aws:sqs:${region}:${account}:${queue}` }];
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    try {
      return jsonAnswer(200, await this.#act(jsonAction(request), jsonBody(request)), '1.0');
    } catch (cause) {
      if (cause instanceof SqsError) return answerTo(cause);
      if (cause instanceof $ZodError) return answerTo(badParameter(cause.message));
      throw cause;
    }
  }

  refuse(status: number, code: string, message: string): AwsResponse {
    return answerTo(new SqsError(code, message), status);
  }

  async #act(action: string, body: unknown): Promise<Body> {
    const known = actions[action];
    if (known) return known.act(this.#queueAt(toQueue.parse(body).QueueUrl), body, this.#place.account);
    throw new SqsError('InvalidAction', `The local cloud does not know the action ${action} of SQS.`);
  }

  /** By the URL's path: the host may be another name for this machine. */
  #queueAt(url: string): Queue {
    if (!url.includes(`/${this.#place.account}/`)) throw noSuchQueue();
    return this.#queueNamed(nameOf(url));
  }
}

const nameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** Client faults are 400 unless the gate says otherwise; SDKs read the older code from the header. */
function answerTo(error: SqsError, status = 400): AwsResponse {
  const answer = jsonAnswer(
    status,
    { __type: `com.amazonaws.sqs#${error.type}`, message: error.message },
    '1.0',
  );
  return { ...answer, headers: { ...answer.headers, 'x-amzn-query-error': `${error.queryCode};Sender` } };
}
