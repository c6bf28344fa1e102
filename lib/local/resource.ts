/** Account, region and stack of this cloud, and where its parts listen. Origins have no trailing slash. */
export interface Place {
  account: string;
  region: string;
  stack: string;
  /** Folder that keeps everything. */
  data: string;
  /** The site (CloudFront), the AWS endpoint (the gate), the bare HTTP API, sign-in and the inbox. */
  origins: { site: string; aws: string; api: string; signIn: string; inbox: string };
}

/** What `Ref` and `Fn::GetAtt` give for a resource; known before anything is created. */
export interface Identity {
  ref: string;
  attributes: Readonly<Record<string, string>>;
}

/** A resource of the template with every intrinsic function resolved. */
export interface Resource {
  logicalId: string;
  type: string;
  properties: Readonly<Record<string, unknown>>;
  identity: Identity;
  /** CDK's construct path, for people. */
  path: string;
}
