/** An address that may stand in a link or be gone to: a path of this site, or http(s). Anything else, such as `javascript:`, gives undefined. */
export function safeLink(address: string): string | undefined {
  if (/^\/(?![/\\])/.test(address)) return address;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url?.protocol === "https:" || url?.protocol === "http:" ? url.href : undefined;
}
