import { expect, test } from "vitest";
import {
  forAddress,
  fromAddress,
  namesIn,
  otherValues,
  parametersFor,
} from "./parameter-values.ts";

const SQL = "SELECT * FROM t WHERE channel = $channel AND note <> '$note' LIMIT $n";

test("a run sends the values of its own parameters and says which are missing", () => {
  expect(parametersFor(SQL, { channel: "beta", n: "", note: "x", old: "y" })).toEqual({
    values: { channel: "beta" },
    missing: ["n"],
  });
  expect(parametersFor("SELECT $constructor, $toString", {})).toEqual({
    values: {},
    missing: ["constructor", "toString"],
  });
});

test("a parameter's name in another alphabet works in SQL and in the address", () => {
  const [sql, values] = ["SELECT $größe", { größe: "7" }];
  expect(parametersFor(sql, values)).toEqual({ values, missing: [] });
  expect(fromAddress(forAddress(sql, values).map(([name, value]) => [name, value]))).toEqual(
    values,
  );
});

test("two spellings of a name have one field, and both get its value", () => {
  expect(namesIn("SELECT $Day, $day, $n")).toEqual(["Day", "n"]);
  expect(parametersFor("SELECT $Day, $day", { Day: "x" })).toEqual({
    values: { Day: "x", day: "x" },
    missing: [],
  });
});

test("values are written into the address of a saved query and read from it", () => {
  const values = { channel: "a&b = c", n: "10", other: "1" };
  const address = new URLSearchParams(forAddress(SQL, values).map(([key, value]) => [key, value]));
  expect(address.toString()).toBe("p_channel=a%26b+%3D+c&p_n=10");
  expect(fromAddress(new URLSearchParams(`chart=3&${address}&p_=1&p_a-b=2&x_n=3`))).toEqual({
    channel: "a&b = c",
    n: "10",
  });
});

test.each([
  [{ n: "3" }, { n: "2" }, [["n", "3"]]],
  [{ n: "3" }, { N: "2" }, [["n", "3"]]],
  [{ n: "3", a: "b" }, { n: "3" }, []],
  [{ n: "3" }, { n: "" }, []],
  [{}, { n: "2" }, []],
])("a run with %j and fields with %j differ in %j", (ran, fields, expected) => {
  expect(otherValues(ran, fields as Record<string, string>)).toEqual(expected);
});

test("thirty thousand parameters take less than a second of processor time", () => {
  const sql = Array.from({ length: 30_000 }, (_, at) => `$a${at}`).join(",");
  const began = process.cpuUsage();
  expect(parametersFor(sql, { a1: "1" }).missing.length).toBe(29_999);
  expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
});
