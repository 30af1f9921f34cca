/** Posting that cannot go on: one sentence that names the request or the rule, and what to do. Exit status 1. */
export class PostError extends Error {
  /** Such as `ARTIFACT_REFUSED`; tests and scripts go by it. */
  readonly code: PostErrorCode;

  constructor(code: PostErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PostError';
    this.code = code;
  }
}

export type PostErrorCode =
  /** The run or event is not one that may be published. */
  | 'NOT_TRUSTED'
  /** The artifact breaks a rule: names, sizes, schema. */
  | 'ARTIFACT_REFUSED'
  /** GitHub refused a request, or did not answer. */
  | 'REQUEST_FAILED'
  /** The workflow or the action was given something that does not fit. */
  | 'BAD_INPUT';
