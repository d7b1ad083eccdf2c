import { createSignInLink } from "@headwater/db/people";
import type { Role } from "@headwater/domain/rights";
import { expect } from "vitest";
import { POST as signIn } from "../../app/api/auth/[...all]/route.ts";
import { POST as change } from "../../app/api/trpc/[trpc]/route.ts";
import { PEER_HEADER } from "../peer.ts";
import { cookiesOf, ORIGIN, type PortalLab, request } from "./portal-lab.ts";
import { calling } from "./rest-calls.ts";

const readSession = calling("GET", "/api/session");

export const PASSWORD = "correct horse";
let peers = 0;

/** What a browser does to sign in and afterwards, against the portal of a lab. */
export function signInCalls(lab: () => PortalLab) {
  /** A POST of a browser at an address of its own, so that no test spends another's attempts. */
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) => {
    peers += 1;
    const peer = `203.0.113.${peers}`;
    const own = { origin: ORIGIN, "sec-fetch-site": "same-origin", [PEER_HEADER]: peer };
    return request(path, { method: "POST", body, headers: { ...own, ...headers } });
  };
  const byLink = (token: string, headers = {}) =>
    signIn(post("/api/auth/sign-in/link", { token }, headers));
  const byPassword = (email: string, password: string, headers = {}) =>
    signIn(post("/api/auth/sign-in/email", { email, password }, headers));
  const mutate = (path: string, input: unknown, headers: Record<string, string>) =>
    change(post(`/api/trpc/${path}`, { json: input }, headers));
  const signedIn = async (role: Role) => {
    const person = await lab().person(role);
    const cookie = cookiesOf(await byLink(await createSignInLink(lab().database, person.id)));
    return { ...person, cookie };
  };
  return {
    post,
    byLink,
    byPassword,
    mutate,
    signedIn,
    withPassword: async (role: Role) => {
      const { cookie, ...person } = await signedIn(role);
      const set = await mutate("account.setPassword", { next: PASSWORD }, { cookie });
      expect(set.status).toBe(200);
      return { ...person, cookie: cookiesOf(set) };
    },
    whoIs: (ask: Parameters<typeof request>[1]) => readSession(request("/api/session", ask)),
    messageOf: async (answer: Response) =>
      ((await answer.json()) as { error: { json: { message: string } } }).error.json.message,
  };
}
