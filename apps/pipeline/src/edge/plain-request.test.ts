import { describe, expect, it } from "vitest";
import { readPlainRequest } from "./plain-request.ts";

const request = (head: string[], body = "xyz") =>
  Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`, "latin1");
const LINE = "POST /submit/a/b/1/c?v=4 HTTP/1.1";
const PLAIN = [LINE, "Host: h", "Content-Length: 3"];

describe("plain request", () => {
  it("is read with the kept headers, Host and Content-Length", () => {
    const more = ["X-Debug-ID:  tag ", "Cookie: secret", "DNT:1", "Connection: keep-alive"];
    const plain = readPlainRequest(request([...PLAIN, ...more]));
    expect(plain?.url).toBe("/submit/a/b/1/c?v=4");
    expect(plain?.headers).toEqual({
      host: "h",
      "content-length": "3",
      "x-debug-id": "tag",
      dnt: "1",
    });
    expect(plain?.body.toString()).toBe("xyz");
  });

  it.each<[string, Buffer]>([
    ["another method", request(["PUT /submit/a HTTP/1.1", "Host: h", "Content-Length: 3"])],
    ["another version", request(["POST /submit/a HTTP/1.0", "Host: h", "Content-Length: 3"])],
    ["another path", request(["POST /status HTTP/1.1", "Host: h", "Content-Length: 3"])],
    [
      "a space in the target",
      request(["POST /submit/a b HTTP/1.1", "Host: h", "Content-Length: 3"]),
    ],
    ["no host", request([LINE, "Content-Length: 3"])],
    ["no length", request([LINE, "Host: h"])],
    ["a length that is not a number", request([LINE, "Host: h", "Content-Length: +3"])],
    ["two lengths", request([...PLAIN, "Content-Length: 3"])],
    ["a transfer encoding", request([...PLAIN, "Transfer-Encoding: chunked"])],
    ["an expectation", request([...PLAIN, "Expect: 100-continue"])],
    ["a connection that closes", request([...PLAIN, "Connection: close"])],
    ["a space before the colon", request([...PLAIN, "Transfer-Encoding : chunked"])],
    ["a folded line", request([...PLAIN, "X-A: b", " c"])],
    ["a bare line feed", request([...PLAIN, "X-A: b\nTransfer-Encoding: chunked"])],
    ["a NUL", request([...PLAIN, "X-A: b\0c"])],
    ["part of the body", request(PLAIN, "xy")],
    ["a second request after it", request(PLAIN, "xyzPOST ")],
    ["part of the head", Buffer.from(`${LINE}\r\nHost: h\r\n`)],
    ["an empty piece", Buffer.alloc(0)],
  ])("is not read, and Node handles the bytes, with %s", (_, bytes) => {
    expect(readPlainRequest(bytes)).toBeNull();
  });
});
