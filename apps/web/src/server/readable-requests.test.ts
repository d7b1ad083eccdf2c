import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { makeRequestsReadable, readablePath } from "./readable-requests.ts";

test.each([
  ["/api/trpc/%", "/api/trpc/%25"],
  ["/a%E0%A4%A/b?x=%", "/a%25E0%25A4%25A/b?x=%"],
  ["/a%zz", "/a%25zz"],
  ["/a%20b%C3%A4?q=%", "/a%20b%C3%A4?q=%"],
  ["/", "/"],
])("%s is read as %s", (url, path) => {
  expect(readablePath(url)).toBe(path);
});

test("a server gets no request with a method that fetch forbids", async () => {
  makeRequestsReadable();
  const server = createServer((request, response) =>
    response.end(`${request.method} ${request.url}`),
  ).listen(0, "127.0.0.1");
  try {
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const answer = await new Promise<string>((resolve) => {
      let text = "";
      const socket = connect(port, "127.0.0.1", () =>
        socket.write("TRACE /% HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
      );
      socket.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      socket.on("close", () => resolve(text));
    });
    expect(answer).toContain("PROPFIND /%25");
  } finally {
    server.close();
  }
});
