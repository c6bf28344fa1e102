import { Aws } from 'aws-cdk-lib/core';
import type { Stage } from './stage.ts';

/** Names of our making. Everything else is named after the stack by CDK or CloudFormation. */
export interface Names {
  /** Unique in an account and region. */
  readonly stack: string;
  /** Unique everywhere: it ends with the account and the region. */
  readonly uploadsBucket: string;
  /** First label of the sign-in's host name, unique in a region. */
  readonly signInDomain: string;
}

/**
 * The names of a press. Without a name of its own an account has one press a region and stage.
 * @param name Lower-case letters and digits, parts joined by single hyphens.
 * @throws Error for a name that S3 or Cognito would refuse, or that is too long for a bucket.
 */
export function namesOf(stage: Stage, name?: string): Names {
  if (name === undefined) {
    return {
      stack: stage.stack,
      uploadsBucket: `broadside-${stage.name}-uploads-${Aws.ACCOUNT_ID}-${Aws.REGION}`,
      signInDomain: `broadside-${stage.name}-${Aws.ACCOUNT_ID}`,
    };
  }
  refuseBadName(stage, name);
  return {
    stack: `${stage.stack}-${name}`,
    uploadsBucket: `broadside-${name}-${stage.name}-${Aws.ACCOUNT_ID}-${Aws.REGION}`,
    signInDomain: `broadside-${name}-${stage.name}-${Aws.ACCOUNT_ID}`,
  };
}

/** Characters: a bucket's name, an account's number, the longest region's name (such as `ap-southeast-1`). */
const longest = { bucket: 63, account: 12, region: 14 };

function refuseBadName(stage: Stage, name: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new Error(
      `The name "${name}" would become part of a bucket's name: begin with a letter, and use lower-case letters, digits and single hyphens.`,
    );
  }
  const [word] = /aws|amazon|cognito/.exec(name) ?? [];
  if (word)
    throw new Error(`Cognito takes no "${word}" in a sign-in's address: "${name}" cannot be the name.`);
  const left = longest.bucket - `broadside--${stage.name}--`.length - longest.account - longest.region;
  if (name.length > left) {
    throw new Error(
      `The name "${name}" has ${name.length} characters, and ${left} are left for it in the name of a bucket: choose a shorter one.`,
    );
  }
}
