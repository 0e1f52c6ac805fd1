import { createContext, useContext, useSyncExternalStore } from "react";
import type { Api } from "../api/client.ts";
import type { LiveConnection } from "../api/live/connection.ts";
import type { Store } from "../api/live/store.ts";

/** What pages need of the outside world; made once in `main.tsx`. */
export interface Services {
  api: Api;
  live: LiveConnection;
}

const ServicesContext = createContext<Services | null>(null);

export const ServicesProvider = ServicesContext.Provider;

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error("expected a ServicesProvider around this component");
  return services;
}

/** The present value of a store; the component renders again when it changes. */
export function useStore<Value>(store: Store<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get);
}
