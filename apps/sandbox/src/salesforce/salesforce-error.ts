export interface ApiProblem {
  readonly message: string;
  readonly errorCode: string;
  readonly fields?: readonly string[] | undefined;
}

/** A refusal in Salesforce's own shape: the body is always an array, even of one (REST API guide, "Status Codes and Error Responses"). */
export class SalesforceError extends Error {
  readonly status: number;
  readonly problems: readonly ApiProblem[];

  constructor(status: number, problems: ApiProblem | readonly ApiProblem[]) {
    const list = "errorCode" in problems ? [problems] : problems;
    super(list.map((problem) => problem.errorCode).join(", "));
    this.name = "SalesforceError";
    this.status = status;
    this.problems = list;
  }

  get body(): readonly unknown[] {
    return this.problems;
  }
}

/** 300: several rows share the external id; the body lists their addresses instead of a problem. */
export class MultipleChoices extends SalesforceError {
  readonly urls: readonly string[];

  constructor(urls: readonly string[]) {
    super(300, { errorCode: "DUPLICATE_EXTERNAL_ID", message: "More than one record found" });
    this.urls = urls;
  }

  override get body(): readonly unknown[] {
    return this.urls;
  }
}

export function refuse(errorCode: string, message: string, fields?: readonly string[]): SalesforceError {
  return new SalesforceError(400, { message, errorCode, ...(fields && { fields }) });
}

export function notFound(
  message = "The requested resource does not exist",
  errorCode = "NOT_FOUND",
): SalesforceError {
  return new SalesforceError(404, { message, errorCode });
}

export function methodNotAllowed(method: string, allowed: readonly string[]): SalesforceError {
  return new SalesforceError(405, {
    message: `HTTP Method '${method}' not allowed. Allowed are ${allowed.join(",")}`,
    errorCode: "METHOD_NOT_ALLOWED",
  });
}

export function invalidSession(message = "Session expired or invalid"): SalesforceError {
  return new SalesforceError(401, { message, errorCode: "INVALID_SESSION_ID" });
}
