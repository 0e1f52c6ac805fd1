import { useSuspenseQuery } from "@tanstack/react-query";
import type { Me } from "../api/client.ts";
import { meQuery } from "../features/sign-in/queries.ts";
import { useServices } from "./services.tsx";

/** Who is signed in; only within routes that need a sign-in, which have read it before they show. */
export function useMe(): Me {
  const { api } = useServices();
  return useSuspenseQuery(meQuery(api)).data;
}
