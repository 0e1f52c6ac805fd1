import type { components, paths } from "@userview/client/schema";
import type { Client } from "openapi-fetch";
import type { components as Desk, paths as deskPaths } from "./generated/desk.ts";
import { settled } from "./settled.ts";

type DeskSchemas = Desk["schemas"];
type Me = DeskSchemas["Me"];

export type Agent = components["schemas"]["FullAgent"];
export type Role = Me["agent"]["role"];
export type Invitation = DeskSchemas["Invitation"];
export type InvitationLink = DeskSchemas["InvitationLink"];
export type OpenedInvitation = DeskSchemas["OpenedInvitation"];

export interface InvitationDraft {
  email: string;
  /** What the team is to call the person; empty: as they choose. */
  name: string;
  role: Role;
}

/** Who is in the team, who is invited, and one's own account. */
export interface TeamApi {
  /** Members and agents of API callers, the oldest first. */
  agents(
    cursor: string | null,
    signal: AbortSignal,
  ): Promise<{ agents: Agent[]; next: string | null }>;
  changeRole(id: string, role: Role): Promise<Agent>;
  /** Removes somebody: signed out of the team at once. */
  remove(id: string): Promise<void>;
  invitations(signal: AbortSignal): Promise<Invitation[]>;
  /** The link is known now and never again. */
  invite(draft: InvitationDraft): Promise<InvitationLink>;
  /** Another link in the place of the one before. */
  renew(id: string): Promise<InvitationLink>;
  revoke(id: string): Promise<void>;
  /** A link with which a member sets a new password. */
  passwordLink(agent: string): Promise<InvitationLink>;
  /** What a link stands for. */
  open(token: string): Promise<OpenedInvitation>;
  /** Uses a link up, and signs in; `name` empty: as invited. */
  accept(token: string, name: string, password: string): Promise<Me>;
  /** What the team calls one. */
  rename(name: string): Promise<Me>;
  /** `old` empty where there is no password yet. Other browsers are signed out. */
  changePassword(old: string, password: string): Promise<void>;
}

const PAGE = 100;

export function createTeamApi(http: Client<paths & deskPaths>): TeamApi {
  const of = (id: string) => ({ params: { path: { id } } });
  return {
    async agents(cursor, signal) {
      const query = { limit: PAGE, ...(cursor === null ? {} : { cursor }) };
      const found = await settled(http.GET("/v1/agents", { params: { query }, signal }));
      return { agents: found.agents, next: found.next_cursor };
    },
    async changeRole(id, role) {
      return (await settled(http.PATCH("/v1/agents/{id}", { ...of(id), body: { role } }))).agent;
    },
    async remove(id) {
      await settled(http.DELETE("/v1/agents/{id}", of(id)));
    },
    invitations: async (signal) =>
      (await settled(http.GET("/desk/invitations", { signal }))).invitations,
    invite: ({ email, name, role }) =>
      settled(
        http.POST("/desk/invitations", { body: { email, role, ...(name === "" ? {} : { name }) } }),
      ),
    renew: (id) => settled(http.POST("/desk/invitations/{id}/renew", of(id))),
    async revoke(id) {
      await settled(http.DELETE("/desk/invitations/{id}", of(id)));
    },
    passwordLink: (id) => settled(http.POST("/desk/agents/{id}/password_link", of(id))),
    open: (token) => settled(http.POST("/desk/invitation/open", { body: { token } })),
    accept: (token, name, password) =>
      settled(
        http.POST("/desk/invitation/accept", {
          body: { token, password, ...(name === "" ? {} : { name }) },
        }),
      ),
    rename: (name) =>
      settled(http.PATCH("/desk/me", { body: { name: name === "" ? null : name } })),
    async changePassword(old, password) {
      const body = { password, ...(old === "" ? {} : { old_password: old }) };
      await settled(http.POST("/desk/me/password", { body }));
    },
  };
}
