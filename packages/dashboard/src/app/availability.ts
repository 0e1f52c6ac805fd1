import type { Me } from "../api/client.ts";
import { useMe } from "./me.ts";
import { useServices, useStore } from "./services.tsx";

/** What the agent says of themselves: as the live connection tells, until then as it was read. */
export function useAvailability(): Me["availability"] {
  const { live } = useServices();
  const told = useStore(live.availability);
  const { availability } = useMe();
  return told ?? availability;
}
