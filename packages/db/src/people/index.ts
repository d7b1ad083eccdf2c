export { readApiKeyOwner } from "./api-keys.ts";
export { firstAdminProblem } from "./first-admin.ts";
export {
  createFirstSignInLink,
  createRecoveryLink,
  createSignInLink,
  createUser,
  DEFAULT_ADMIN_EMAIL,
  takeSignInLink,
} from "./sign-in-links.ts";
export { beginSignInTry, type SignInTry, type TryLimit } from "./sign-in-tries.ts";
