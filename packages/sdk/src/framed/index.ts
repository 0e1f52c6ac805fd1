/** A page in a frame that the page around it shows to agents: loaded when that begins. What captures the page is in it. */
import type { FramedModule } from "../port.ts";
import { PageInset } from "./inset.ts";

/** This page, shown by the page around it. */
export const createInset: FramedModule["createInset"] = (host, framing) =>
  new PageInset(host, framing);
