import { Link } from "@tanstack/react-router";
import { LoaderCircle } from "lucide-react";
import { ApiError, inWords } from "../api/errors.ts";
import { Button, buttonLook } from "../ui/button.tsx";
import { usePageTitle } from "./page-title.ts";

/** Shown when the first answers take long. */
export function Opening() {
  return (
    <div role="status" className="grid h-full place-items-center text-ink-faint">
      <LoaderCircle aria-label="Loading" className="animate-spin" />
    </div>
  );
}

export function NotFound() {
  usePageTitle("Not found");
  return (
    <main className="grid h-full place-items-center p-6 text-center">
      <div>
        <h1 className="font-semibold text-lg">There is no such page</h1>
        <p className="mt-1 mb-5 text-ink-soft">
          The address may be mistyped, or the page has moved.
        </p>
        <Link to="/" className={buttonLook("primary")}>
          Go to the visitors
        </Link>
      </div>
    </main>
  );
}

/** The last resort: something failed that no page of ours expected. */
export function PageError({ error }: { error: unknown }) {
  const unreachable = error instanceof ApiError && error.status === 0;
  return (
    <main className="grid h-full place-items-center p-6 text-center">
      <div role="alert">
        <h1 className="font-semibold text-lg">
          {unreachable ? "The server cannot be reached" : "This page could not be shown"}
        </h1>
        <p className="mt-1 mb-5 text-ink-soft">{inWords(error)}</p>
        <Button look="primary" onClick={() => window.location.reload()}>
          Reload
        </Button>
      </div>
    </main>
  );
}
