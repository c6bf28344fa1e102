import type { SQSMessageAttribute, SQSRecord } from 'aws-lambda';
import { attributesMd5, type Message, type MessageAttribute, md5 } from './message.ts';
import { systemAttributes } from './receive-actions.ts';
import type { QueueSettings } from './settings.ts';

/** A message as Lambda hands it to a function. */
export function lambdaRecord(message: Message, queue: QueueSettings, region: string): SQSRecord {
  const digest = attributesMd5(message.attributes);
  return {
    messageId: message.id,
    receiptHandle: message.receipt ?? '',
    body: message.body,
    attributes: systemAttributes(message, queue.fifo),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes ?? {}).map(([name, attribute]) => [name, lambdaAttribute(attribute)]),
    ),
    md5OfBody: md5(message.body),
    ...(digest ? { md5OfMessageAttributes: digest } : {}),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: region,
  };
}

const lambdaAttribute = (attribute: MessageAttribute): SQSMessageAttribute => ({
  stringValue: attribute.StringValue,
  binaryValue: attribute.BinaryValue,
  stringListValues: [],
  binaryListValues: [],
  dataType: attribute.DataType,
});
