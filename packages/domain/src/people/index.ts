export { PASSWORD_LENGTH, passwordProblem } from "./password-problem.ts";
export { WRITE_ACCOUNT, WRITE_PEOPLE } from "./rights.ts";
