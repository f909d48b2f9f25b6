/** A refusal in Graph's own words; the dispatcher turns it into the error body of resources/error-response. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = "GraphError";
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function badRequest(message: string): GraphError {
  return new GraphError(400, "BadRequest", message);
}

/** The directory's refusal of what a caller wants written. */
export function invalidRequest(message: string): GraphError {
  return new GraphError(400, "Request_BadRequest", message);
}

export function unknownProperty(property: string, type: string): GraphError {
  return new GraphError(
    400,
    "RequestBroker--ParseUri",
    `Could not find a property named '${clip(property)}' on type 'microsoft.graph.${type}'.`,
  );
}

export function itemNotFound(): GraphError {
  return new GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.");
}

export function mailAccessDenied(): GraphError {
  return new GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
}

export function insufficientPrivileges(): GraphError {
  return new GraphError(
    403,
    "Authorization_RequestDenied",
    "Insufficient privileges to complete the operation.",
  );
}

export function resourceNotFound(id: string): GraphError {
  return new GraphError(
    404,
    "Request_ResourceNotFound",
    `Resource '${clip(id)}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/** What a caller sent comes back in a message only shortened and on one line. */
export function clip(text: string): string {
  return text.replaceAll(/[^\u0020-\uffff]/g, " ").slice(0, 120);
}
