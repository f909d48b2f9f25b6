/** Salesforce keeps audit times to the second and writes them with a numeric zone: 2026-11-23T10:00:00.000+0000. */
export function formatTimestamp(time: Date): string {
  const wholeSeconds = Math.floor(time.getTime() / 1000) * 1000;
  return new Date(wholeSeconds).toISOString().replace("Z", "+0000");
}

export function formatDate(time: Date): string {
  return time.toISOString().slice(0, 10);
}

const timestampPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Reads an xsd:dateTime as the API takes it; without a zone it is UTC. Undefined when it is not one. */
export function parseTimestamp(value: unknown): Date | undefined {
  if (typeof value !== "string" || !timestampPattern.test(value)) return undefined;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(value.slice(10)) ? value : `${value}Z`;
  const time = new Date(zoned.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(time.getTime()) ? undefined : time;
}

export function parseDate(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const time = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(time.getTime()) || formatDate(time) !== value ? undefined : value;
}
