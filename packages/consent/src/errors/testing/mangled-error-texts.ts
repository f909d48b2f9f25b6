import { callback, type ErrorText } from "./error-text.ts";

/** Cut, doubled, encoded, hostile. */
export const mangledErrorTexts: readonly ErrorText[] = [
  {
    text: encodeURIComponent(callback({ error: "access_denied", error_subcode: "cancel", state: "s" })),
    source: "an address that was encoded as a whole",
    asks: ["admin_approval_required", "user_declined"],
  },
  {
    text: encodeURIComponent(
      encodeURIComponent(callback({ error: "access_denied", error_description: "AADSTS50105: text" })),
    ),
    source: "and twice",
    cause: "AADSTS50105",
  },
  {
    text: "https://crm.example/cb?error=access_denied&error_description=AADSTS90094%253A%2520An%2520administrator",
    source: "values that were encoded twice",
    cause: "AADSTS90094",
  },
  {
    text: "https://crm.example/cb?error=access_denied&amp;error_subcode=cancel&amp;state=s",
    source: "an address copied from markup",
    asks: ["admin_approval_required", "user_declined"],
  },
  {
    text: "<p>Sorry, but we&#39;re having trouble signing you in.</p><div>AADSTS50011&#58; The redirect URI</div>",
    source: "a page's source",
    cause: "AADSTS50011",
  },
  {
    text: '<form method="POST" action="https://crm.example/cb"><input type="hidden" name="error" value="access_denied"/><input type="hidden" name="error_description" value="AADSTS65001&#58; no"/><input type="hidden" name="state" value="s"/></form>',
    source: "Microsoft, response_mode=form_post",
    cause: "AADSTS65001",
  },
  {
    text: '{"error":"invalid_grant","error_description":"AADSTS50173: The provided gr',
    source: "a log line that was cut",
    cause: "AADSTS50173",
  },
  {
    text: '{"error":"unauthorized_client","error_description":"AADSTS70001',
    source: "cut within the number",
    asks: ["app_disabled"],
  },
  {
    text: "https://crm.example/cb?error=access_denied&error_description=AADSTS90094",
    source: "cut after the number, which may be 900941",
    cause: "AADSTS90094",
  },
  {
    text: String.raw`2026-11-20 ERROR token {\"error\":\"invalid_client\",\"error_codes\":[7000222]}`,
    source: "JSON escaped in a log",
    cause: "AADSTS7000222",
  },
  {
    text: "{'error': 'invalid_grant', 'suberror': 'bad_token'}",
    source: "a dictionary as Python prints it",
    cause: "AADSTS50173",
  },
  {
    text: "AADSTS50105 on Monday, since the fix AADSTS90094",
    source: "two codes in one ticket",
    asks: ["not_assigned", "admin_approval_required"],
  },
  { text: "AADSTS90094 or AADSTS90093, it changes", source: "two codes of one cause", cause: "AADSTS90094" },
  { text: "ＡＡＤＳＴＳ９００９４", source: "full-width characters", cause: "AADSTS90094" },
  { text: "AADSTS\u200B90094", source: "a zero-width space from a web page", cause: "AADSTS90094" },
  { text: "AADSTS90094".split("").join("\0"), source: "UTF-16 read as bytes", cause: "AADSTS90094" },
  {
    text: "AADSTS 90094 / AADSTS-90094 / AADSTS#90094",
    source: "spellings of one code",
    cause: "AADSTS90094",
  },
  {
    text: "<script>alert('AADSTS')</script><img src=x onerror=alert(1)>",
    source: "markup that wants to run",
    nothing: "unknown",
  },
  {
    text: `${"x ".repeat(400_000)}AADSTS53003: blocked`,
    source: "almost a megabyte, the code at its end",
    cause: "AADSTS53003",
  },
  { text: "", source: "nothing", nothing: "unknown" },
  { text: "\u0001\u0002\uFFFD\u0000\u00FF", source: "binary", nothing: "unknown" },
  {
    text: "Order 7000215 was shipped to 90094 Somewhere",
    source: "numbers that are no codes",
    nothing: "unknown",
  },
  { text: "AADSTS9009400", source: "a number that only begins like one", nothing: "unknown" },
  {
    text: "the request failed with a ValidationError",
    source: "a name that everybody uses",
    nothing: "unknown",
  },
  {
    text: '{"error":"access_denied","error_description":"AADSTS530003: Your device is required to be managed"}',
    source: "a number that is not in the catalogue, beside a name that is",
    nothing: "unknown",
  },
  {
    text: "https://crm.example/cb?error=access_denied&error_description=AADSTS9009",
    source: "cut within a number that is then none",
    asks: ["admin_approval_required", "approval_request_pending", "transient"],
  },
  { text: "90094, 50105", source: "numbers alone", asks: ["admin_approval_required", "not_assigned"] },
  {
    text: "https://login.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp",
    source: "an error page's address without its query",
    asks: ["app_must_be_installed", "scope_not_allowed"],
  },
  {
    text: "The app needs approval by your IT admin",
    source: "somebody's own words for the wall",
    asks: ["admin_approval_required", "approval_request_pending"],
  },
  {
    text: "Access denied",
    source: "a page's own heading",
    asks: ["admin_approval_required", "user_declined"],
  },
];
