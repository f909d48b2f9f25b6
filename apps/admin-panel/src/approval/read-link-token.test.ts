import { expect, test } from "vitest";
import { readLinkToken } from "./read-link-token.ts";

const token = "Zm9yLXRoZS10ZXN0LW9ubHktbm90LWEtdG9rZW4";

test("takes the token of the administrator's own link, which may decide", () => {
  expect(readLinkToken(`#${token}`)).toEqual({ token, mayDecide: true });
});

test("takes the code of the way back from Microsoft, which only shows", () => {
  expect(readLinkToken(`#r=${token}`)).toEqual({ token, mayDecide: false });
});

test.each([
  "",
  "#",
  "#short",
  `#${token} and more`,
  `#x=${token}`,
  `#<script>${token}`,
  `#${"a".repeat(501)}`,
])("finds no token in %s", (fragment) => {
  expect(readLinkToken(fragment)).toBeUndefined();
});
