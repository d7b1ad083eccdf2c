export {
  addApiKey,
  countApiKeys,
  deleteApiKey,
  listApiKeys,
  readApiKeyOwner,
} from "./api-keys.ts";
export {
  createCredential,
  findCredential,
  hasPassword,
  replacePassword,
} from "./credentials.ts";
export { firstAdminProblem } from "./first-admin.ts";
export {
  changePerson,
  countPeople,
  firstAdminId,
  getPerson,
  isAddressTaken,
  listPeople,
  notePersonSeen,
  type PersonChange,
} from "./people.ts";
export { endSession, noteSessionUsed } from "./sessions.ts";
export {
  createFirstSignInLink,
  createRecoveryLink,
  createSignInLink,
  createUser,
  DEFAULT_ADMIN_EMAIL,
  takeSignInLink,
} from "./sign-in-links.ts";
export { beginSignInTry, type SignInTry, type TryLimit } from "./sign-in-tries.ts";
