import { describe, expect, test } from "vitest";
import { GraphError } from "./graph-error.ts";
import { parseGraphPath } from "./graph-path.ts";

describe("parseGraphPath", () => {
  test.each([
    ["/me/mailFolders/inbox/messages", ["me", "mailFolders", "inbox", "messages"]],
    [
      "/me/mailFolders('inbox')/messages('AAk%3D')/$value",
      ["me", "mailFolders", "inbox", "messages", "AAk=", "$value"],
    ],
    ["/servicePrincipals(appId='abc')", ["servicePrincipals", "appId=abc"]],
    ["/users('sam.o''brien@proseware.example')", ["users", "sam.o'brien@proseware.example"]],
    ["/me/mailFolders/inbox/messages/delta()", ["me", "mailFolders", "inbox", "messages", "delta"]],
    [
      "/me/mailFolders/inbox/messages/microsoft.graph.delta()",
      ["me", "mailFolders", "inbox", "messages", "delta"],
    ],
    ["/users/a%2Fb", ["users", "a/b"]],
  ])("%s", (path, segments) => {
    expect(parseGraphPath(path)).toEqual(segments);
  });

  test("refuses a broken percent sign", () => {
    expect(() => parseGraphPath("/me/%zz")).toThrow(GraphError);
  });
});
