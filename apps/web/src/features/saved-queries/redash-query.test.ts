import { expect, test } from "vitest";
import { queryIdOf } from "./redash-query.ts";

test.each(["0", "-1", "1.5", "abc", "99999999999"])("%s is not the id of a query", (text) => {
  expect(() => queryIdOf(text)).toThrow("There is no query");
});
