import { READ_CATALOG } from "@headwater/domain/catalog";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { BODIES, runtime } from "../runtime.ts";
import { ORIGIN, openPortalLab, type PortalLab, request } from "../test/portal-lab.ts";
import { answerRoute } from "./answer.ts";
import { answerRest } from "./app.ts";
import { openRoute, restRoute } from "./route.ts";

let lab: PortalLab;
beforeAll(async () => {
  lab = await openPortalLab();
});
afterAll(() => lab.close());

test("HEAD is answered with a file's headers, and the file's source is cancelled", async () => {
  const { key } = await lab.person("viewer");
  let isEnded = false;
  const file = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1024)),
    cancel: () => {
      isEnded = true;
    },
  });
  const route = restRoute({
    method: "get",
    path: "/api/file",
    summary: "A file",
    action: READ_CATALOG,
    answer: z.object({}),
    handle: async () => new Response(file, { headers: { "content-type": "text/csv" } }),
  });
  const answer = await answerRoute(route, request("/api/file", { method: "HEAD", key }), {});
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/csv"]);
  expect([answer.body, isEnded]).toEqual([null, true]);
});

test("a bug in an open route is answered as in every other route", async () => {
  const route = openRoute({
    method: "get",
    path: "/api/open",
    summary: "Breaks",
    action: null,
    answer: z.object({}),
    handleOpen: () => Promise.reject(new Error("a secret")),
  });
  const headers = { "x-request-id": "r7" };
  const answer = await answerRoute(route, request("/api/open", { headers }), {});
  expect([answer.status, await answer.json()]).toEqual([
    500,
    { message: "The portal failed on request r7. Its log has the reason." },
  ]);
});

test.each([{}, { "idempotency-key": "long" }])(
  "a body of unnamed length with %j is booked on its sender's budget",
  async (more) => {
    const { id, key } = await lab.person("viewer");
    const text = JSON.stringify({ name: "x".repeat(1_900_000) });
    const send = () => {
      const headers = { authorization: `Key ${key}`, ...more };
      const init = { method: "POST", headers, body: new Blob([text]).stream(), duplex: "half" };
      return answerRest(new Request(`${ORIGIN}/api/v1/api-keys`, init as RequestInit));
    };
    // The name is too long, but the test needs only that the body is read.
    for (let sent = 0; sent < 4; sent += 1) expect((await send()).status).toBe(400);
    const waiting = Array.from({ length: BODIES.mostWaiting }, () => runtime().bodies.take(id, 0));
    const refused = await answerRest(request("/api/session", { key }));
    expect([refused.status, await refused.json()]).toMatchObject([429, { code: "rate_limited" }]);
    await Promise.all(waiting);
  },
);
