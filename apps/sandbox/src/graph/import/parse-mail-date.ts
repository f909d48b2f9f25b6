const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Obsolete zone names in hours from UTC (RFC 5322 §4.3); any other letters mean an unknown zone and are taken as UTC. */
const zones: ReadonlyMap<string, number> = new Map([
  ["est", -5],
  ["edt", -4],
  ["cst", -6],
  ["cdt", -5],
  ["mst", -7],
  ["mdt", -6],
  ["pst", -8],
  ["pdt", -7],
]);
const pattern =
  /^(?:[a-z]{2,9},?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4}|[a-z]{1,5})?\b/i;

/** A Date header's time (RFC 5322 §3.3 and §4.3); undefined for what is no date. */
export function parseMailDate(text: string): Date | undefined {
  const match = pattern.exec(text.replaceAll(/\([^()]*\)/g, " ").trim());
  if (!match) return undefined;
  const [, day = "", monthName = "", yearText = "", hours = "", minutes = "", seconds = "0", zone] = match;
  const month = months.indexOf(monthName.toLowerCase());
  const time = Date.UTC(
    fullYear(yearText),
    month,
    Number(day),
    Number(hours),
    Number(minutes),
    Number(seconds),
  );
  const local = new Date(time);
  const isReal =
    month >= 0 &&
    local.getUTCDate() === Number(day) &&
    Number(hours) <= 23 &&
    Number(minutes) <= 59 &&
    Number(seconds) <= 60;
  return isReal ? new Date(time - offsetMinutes(zone) * 60_000) : undefined;
}

/** RFC 5322 §4.3: two digits below 50 are of this century, others and three digits count from 1900. */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length >= 4) return year;
  return text.length === 2 && year < 50 ? 2000 + year : 1900 + year;
}

function offsetMinutes(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const numeric = /^([+-])(\d{2})(\d{2})$/.exec(zone);
  if (!numeric) return (zones.get(zone.toLowerCase()) ?? 0) * 60;
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
  return numeric[1] === "-" ? -minutes : minutes;
}
