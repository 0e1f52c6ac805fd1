/** The session module: loaded when a session begins. What captures the page is in it. */
import type { Host, Session, SessionModule } from "../port.ts";
import { PageSession } from "./session.ts";

/** The visitor's side of sessions, over the loader's connection. */
export const createSession: SessionModule["createSession"] = (host: Host): Session =>
  new PageSession(host);
