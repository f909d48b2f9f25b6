/** Asks for least: what we need is delegated, so Microsoft lets this role grant all of it. */
const LEAST_ROLE = "Cloud Application Administrator";

/** The role to name first, and the others in one phrase; `others` is left out where there are none. */
export function sayRoles(sufficientRoles: readonly string[]): { least: string; others?: string } {
  const least = sufficientRoles.includes(LEAST_ROLE) ? LEAST_ROLE : (sufficientRoles[0] ?? LEAST_ROLE);
  const others = sufficientRoles.filter((role) => role !== least);
  if (others.length === 0) return { least };
  return { least, others: new Intl.ListFormat("en", { type: "disjunction" }).format(others) };
}
