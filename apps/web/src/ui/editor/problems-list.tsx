import { CircleAlert } from "lucide-react";
import { type Problem, problemText } from "./marks.ts";

interface ProblemsListProps {
  readonly problems: readonly Problem[];
  readonly onGo: (problem: Problem) => void;
  readonly onFix: (problem: Problem, word: string) => void;
}

/**
 * The problems of the text, each with words that the author may have meant. A click on a word puts
 * it into the text.
 */
export function ProblemsList({ problems, onGo, onFix }: ProblemsListProps) {
  if (problems.length === 0) return null;
  return (
    <ul
      aria-label="Problems"
      className="max-h-24 shrink-0 overflow-y-auto border-t border-line bg-bad-soft px-3 py-1 text-12"
    >
      {problems.map((problem) => (
        <li
          key={problemText(problem)}
          className="relative flex flex-wrap items-center gap-x-2 gap-y-1 py-0.5 pl-5"
        >
          <CircleAlert aria-hidden className="absolute top-1 left-0 size-3.5 text-bad" />
          <button
            type="button"
            className="min-w-0 text-left break-words hover:underline"
            onClick={() => onGo(problem)}
          >
            {problemText(problem)}
          </button>
          {problem.candidates.length > 0 ? <span className="text-text-2">Did you mean</span> : null}
          {problem.candidates.slice(0, 4).map((word) => (
            <button
              key={word}
              type="button"
              className="rounded-[4px] border border-line-strong bg-surface-1 px-1.5 font-mono text-12 hover:bg-surface-2"
              onClick={() => onFix(problem, word)}
            >
              {word}
            </button>
          ))}
        </li>
      ))}
    </ul>
  );
}
