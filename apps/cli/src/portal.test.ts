import { expect, test } from "vitest";
import { addressFrom, openPortal } from "./portal.ts";

test.each([
  [{}, "http://127.0.0.1:3000", undefined],
  [{ HEADWATER_API_KEY: "hw_a", HEADWATER_PORT: "3100" }, "http://127.0.0.1:3100", "hw_a"],
  [{ HEADWATER_API_KEY: "", HEADWATER_ADMIN_API_KEY: "hw_b" }, "http://127.0.0.1:3000", "hw_b"],
  [{ HEADWATER_API_KEY: " ", HEADWATER_URL: "" }, "http://127.0.0.1:3000", undefined],
  [
    { HEADWATER_URL: "https://data.example", HEADWATER_PORT: "1" },
    "https://data.example",
    undefined,
  ],
])("the environment %j means the portal at %s with the key %s", (env, url, apiKey) => {
  expect(addressFrom(env)).toEqual({ url, apiKey });
});

test("an empty key is reported as a missing key, not as a wrong key", async () => {
  const portal = openPortal(addressFrom({ HEADWATER_API_KEY: "" }));
  await expect(portal.get("/api/session")).rejects.toThrow("Set HEADWATER_API_KEY");
});
