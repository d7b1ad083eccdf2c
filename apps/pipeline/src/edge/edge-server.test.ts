import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { exchange, openEdgeLab, statusOf } from "./test/edge-lab.ts";

const V = "2c3a0767-d84a-4d02-8a92-fa54a3376049";
const PATH = `/submit/eng-workflow/hgpush/1/${V}`;
type Lab = Awaited<ReturnType<typeof openEdgeLab>>;

const head = (line: string, headers: Record<string, string>) =>
  `${line} HTTP/1.1\r\nHost: edge.test\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n`;

describe("edge", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openEdgeLab();
  });
  afterEach(() => expect(lab.bugs).toEqual([]));
  afterAll(() => lab.close());

  const post = (path: string, body: string | Buffer<ArrayBuffer>, headers = {}) =>
    fetch(lab.url + path, { method: "POST", body, headers, redirect: "error" });
  const raw = async (text: string) =>
    statusOf(await exchange(lab.port, Buffer.from(text, "latin1")));
  const last = async () => (await lab.landed()).at(-1);

  it.each(["POST", "PUT"])(
    "E1 E2 accepts a %s and keeps it as the client sent it",
    async (method) => {
      const body = `{"method":"${method}"}`;
      const response = await fetch(`${lab.url}${PATH}?v=4`, { method, body });
      expect([response.status, await response.text()]).toEqual([200, ""]);
      const envelope = await last();
      expect(envelope).toMatchObject({ method, uri: PATH, args: "v=4", protocol: "HTTP/1.1" });
      expect(envelope).toMatchObject({ host: `127.0.0.1:${lab.port}`, remoteAddr: "127.0.0.1" });
      expect(Buffer.from(envelope?.body ?? []).toString()).toBe(body);
    },
  );

  it.each(["GET", "DELETE", "PATCH", "HEAD"])(
    "E3 refuses a %s and names the methods that it accepts",
    async (method) => {
      const response = await fetch(lab.url + PATH, { method });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "POST, PUT, OPTIONS"]);
    },
  );

  it("E4 refuses a body without Content-Length", async () => {
    expect(
      await raw(`${head(`POST ${PATH}`, { "Transfer-Encoding": "chunked" })}1\r\nx\r\n0\r\n\r\n`),
    ).toBe(411);
    expect(await raw(head(`POST ${PATH}`, {}))).toBe(411);
  });

  it("E5 accepts a body at the limit and refuses a larger body before the client sends it", async () => {
    expect((await post(PATH, Buffer.alloc(100_000))).status).toBe(200);
    expect(await raw(head(`POST ${PATH}`, { "Content-Length": "100001" }))).toBe(413);
    const expecting = { "Content-Length": "100001", Expect: "100-continue" };
    expect(await raw(head(`POST ${PATH}`, expecting))).toBe(413);
    expect((await post(PATH, Buffer.alloc(100_001))).status).toBe(413);
  });

  it("E5 asks for the body of a client that waits to send it", async () => {
    const expecting = { "Content-Length": "2", Expect: "100-continue" };
    expect(await raw(head(`POST ${PATH}`, expecting))).toBe(100);
  });

  it("E6 accepts a URI at the limit and refuses a longer URI", async () => {
    const query = (length: number) => `${PATH}?${"q".repeat(length - PATH.length - 1)}`;
    expect((await post(query(2048), "x")).status).toBe(200);
    expect((await post(query(2049), "x")).status).toBe(414);
    expect((await post(`/submit/${"n".repeat(1024)}/x`, "x")).status).toBe(200);
    expect((await post(`/submit/${"n".repeat(1025)}/x`, "x")).status).toBe(414);
  });

  it.each([
    ["a", 1024, 200],
    ["a", 1025, 431],
    ["\xff", 512, 200],
    ["\xff", 513, 431],
  ])("E7 counts a User-Agent of %j x %i as UTF-8: %i", async (character, count, status) => {
    const headers = { "Content-Length": "1", "User-Agent": character.repeat(count) };
    expect(await raw(`${head(`POST ${PATH}`, headers)}x`)).toBe(status);
  });

  it("E8 refuses a raw space, both lengths, a bad escape and an escaped NUL", async () => {
    const one = { "Content-Length": "1" };
    expect(await raw(`${head("POST /submit/a b/c/1/d", one)}x`)).toBe(400);
    const both = { ...one, "Transfer-Encoding": "chunked" };
    expect(await raw(`${head(`POST ${PATH}`, both)}1\r\nx\r\n0\r\n\r\n`)).toBe(400);
    expect(await raw(`${head("POST /submit/a%2/c/1/d", one)}x`)).toBe(400);
    expect(await raw(`${head("POST /submit/a%00/c/1/d", one)}x`)).toBe(400);
  });

  it.each(["/nope", `${PATH}/`, "/submit/", "/submit", "/submit//a", "/"])(
    "E9 answers 404 at the unknown location %s",
    async (path) => {
      expect((await post(path, "x")).status).toBe(404);
    },
  );

  it("E10 answers the health paths", async () => {
    const get = async (path: string) => {
      const response = await fetch(lab.url + path);
      return [response.status, await response.text()];
    };
    expect(await get("/status")).toEqual([200, "OK"]);
    expect(await get("/__lbheartbeat__")).toEqual([200, ""]);
    const [, version] = await get("/__version__");
    expect(Object.keys(JSON.parse(String(version)))).toEqual([
      "build",
      "commit",
      "source",
      "version",
    ]);
    const [status, heartbeat] = await get("/__heartbeat__");
    const checks = { check_disk_bytes_free: "ok", check_queue_size: "ok" };
    expect([status, JSON.parse(String(heartbeat))]).toEqual([
      200,
      { status: "ok", checks, details: {} },
    ]);
  });

  it("E10 publishes its metrics and limits the number of their series", async () => {
    for (let n = 0; n < 1100; n += 1) await post(`/submit/namespace-${n}/a/1/b`, "x");
    const text = await (await fetch(`${lab.url}/metrics`)).text();
    const series = text
      .split("\n")
      .filter((line) => line.startsWith("headwater_edge_requests_total{"));
    expect(series.length).toBeLessThanOrEqual(1000);
    expect(text).toMatch(/requests_total\{status="200",namespace="other"[^}]*\} [1-9]/);
    expect(text).toMatch(/headwater_log_fdatasync_seconds_count\{[^}]*\} [1-9]/);
  });

  it.each([
    ["with a usable key", { authorization: "Key right" }, 200],
    ["with another key", { authorization: "Key wrong" }, 401],
    ["without a key", {}, 401],
    ["while the key can't be looked up", { authorization: "Key away" }, 503],
  ])("answers a request for metrics through a proxy %s with %i", async (_name, headers, status) => {
    const forwarded = { "x-forwarded-for": "192.0.2.1", ...headers };
    const answer = await fetch(`${lab.url}/metrics`, { headers: forwarded });
    expect(answer.status).toBe(status);
    expect((await answer.text()).includes("headwater_edge")).toBe(status === 200);
  });

  it.each([
    ["in the same piece", [`${head(`POST ${PATH}`, { "Content-Length": "2" })}{}\x00junk\r\n\r\n`]],
    [
      "after an unusual one",
      [`${head(`PUT ${PATH}`, { "Content-Length": "2" })}{}?? junk\r\n\r\n`],
    ],
    [
      "in a piece of its own",
      [`${head(`POST ${PATH}`, { "Content-Length": "2" })}{}`, "junk\r\n\r\n"],
    ],
    [
      "after two requests",
      [`${head(`POST ${PATH}`, { "Content-Length": "2" })}{}`.repeat(2), "junk"],
    ],
  ])(
    "answers a whole request before it refuses the junk that follows %s",
    async (_name, pieces) => {
      const before = (await lab.landed()).length;
      const answers = await untilClosed(pieces);
      const requests = pieces.join("").split("HTTP/1.1").length - 1;
      const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => Number(match[1]));
      expect(statuses).toEqual([...Array.from({ length: requests }, () => 200), 400]);
      expect(await lab.landed()).toHaveLength(before + requests);
    },
  );

  /** Sends pieces one after the other; returns all answers until the edge closes the connection. */
  const untilClosed = (pieces: readonly string[]) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(lab.port, "127.0.0.1").setNoDelay().setEncoding("latin1");
      let received = "";
      socket.on("data", (text) => {
        received += text;
      });
      socket.on("error", reject).on("close", () => resolve(received));
      const [first = "", ...others] = pieces;
      socket.write(first, "latin1", () => {
        for (const piece of others) setImmediate(() => socket.write(piece, "latin1"));
      });
    });

  it("E15 answers the preflight of Glean.js", async () => {
    const response = await fetch(lab.url + PATH, {
      method: "OPTIONS",
      headers: { origin: "https://a.example", "access-control-request-method": "POST" },
    });
    const header = (name: string) => response.headers.get(`access-control-allow-${name}`);
    expect([response.ok, header("origin")]).toEqual([true, "*"]);
    expect(header("methods")).toContain("POST");
    expect(header("headers")?.split(", ")).toEqual([
      "content-type",
      "content-encoding",
      "x-telemetry-agent",
      "x-debug-id",
      "x-source-tags",
    ]);
  });

  it("E16 keeps a body that is not JSON", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    expect((await post(PATH, bytes)).status).toBe(200);
    expect(Buffer.from((await last())?.body ?? []).equals(bytes)).toBe(true);
  });

  it("E18 keeps exactly the listed headers, bytes above 0x7F as ISO-8859-1", async () => {
    const kept = {
      date: "Tue, 24 Nov 2026 11:00:00 GMT",
      dnt: "1",
      "x-debug-id": "d\xe9bug",
      "x-source-tags": "automation",
      "x-pingsender-version": "1.0",
      "x-telemetry-agent": "Glean/1",
    };
    const dropped = {
      cookie: "secret",
      authorization: "Bearer secret",
      "content-encoding": "gzip",
    };
    expect(
      await raw(`${head(`POST ${PATH}`, { ...kept, ...dropped, "Content-Length": "1" })}x`),
    ).toBe(200);
    expect((await last())?.headers).toEqual({ ...kept, "content-length": "1" });
  });

  it.each([
    "/submit/telemetry/ce39b608-f595-4c69-b6a6-f7a436604648/main/Firefox/61.0a1/nightly",
    "/submit/eng-workflow/hgpush/1",
    "/submit/eng-workflow/hgpush/1/not-a-uuid",
    "/submit/telemetry/slug?v=1",
    "/submit/sslreports/",
    "/submit/sslreports",
  ])("D2 D3 accepts %s: only the loader reports what is wrong with it", async (path) => {
    expect((await post(path, "{}")).status).toBe(200);
  });

  it("D5 accepts an empty body", async () => {
    expect(await raw(head(`POST ${PATH}`, { "Content-Length": "0" }))).toBe(200);
    expect((await last())?.body).toHaveLength(0);
  });

  it("keeps nothing of a client that disconnects before its body is complete", async () => {
    const before = (await lab.landed()).length;
    const partial = `${head(`POST ${PATH}`, { "Content-Length": "10" })}12345`;
    const socket = connect(lab.port, "127.0.0.1");
    socket.write(partial);
    await expect.poll(() => lab.intake.bytes).toBe(5);
    socket.destroy();
    await expect.poll(() => lab.intake.bytes).toBe(0);
    expect(await lab.landed()).toHaveLength(before);
  });

  it.each([
    ["in one piece", ""],
    ["in two pieces", "x"],
  ])("answers a client that closes its side of the connection after a body %s", async (_, rest) => {
    const answer = new Promise<string>((resolve) => {
      const socket = connect({ port: lab.port, host: "127.0.0.1", allowHalfOpen: true });
      let text = "";
      socket.on("data", (piece) => {
        text += String(piece);
      });
      socket.on("end", () => resolve(text));
      socket.write(`${head(`POST ${PATH}`, { "Content-Length": String(1 + rest.length) })}x`);
      setTimeout(() => socket.end(rest), 50);
    });
    expect(statusOf(await answer)).toBe(200);
  });

  it.each([
    ["CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n", 405, "only POST and PUT"],
    ["POST /submit/a b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "this is not an HTTP request"],
  ])("says why it refuses %j", async (request, status, text) => {
    const answer = await exchange(lab.port, request);
    expect([statusOf(answer), answer.split("\r\n\r\n")[1]]).toEqual([status, `${text}\n`]);
  });

  it("answers 431 to headers that are too large in total, and 400 to bytes that are not HTTP", async () => {
    expect(await raw(head(`POST ${PATH}`, { "X-Large": "x".repeat(20_000) }))).toBe(431);
    expect(await raw("\x16\x03\x01\x02hello\r\n\r\n")).toBe(400);
  });
});

describe("edge in trouble", () => {
  let lab: Lab;
  afterEach(() => lab.close());

  it("E12 answers 507 while the disk is full, and shows this in its heartbeat", async () => {
    lab = await openEdgeLab({ reserveBytes: Number.MAX_SAFE_INTEGER });
    const response = await fetch(lab.url + PATH, { method: "POST", body: "x" });
    expect([response.status, response.headers.get("retry-after")]).toEqual([507, "60"]);
    const heartbeat = await fetch(`${lab.url}/__heartbeat__`);
    expect(heartbeat.status).toBe(507);
    expect(await heartbeat.json()).toMatchObject({
      status: "error",
      checks: { check_disk_bytes_free: "error", check_queue_size: "ok" },
    });
    expect((await fetch(`${lab.url}/__lbheartbeat__`)).status).toBe(200);
    expect(await lab.landed()).toEqual([]);
  });

  it("E17 answers 503 with Retry-After when too many bytes are in flight or the edge stops", async () => {
    lab = await openEdgeLab({ maxInFlightBytes: 20 });
    const send = (body: string) => fetch(lab.url + PATH, { method: "POST", body });
    const refused = await send("x".repeat(21));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "16"]);
    expect((await send("x".repeat(10))).status).toBe(200);
    lab.intake.stopped = true;
    expect((await send("x")).status).toBe(503);
    const heartbeat = await fetch(`${lab.url}/__heartbeat__`);
    expect([heartbeat.status, await heartbeat.json()]).toMatchObject([
      503,
      { status: "error", checks: { check_queue_size: "error" }, details: { queue: "stopping" } },
    ]);
  });

  it("accepts pings although many clients announce a body and do not send it", async () => {
    lab = await openEdgeLab({ maxBodyBytes: 8 << 20, slowAfterMs: 400 });
    const announced = { "Content-Length": String(8 << 20) };
    const idle = Array.from({ length: 50 }, () =>
      exchange(lab.port, `${head(`POST ${PATH}`, announced)}x`),
    );
    await expect.poll(() => lab.intake.bytes).toBe(50);
    const send = (body: string) => fetch(lab.url + PATH, { method: "POST", body });
    expect((await send("x".repeat(1 << 20))).status).toBe(200);
    expect((await fetch(`${lab.url}/__heartbeat__`)).status).toBe(200);
    const answers = await Promise.all(idle);
    expect(new Set(answers.map(statusOf))).toEqual(new Set([408]));
    expect(lab.intake.bytes).toBe(0);
  });

  it("refuses a body for which no memory is left, and still accepts small bodies", async () => {
    lab = await openEdgeLab({ maxInFlightBytes: 200_000, maxBodyBytes: 200_000 });
    const body = Buffer.alloc(150_000);
    const large = await fetch(lab.url + PATH, { method: "POST", body });
    expect([large.status, await large.text()]).toEqual([503, "too busy\n"]);
    expect((await fetch(lab.url + PATH, { method: "POST", body: "x" })).status).toBe(200);
    expect(lab.intake.bytes).toBe(0);
  });
});
