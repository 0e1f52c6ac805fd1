/** The REST API as an integration uses it: over HTTP, with a secret key. */
import type { Server } from "../fixtures/server.ts";

export interface Visitor {
  short_id: string;
  nickname: string;
  is_online: boolean;
  is_in_session: boolean;
  last_url: string | null;
  name: string | null;
  tags: string[];
  unique_id: string | null;
  identities: string[] | null;
  identity_verified: boolean;
  integration: string | null;
  integration_ids: string[];
}

export interface Session {
  id: string;
  state: string;
  end_reason: string | null;
  session_authorized: boolean;
  went_live: boolean;
  source: string;
  visitor_id: string;
  agents: { agent_nickname: string; name: string | null; external_id: string | null }[];
  features_used: string[];
  video_status: string;
  public_video_url: string | null;
}

export interface WatchOptions {
  agent?: { id: string; name: string; email?: string };
  branding?: { naked?: boolean | "page_only"; retry_url?: string; on_end_url?: string };
  permissions?: Record<string, boolean>;
  expires_in?: number;
}

export interface Answer<Body> {
  status: number;
  body: Body;
}

/** A client of one team. */
export class Rest {
  readonly #base: string;
  readonly #key: string;

  constructor(base: string, secretKey: string) {
    this.#base = base;
    this.#key = secretKey;
  }

  /** The client of the team that a server makes at its first start. */
  static of(server: Server): Rest {
    return new Rest(server.ready.base_url, server.secrets.secretKey);
  }

  /** Ask; any status is an answer. */
  async ask<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const response = await fetch(new URL(path, this.#base), {
      method,
      headers: {
        "X-Api-Key": this.#key,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  }

  async visitor(shortId: string): Promise<Visitor> {
    const { visitor } = await this.good<{ visitor: Visitor }>("GET", `/v1/visitors/${shortId}`);
    return visitor;
  }

  async search(words: string): Promise<Visitor[]> {
    const { visitors } = await this.good<{ visitors: Visitor[] }>(
      "GET",
      `/v1/visitors?search=${encodeURIComponent(words)}`,
    );
    return visitors;
  }

  async session(id: string): Promise<Session> {
    const { session } = await this.good<{ session: Session }>("GET", `/v1/sessions/${id}`);
    return session;
  }

  /** A watch link with nothing around the mirror, unless `options` say otherwise. */
  async watchUrl(shortId: string, options: WatchOptions = {}): Promise<string> {
    const { watch_url } = await this.good<{ watch_url: string }>(
      "POST",
      `/v1/visitors/${shortId}/watch_url`,
      {
        agent: { id: "ada", name: "Ada" },
        branding: { naked: "page_only" },
        ...options,
      },
    );
    return watch_url;
  }

  /** Ask for what must succeed. */
  async good<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await this.ask<Body & { message?: string }>(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${answer.body.message}`);
    return answer.body;
  }
}

/** The session that a watch link is for. */
export function sessionOf(watchUrl: string): string {
  return new URL(watchUrl).pathname.split("/")[2] ?? "";
}
