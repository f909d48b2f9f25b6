import { ConsentCaseError, child, readList, readObject, type Field } from "../read-field.ts";

type ObjectField = ReturnType<typeof readObject>;

/** A part of the file as Graph answered it; `unknown` when it was not asked, or Graph refused. */
export type GraphPart =
  | { state: "read"; field: ObjectField }
  | { state: "not_found" }
  /** Refused: Graph was asked and said no. */
  | { state: "unknown"; reason: string; isRefused: boolean };

/** One Graph object, or the error that Graph gave in its place. */
export function readPart(root: ObjectField, name: string): GraphPart {
  const field = child(root, name);
  if (field.value === undefined || field.value === null) {
    return { state: "unknown", reason: "is not in the file", isRefused: false };
  }
  const object = readObject(field);
  if (!Object.hasOwn(object.value, "error")) return { state: "read", field: object };
  const code = child(readObject(child(object, "error")), "code").value;
  // Graph writes both; which one depends on the service behind the path.
  if (code === "Request_ResourceNotFound" || code === "ResourceNotFound") return { state: "not_found" };
  return { state: "unknown", reason: sayRefusal(code), isRefused: true };
}

/** What to do about a refusal differs: ask for a scope, buy a licence, come back later. */
function sayRefusal(code: unknown): string {
  const known = typeof code === "string" && /^[\w.-]{1,80}$/.test(code) ? code : "";
  const suffix = known === "" ? "" : ` (${known})`;
  switch (known) {
    case "Authorization_RequestDenied":
    case "ErrorAccessDenied":
    case "accessDenied":
    case "Forbidden":
    case "UnknownError":
      return `could not be read: the sign-in lacks the permission or the role${suffix}`;
    case "Authentication_RequestFromNonPremiumTenantOrB2CTenant":
      return `could not be read: the tenant has no Microsoft Entra ID P1 licence${suffix}`;
    case "TooManyRequests":
    case "rate_limited":
      return `could not be read now: Microsoft is throttling${suffix}`;
    case "temporarily_unavailable":
      return `could not be read now: Microsoft did not answer${suffix}`;
    default:
      return `could not be read${suffix}`;
  }
}

/** The entries of a Graph list, or that there are more than the file holds. */
export function readEntries<T>(
  list: ObjectField,
  readEntry: (entry: Field) => T,
): { entries: T[]; isComplete: boolean } {
  const entries = readList(child(list, "value"), readEntry);
  return { entries, isComplete: child(list, "@odata.nextLink").value === undefined };
}

/** The one entry of a list that was asked for by `$filter`, or the object itself. */
export function readSingle(part: GraphPart): GraphPart {
  if (part.state !== "read" || !Object.hasOwn(part.field.value, "value")) return part;
  const { entries } = readEntries(part.field, readObject);
  const [first, second] = entries;
  if (first === undefined) return { state: "not_found" };
  if (second !== undefined) {
    throw new ConsentCaseError(`${part.field.path}.value`, "must not have more than one entry");
  }
  return { state: "read", field: first };
}
