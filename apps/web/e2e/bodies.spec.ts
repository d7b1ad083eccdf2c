import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "@playwright/test";

const MIB = 1024 * 1024;
const own = (baseURL: string | undefined) => ({
  origin: String(baseURL),
  "content-type": "application/json",
});
/** A dry-run import of one schema of the given length. */
const importOf = (bytes: number) => {
  const text = JSON.stringify({ type: "object", properties: {}, description: "x".repeat(bytes) });
  return { files: [{ path: "shop/long/long.1.schema.json", text }], dryRun: true };
};

/** A POST of a client that, like many, reads the answer only after it has sent the whole body. */
async function sendThenRead(url: string, bytes: number, key: string | null): Promise<string> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  const authorization = key === null ? "" : `Authorization: Key ${key}\r\n`;
  socket.write(
    `POST /api/v1/schemas/import HTTP/1.1\r\nHost: ${host}\r\n${authorization}Content-Length: ${bytes}\r\n\r\n`,
  );
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.write(Buffer.alloc(bytes, "x"), () => resolve());
  });
  const [answer] = await once(socket, "data");
  socket.destroy();
  return String(answer);
}

// Next cuts bodies beyond its own limit before the routes see them, which only the built portal
// shows.
test.describe("a body reaches its route whole, or is refused", () => {
  const sizes = [1, 12, 31];
  for (const size of sizes)
    test(`${size} MiB of schemas by REST are read`, async ({ request, baseURL }) => {
      const data = importOf(size * MIB);
      const headers = own(baseURL);
      const answer = await request.post("/api/v1/schemas/import", { headers, data });
      expect(answer.status()).toBe(200);
      const { results } = (await answer.json()) as { results: { schema: string }[] };
      expect(results.map(({ schema }) => schema)).toEqual(["shop/long/1"]);
    });

  test("12 MiB of schemas by the browser's way are read", async ({ request, baseURL }) => {
    const [file] = importOf(3 * MIB).files;
    const json = { files: Array(4).fill(file), dryRun: true };
    const headers = own(baseURL);
    const answer = await request.post("/api/trpc/admin.importSchemas", { headers, data: { json } });
    expect(answer.status()).toBe(200);
    expect(await answer.text()).toContain("shop/long/1");
  });

  const tooLarge: readonly (readonly [path: string, size: number, limit: string])[] = [
    ["/api/v1/schemas/import", 33, "33554432 bytes"],
    ["/api/trpc/admin.importSchemas", 33, "33554432 bytes"],
    ["/api/trpc/queries.create", 12, "2000000 bytes"],
    ["/api/queries", 12, "2000000 bytes"],
    ["/api/query_results", 4, "2000000 bytes"],
  ];
  for (const [path, size, limit] of tooLarge)
    test(`${size} MiB for ${path} are too large`, async ({ request, baseURL }) => {
      const data = { json: importOf(size * MIB), query: "x".repeat(size * MIB) };
      const answer = await request.post(path, { headers: own(baseURL), data });
      expect([answer.status(), await answer.text()]).toEqual([413, expect.stringContaining(limit)]);
    });

  test("a client that sends the whole body before it reads the answer gets an answer, signed in or not", async ({
    baseURL,
  }) => {
    for (const key of ["wrong", null])
      expect(await sendThenRead(String(baseURL), 33 * MIB, key)).toContain("HTTP/1.1 401");
  });

  for (const path of ["/api/v1/schemas/import", "/api/trpc/queries.create"])
    test(`an answer of ${path} has the headers of every answer`, async ({ request, baseURL }) => {
      const answer = await request.post(path, { headers: own(baseURL), data: {} });
      expect(answer.headers()).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "cache-control": "no-store",
        "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
      });
      expect((await request.get(path)).headers()["x-frame-options"]).toBe("DENY");
    });
});
