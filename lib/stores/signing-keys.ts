import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allow } from '../allow.ts';
import type { Stage } from '../stage.ts';

/**
 * The keys of links in mails and of address hashes: JSON, `{"current": "1", "1": "…"}`. To rotate, add a key under the
 * next number and make it `current`. No key is ever taken out: links of old mails hold for good, and all hashes come
 * from key 1.
 */
export class SigningKeys extends Construct {
  readonly #secret: Secret;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.#secret = new Secret(this, 'Secret', {
      description:
        'Keys of the links in mails, and of the hashes by which addresses are known. Never remove one.',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ current: '1' }),
        generateStringKey: '1',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: stage.removal,
    });
    Validations.of(this.#secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'A rotation adds a key and keeps the old ones, by hand: links in old mails must go on.',
    });
  }

  /** Lets `fn` read the keys. */
  allowKeys(fn: Lambda): void {
    fn.addEnvironment(envNames.signingKeys, this.#secret.secretArn);
    allow(fn, ['secretsmanager:GetSecretValue'], this.#secret.secretArn);
  }
}
