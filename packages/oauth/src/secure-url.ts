const LOOPBACK_HOST = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether the host is this machine itself: the only place where plain http is fit for tokens (RFC 8252 §8.3). */
function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_HOST.test(hostname);
}

/**
 * Parses an absolute URL that secrets may travel to.
 * @throws {TypeError} unless it is https, or http to a loopback host, and carries no user name or password.
 */
export function parseSecureUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw new TypeError("The URL is not an absolute URL.");
  const isAllowed = url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname));
  if (!isAllowed) throw new TypeError(`The URL must be https: ${url.origin}`);
  if (url.username !== "" || url.password !== "") {
    throw new TypeError("The URL must not carry a user name or password.");
  }
  return url;
}
