import { $ZodError } from 'zod/v4/core';
import { jsonAction, jsonAnswer, jsonBody } from '../aws-json.ts';
import type { Place } from '../resource.ts';
import type { AwsRequest, AwsResponse, AwsService, Need } from '../service.ts';
import type { Queue } from './queue.ts';
import {
  getQueueAttributes,
  getQueueUrl,
  listQueues,
  purgeQueue,
  startMessageMoveTask,
} from './queue-actions.ts';
import type { Queues } from './queues.ts';
import { receiveMessage } from './receive-actions.ts';
import { moveRequest, named, toQueue } from './requests.ts';
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

/** What is asked of one queue, named by its URL, and the action IAM must allow. */
const ofOneQueue: Readonly<Record<string, { allow: string; act: QueueAction }>> = {
  SendMessage: { allow: 'SendMessage', act: sendMessage },
  SendMessageBatch: { allow: 'SendMessage', act: sendMessageBatch },
  ReceiveMessage: { allow: 'ReceiveMessage', act: receiveMessage },
  DeleteMessage: { allow: 'DeleteMessage', act: deleteMessage },
  DeleteMessageBatch: { allow: 'DeleteMessage', act: deleteMessageBatch },
  ChangeMessageVisibility: { allow: 'ChangeMessageVisibility', act: changeVisibility },
  ChangeMessageVisibilityBatch: { allow: 'ChangeMessageVisibility', act: changeVisibilityBatch },
  GetQueueAttributes: { allow: 'GetQueueAttributes', act: getQueueAttributes },
  PurgeQueue: { allow: 'PurgeQueue', act: purgeQueue },
};

const ofAll: Readonly<Record<string, (queues: Queues, body: unknown) => Body>> = {
  GetQueueUrl: getQueueUrl,
  ListQueues: listQueues,
  StartMessageMoveTask: startMessageMoveTask,
};

/** SQS in the AWS JSON protocol. */
export class QueueService implements AwsService {
  readonly name = 'sqs';
  #queues: Queues;
  #place: Place;

  constructor(queues: Queues, place: Place) {
    this.#queues = queues;
    this.#place = place;
  }

  needs(request: AwsRequest): Need[] {
    const [action, body] = [jsonAction(request), jsonBody(request)];
    const allow = ofOneQueue[action]?.allow;
    if (allow) return [this.#need(allow, nameOf(toQueue.parse(body).QueueUrl))];
    if (action === 'GetQueueUrl') return [this.#need(action, named.parse(body).QueueName)];
    if (action === 'StartMessageMoveTask') return this.#needsToMove(body);
    return [this.#need(action, '*')];
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
    const one = ofOneQueue[action];
    if (one) return one.act(this.#queueAt(toQueue.parse(body).QueueUrl), body, this.#place.account);
    const all = ofAll[action];
    if (all) return all(this.#queues, body);
    throw new SqsError('InvalidAction', `The local cloud does not know the action ${action} of SQS.`);
  }

  /** By the URL's path: the host may be another name for this machine. */
  #queueAt(url: string): Queue {
    if (!url.includes(`/${this.#place.account}/`)) throw noSuchQueue();
    return this.#queues.byName(nameOf(url));
  }

  #need(action: string, queue: string): Need {
    return {
      action: `sqs:${action}`,
      resource: `arn:aws:sqs:${this.#place.region}:${this.#place.account}:${queue}`,
    };
  }

  #needsToMove(body: unknown): Need[] {
    const { SourceArn, DestinationArn } = moveRequest.parse(body);
    const onSource = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
    const needs = onSource.map((action) => ({ action: `sqs:${action}`, resource: SourceArn }));
    return DestinationArn ? [...needs, { action: 'sqs:SendMessage', resource: DestinationArn }] : needs;
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
