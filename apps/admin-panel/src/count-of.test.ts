import { expect, test } from "vitest";
import { countOf, listNames } from "./count-of.ts";

test("gives a number its noun", () => {
  expect([countOf(0, "person", "people"), countOf(1, "person", "people")]).toEqual(["0 people", "1 person"]);
  expect(countOf(1204, "person", "people")).toBe("1,204 people");
});

test("names everybody of a few, and counts the rest of many", () => {
  expect(listNames(["Adele", "Alex", "Megan"])).toBe("Adele, Alex and Megan");
  expect(listNames(["Adele", "Alex", "Megan", "Lee", "Lynne"])).toBe("Adele, Alex and 3 others");
  expect(listNames([])).toBe("");
});
