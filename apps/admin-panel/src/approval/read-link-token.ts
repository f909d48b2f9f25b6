export interface LinkToken {
  token: string;
  /** Whether it came by the link itself, which may be forwarded, or by the way back from Microsoft, which may not. */
  isForwardable: boolean;
}

/**
 * The token in the fragment of `/approval`: `#<token>` from the link, `#r=<code>` on the way back from Microsoft.
 * Undefined where there is none, or only something that cannot be one.
 */
export function readLinkToken(fragment: string): LinkToken | undefined {
  const text = fragment.replace(/^#/, "");
  const isReturn = text.startsWith("r=");
  const token = isReturn ? text.slice("r=".length) : text;
  return /^[\w.~-]{20,500}$/.test(token) ? { token, isForwardable: !isReturn } : undefined;
}
