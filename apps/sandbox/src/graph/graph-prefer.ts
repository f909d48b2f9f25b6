/** The preferences that the mail routes honour (Graph: outlook-immutable-id, message-get, message-delta). */
export interface GraphPreferences {
  readonly immutableIds: boolean;
  readonly bodyContentType: "text" | "html";
  readonly maxPageSize: number | undefined;
  /** For the `Preference-Applied` header; undefined when nothing was asked for. */
  readonly applied: string | undefined;
}

/** Reads a `Prefer` header (RFC 7240 §2); a preference that is not understood is ignored, as the RFC demands. */
export function parsePreferences(header: string | undefined): GraphPreferences {
  const text = header ?? "";
  const immutableIds = /(?:^|[,;\s])IdType\s*=\s*"?ImmutableId"?/i.test(text);
  const bodyType = /outlook\.body-content-type\s*=\s*"?(text|html)"?/i.exec(text)?.[1]?.toLowerCase();
  const pageSize = /odata\.maxpagesize\s*=\s*"?(\d{1,6})"?/i.exec(text)?.[1];
  const applied = [
    ...(immutableIds ? ['IdType="ImmutableId"'] : []),
    ...(bodyType ? [`outlook.body-content-type="${bodyType}"`] : []),
    ...(pageSize ? [`odata.maxpagesize=${pageSize}`] : []),
  ];
  return {
    immutableIds,
    bodyContentType: bodyType === "text" ? "text" : "html",
    maxPageSize: pageSize === undefined ? undefined : Math.min(Math.max(Number(pageSize), 1), 1000),
    applied: applied.length > 0 ? applied.join(", ") : undefined,
  };
}

export function preferenceHeaders({ applied }: GraphPreferences): Record<string, string> {
  return applied === undefined ? {} : { "preference-applied": applied };
}
