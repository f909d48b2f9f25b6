import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitMbox } from "./split-mbox.ts";

function split(text: string): string[] | undefined {
  return splitMbox(Buffer.from(text, "latin1"))?.map((message) => message.toString("latin1"));
}
const from = "From diane@northwind.example Mon Nov 16 08:00:00 2026";

describe("splitMbox", () => {
  test("gives the messages without their From lines and separating empty lines", () => {
    expect(split(`${from}\nSubject: a\n\none\n\n${from}\nSubject: b\n\ntwo\n`)).toEqual([
      "Subject: a\n\none\n",
      "Subject: b\n\ntwo\n",
    ]);
  });

  test("keeps CRLF line ends", () => {
    expect(split(`${from}\r\nSubject: a\r\n\r\none\r\n\r\n${from}\r\nSubject: b\r\n\r\n`)).toEqual([
      "Subject: a\r\n\r\none\r\n",
      "Subject: b\r\n\r\n",
    ]);
  });

  test("takes one > from quoted From lines of any depth", () => {
    expect(split(`${from}\nSubject: a\n\n>From me\n>>From you\n`)).toEqual([
      "Subject: a\n\nFrom me\n>From you\n",
    ]);
  });

  test("leaves an unquoted From line of a body alone when it carries no date or follows text", () => {
    const body = "hello\n\nFrom now on: nothing changes\nFrom x Mon Nov 16 08:00:00 2026\n";
    expect(split(`${from}\nSubject: a\n\n${body}`)).toEqual([`Subject: a\n\n${body}`]);
  });

  test("splits an mbox whose From lines have no date where headers follow", () => {
    expect(split("From nobody\nSubject: a\n\n1\n\nFrom nobody\nSubject: b\n\n2\n")).toHaveLength(2);
  });

  test("tells what is no mbox", () => {
    expect(split("Subject: a\n\none\n")).toBeUndefined();
    expect(split("")).toBeUndefined();
  });

  test("gives back any bodies that were quoted by the mboxrd rule", () => {
    const line = fc.oneof(
      fc.constantFrom("", "From me Mon Nov 16 08:00:00 2026", ">From you", "text", "From: x"),
      fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(line, { maxLength: 8 }), { minLength: 1, maxLength: 5 }), (bodies) => {
        const messages = bodies.map((lines) => `Subject: x\n\n${lines.map((text) => `${text}\n`).join("")}`);
        const mbox = messages
          .map((message) => `${from}\n${message.replaceAll(/^(>*From )/gm, ">$1")}\n`)
          .join("");
        const expected = [...messages.slice(0, -1), `${messages.at(-1)!}\n`];
        expect(split(mbox)).toEqual(expected);
      }),
    );
  });
});
