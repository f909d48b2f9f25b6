export interface LinkToken {
  token: string;
  /** True for the administrator's own link, which may be forwarded too; the way back from Microsoft only shows. */
  mayDecide: boolean;
}

/**
 * The token in the fragment of `/approval`: `#<token>` from the link, `#r=<code>` on the way back from Microsoft.
 * Undefined where there is none, or only something that cannot be one.
 */
export function readLinkToken(fragment: string): LinkToken | undefined {
  const text = fragment.replace(/^#/, "");
  const isReturn = text.startsWith("r=");
  const token = isReturn ? text.slice("r=".length) : text;
  return /^[\w.~-]{20,500}$/.test(token) ? { token, mayDecide: !isReturn } : undefined;
}
