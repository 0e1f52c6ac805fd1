/** `@userview/viewer`: importing it makes `<userview-viewer>` known to the page. */
import { defineViewer } from "./element.ts";

export type { UserViewViewerEvents, ViewerToken } from "./element.ts";
export { UserViewViewer } from "./element.ts";
export type {
  EmbeddedAgent,
  EmbeddedEnd,
  EmbeddedFit,
  EmbeddedMessage,
  EmbeddedState,
  EmbeddedStep,
  EmbeddedTool,
} from "./words.ts";

defineViewer();
