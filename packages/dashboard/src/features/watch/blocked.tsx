import { Link } from "@tanstack/react-router";
import { Unlink } from "lucide-react";
import type { ReactNode } from "react";
import { ApiError, inWords } from "../../api/errors.ts";
import { buttonLook } from "../../ui/button.tsx";

const TITLES: Readonly<Record<string, string>> = {
  link_expired: "This link does not work any more",
  session_ended: "This session has ended",
  no_such_session: "There is no such session",
  not_found: "There is no such session",
  not_authenticated: "This link does not work any more",
  too_many_viewers: "Too many people are watching",
};

const DETAILS: Readonly<Record<string, string>> = {
  link_expired: "Watch links work once and for a short time. Get a new one where you got this one.",
  not_authenticated: "Your place in this session is gone. Get a new link where you got this one.",
  session_ended: "To begin another, get a new link where you got this one.",
  not_found: "It may belong to another team, or its data was erased.",
  no_such_session: "It may belong to another team, or its data was erased.",
};

/** The session cannot be watched: why, and what one can do. */
export function Blocked({
  error,
  retryUrl,
  member = false,
  plain = false,
  children,
}: {
  error: { code: string; message: string } | Error;
  /** Where whoever made the link lets people try again. */
  retryUrl: string | null;
  member?: boolean;
  plain?: boolean;
  children?: ReactNode;
}) {
  const code = "code" in error ? error.code : "unexpected";
  const detail = member && code === "session_ended" ? null : (DETAILS[code] ?? sentence(error));
  return (
    <main
      data-userview-overlay
      className="grid h-full place-items-center overflow-y-auto p-6 text-center"
    >
      <div role="alert" className="flex max-w-md flex-col items-center">
        {!plain && (
          <span className="mb-4 grid size-12 place-items-center rounded-full bg-sunken text-ink-soft">
            <Unlink aria-hidden size={22} />
          </span>
        )}
        <h1 className={plain ? "" : "font-semibold text-lg"}>
          {TITLES[code] ?? "The session cannot be opened"}
        </h1>
        {detail !== null && <p className="mt-1 text-ink-soft">{detail}</p>}
        <div className="mt-5 flex flex-wrap justify-center gap-2">
          {retryUrl !== null && (
            <a href={retryUrl} className={buttonLook("primary")}>
              Try again
            </a>
          )}
          {children}
          {member && (
            <Link to="/" className={buttonLook("secondary")}>
              Back to visitors
            </Link>
          )}
        </div>
      </div>
    </main>
  );
}

function sentence(error: { code: string; message: string } | Error): string {
  return error instanceof Error
    ? inWords(error)
    : inWords(new ApiError(0, error.code, error.message));
}
