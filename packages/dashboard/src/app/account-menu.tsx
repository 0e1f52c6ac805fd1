import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Check, LogOut } from "lucide-react";
import type { Me } from "../api/client.ts";
import { meQuery } from "../features/sign-in/queries.ts";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "../ui/menu.tsx";
import { AccountButton } from "./account-button.tsx";
import { useServices } from "./services.tsx";

/** Who one is signed in as, and the way out. */
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
  return (
    <Menu side="top" align="start" trigger={<AccountButton me={me} />}>
      <MenuLabel>
        <span className="block font-medium text-ink text-sm">{me.agent.agent_nickname}</span>
        <span className="block">{me.agent.email}</span>
      </MenuLabel>
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
