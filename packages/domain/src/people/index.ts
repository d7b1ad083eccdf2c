export { PASSWORD_LENGTH, passwordProblem } from "./password-problem.ts";
