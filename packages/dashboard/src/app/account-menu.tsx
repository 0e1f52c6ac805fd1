import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Check, Link2, LogOut, UserRoundCog } from "lucide-react";
import type { Me } from "../api/client.ts";
import { meQuery } from "../features/sign-in/queries.ts";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "../ui/menu.tsx";
import { Presence } from "../ui/presence.tsx";
import { AccountButton } from "./account-button.tsx";
import { useAvailability } from "./availability.ts";
import { useServices } from "./services.tsx";

const AVAILABILITIES = [
  { value: "available", label: "Available", icon: <Presence away={false} /> },
  { value: "away", label: "Away", icon: <Presence away /> },
] as const;

/** Who one is signed in as, whether one can be asked for help, and the way out. */
export default function AccountMenu({ me }: { me: Me }) {
  const { api, live } = useServices();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: () => api.signOut(),
    onSuccess: async () => {
      live.stop();
      await navigate({ to: "/sign-in" });
      queryClient.clear();
    },
  });
  const switchTeam = useMutation({
    mutationFn: (team: string) => api.switchTeam(team),
    onSuccess: async (now) => {
      live.stop();
      queryClient.clear();
      queryClient.setQueryData(meQuery(api).queryKey, now);
      await navigate({ to: "/", search: {} });
      live.start();
    },
  });
  const availability = useAvailability();
  const setAvailability = useMutation({
    mutationFn: (availability: Me["availability"]) => api.setAvailability(availability),
    onSuccess: (now) => {
      queryClient.setQueryData(meQuery(api).queryKey, now);
      live.availability.set(now.availability);
    },
  });
  return (
    <Menu side="top" align="start" trigger={<AccountButton me={me} />}>
      <MenuLabel>
        <span className="block font-medium text-ink text-sm">{me.agent.agent_nickname}</span>
        <span className="block">{me.agent.email}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuChoice
        label="Availability"
        value={availability}
        choices={AVAILABILITIES}
        onChoose={(availability) => setAvailability.mutate(availability)}
      />
      <MenuSeparator />
      <MenuItem
        icon={<Link2 aria-hidden size={15} />}
        onSelect={() => void navigate({ to: "/waiting" })}
      >
        Your personal link
      </MenuItem>
      <MenuItem
        icon={<UserRoundCog aria-hidden size={15} />}
        onSelect={() => void navigate({ to: "/settings/$tab", params: { tab: "account" } })}
      >
        Name and password
      </MenuItem>
      <MenuSeparator />
      {me.teams.length > 1 && (
        <>
          <MenuLabel>Teams</MenuLabel>
          {me.teams.map((team) => (
            <MenuItem
              key={team.id}
              icon={
                <Check
                  aria-hidden
                  size={15}
                  className={team.id === me.team.id ? "" : "invisible"}
                />
              }
              onSelect={() => switchTeam.mutate(team.id)}
            >
              {team.name}
              {team.id === me.team.id && <span className="sr-only">(shown now)</span>}
            </MenuItem>
          ))}
          <MenuSeparator />
        </>
      )}
      <MenuItem icon={<LogOut aria-hidden size={15} />} onSelect={() => signOut.mutate()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
