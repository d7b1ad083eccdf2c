import { gzipSync } from "node:zlib";
import type { RecentArrivalRow, RecentDocumentRow } from "@headwater/db/activity";
import { reject } from "@headwater/domain/pings";
import type { Envelope } from "@headwater/schemas";
import { describe, expect, it } from "vitest";
import type { Decision } from "./decision.ts";
import { LiveTail } from "./live-tail.ts";

const envelope = (body: Uint8Array | string, more: Partial<Envelope> = {}): Envelope => ({
  submissionMicros: 5_500_000,
  method: "POST",
  uri: "/x",
  args: "",
  protocol: "HTTP/1.1",
  host: "edge",
  remoteAddr: "192.0.2.1",
  headers: {},
  body: Buffer.from(body),
  ...more,
});
const decision = (more: Partial<Decision> = {}): Decision => ({
  routing: { namespace: "shop", docType: "visit", docVersion: "1", documentId: null },
  metadata: { header: {} },
  debugId: null,
  outcome: reject("ParsePayload", "InvalidJson", "line 1"),
  ...more,
});

function openTail() {
  const documents: RecentDocumentRow[] = [];
  const arrivals: RecentArrivalRow[] = [];
  const tail = new LiveTail({
    async add(moreDocuments, moreArrivals) {
      documents.push(...moreDocuments);
      arrivals.push(...moreArrivals);
    },
    prune: async () => undefined,
  });
  return { tail, documents, arrivals };
}

describe("the live tail", () => {
  it("shows a limited number of documents per second, and tagged documents in addition", async () => {
    const { tail, documents } = openTail();
    for (let n = 0; n < 1000; n += 1) {
      tail.note(1000 + (n % 900), envelope("{}"), decision(), "rejected");
      tail.note(1000, envelope("{}"), decision({ debugId: "mine" }), "rejected");
    }
    tail.note(2000, envelope("{}"), decision(), "rejected");
    await tail.flush();
    const tagged = documents.filter(({ debugId }) => debugId !== null);
    expect([documents.length - tagged.length, tagged.length]).toEqual([26, 200]);
  });

  it("counts every arrival in the second of its acceptance, but no replay", async () => {
    const { tail, arrivals } = openTail();
    for (let n = 0; n < 100; n += 1) tail.note(9000, envelope("{}"), decision(), "live");
    tail.note(9000, envelope("{}", { replay: { by: "someone" } }), decision(), "live");
    await tail.flush();
    await tail.flush();
    const expected = { secondMs: 5000, namespace: "shop", docType: "visit", count: 100 };
    expect(arrivals).toEqual([expected]);
  });

  const previews: [string, Uint8Array | string, string][] = [
    ["plain text unchanged", '{"a":1}', '{"a":1}'],
    ["the content of gzip", gzipSync('{"a":1}'), '{"a":1}'],
    ["the size of broken gzip", Buffer.from([0x1f, 0x8b, 1]), "(3 bytes of gzip)"],
    ["only the beginning of a long text", "x".repeat(9000), "x".repeat(2000)],
  ];
  it.each(previews)("shows %s", async (_name, body, preview) => {
    const { tail, documents } = openTail();
    tail.note(1000, envelope(body), decision(), "rejected");
    await tail.flush();
    expect(documents[0]).toMatchObject({ preview, reason: "InvalidJson: line 1" });
  });
});
