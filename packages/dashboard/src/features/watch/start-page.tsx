import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { inWords } from "../../api/errors.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { useServices } from "../../app/services.tsx";
import { Button, buttonLook } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Curtain } from "./curtain.tsx";

/** `/visitors/<short id>/watch`: makes or joins the visitor's session, and becomes its watch page. */
export function StartPage() {
  const { shortId } = useParams({ from: "/signed-in/visitors/$shortId/watch" });
  const { from } = useSearch({ from: "/signed-in/visitors/$shortId/watch" });
  const { api } = useServices();
  const navigate = useNavigate();
  usePageTitle("Watch");
  const start = useMutation({
    mutationFn: (visitor: string) => api.watch(visitor, from),
    onSuccess: (session) => navigate({ to: "/watch/$session", params: { session }, replace: true }),
  });
  const { mutate } = start;
  useEffect(() => mutate(shortId), [mutate, shortId]);
  if (start.error === null) {
    return (
      <main className="relative h-full">
        <Curtain
          plain={false}
          words={{ tone: "busy", label: "Starting", title: "Starting the session…", detail: null }}
        />
      </main>
    );
  }
  return (
    <main className="grid h-full place-items-center p-6">
      <div className="grid max-w-md gap-4">
        <h1 className="font-semibold text-lg">The session could not be started</h1>
        <Notice kind="bad">{inWords(start.error)}</Notice>
        <div className="flex gap-2">
          <Button look="primary" onClick={() => mutate(shortId)}>
            Try again
          </Button>
          <Link to="/" className={buttonLook("secondary")}>
            Back to visitors
          </Link>
        </div>
      </div>
    </main>
  );
}
